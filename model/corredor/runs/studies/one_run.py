"""One run of a study: what a worker does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np

from corredor.region.region import Floats
from corredor.runs.outcomes import scorecard_of
from corredor.runs.replicate import recorded
from corredor.runs.studies.maps import MapMonitor, MapOfARun
from corredor.runs.studies.plan import StudyPlan
from corredor.runs.warm import warm
from corredor.runs.work import Failure, Monitor, attempt
from corredor.scenario import Scenario


class PlannedRuns(ABC):
    """Runs at the points of a plan, each summed up in one vector; needs no folder where it is done.

    Args:
        plan: what is run.
        build: makes the model of a scenario, as ``TraffickingModel``.
    """

    def __init__(self, plan: StudyPlan, build: Callable[..., Any]) -> None:
        self.plan, self.build = plan, build
        self._last: tuple[int, Scenario] | None = None

    @property
    def months(self) -> int:
        """Months of a run at the first point."""
        return self.scenario(0).months

    def seed(self, number: int) -> int:
        """Seed of a run."""
        return self.plan.run_seed(number)

    def warm(self) -> None:
        """Load what all runs need."""
        warm(self.scenario(0))

    def do(self, number: int, monitor: Monitor) -> Floats | Failure:
        """The vector of one run, or what went wrong.

        Raises:
            Stopped: if the monitor says so.
        """
        return attempt(number, self.seed(number), lambda: self.vector(number, monitor))

    def scenario(self, point: int) -> Scenario:
        """The scenario at a point; the last one is kept."""
        if self._last is None or self._last[0] != point:
            self._last = point, self.plan.scenario_at(point)
        return self._last[1]

    @abstractmethod
    def vector(self, number: int, monitor: Monitor) -> Floats:
        """Do one run and sum it up."""


class StudyWork(PlannedRuns):
    """The runs of a study, summed up in its outcomes and, if kept, a map; it can be sent to another process."""

    def __reduce__(self) -> tuple[Any, ...]:
        plan = self.plan
        return _work, (plan.as_plain(), plan.scenario, self.build)

    def vector(self, number: int, monitor: Monitor) -> Floats:
        """The outcomes of one run, shape (outcomes,), and after them its map."""
        plan, scenario = self.plan, self.scenario(self.plan.where(number)[0])
        replicate = plan.replicate_of_model(number)
        model = self.build(scenario, replicate=replicate, audit=False)
        kept = MapOfARun(model, scenario, plan.since, plan.until) if plan.keep_maps else None
        try:
            watched = monitor if kept is None else MapMonitor(kept, monitor)
            tables = recorded(model, scenario, replicate, (), watched).arrow()
        finally:
            model.close()
        national, region = (tables[name].to_pandas(date_as_object=False) for name in ("national", "region"))
        card = scorecard_of(national, region, name=plan.name, since=plan.since, until=plan.until)
        values = np.array([float(card[outcome].iloc[0]) for outcome in plan.outcomes])
        return values if kept is None else np.concatenate([values, kept.a_year().ravel()])


def _work(plan: dict[str, Any], scenario: dict[str, Any], build: Callable[..., Any]) -> StudyWork:
    return StudyWork(StudyPlan.of_plain(plan, scenario), build)
