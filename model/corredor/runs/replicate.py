"""One replicate: a model, stepped to its end and recorded; what a worker does."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corredor.core.seeds import replicate_seed
from corredor.runs.folder import write_replicate
from corredor.runs.manifest import FILE
from corredor.runs.recorder import Recorder
from corredor.runs.warm import warm
from corredor.runs.work import Failure, Monitor, attempt
from corredor.scenario import Scenario, load

if TYPE_CHECKING:
    from corredor.agents.starts import Starts


@dataclass(frozen=True)
class Job:
    """What all replicates of a run share; see ``read_job``. It can be sent to another process.

    Attributes:
        scenario: what is run.
        folder: the run folder in the making.
        audit: check the books every month.
        build: makes the model of a scenario: ``TraffickingModel``, or something with its constructor, ``step`` and
            ``close``.
        starts: where months before month 0 are kept for runs that have them in common, if anywhere.
    """

    scenario: Scenario
    folder: Path
    audit: bool
    build: Callable[..., Any]
    starts: Starts | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Classes of policies are made when a scenario is read, and exist only in the process that has read it.
        return read_job, (self.folder, self.audit, self.build, self.starts)

    @property
    def months(self) -> int:
        """Months of each replicate."""
        return self.scenario.months

    def seed(self, number: int) -> int:
        """Seed of a replicate."""
        return replicate_seed(self.scenario.seed, number)

    def warm(self) -> None:
        """Load what all replicates need."""
        warm(self.scenario)

    def do(self, number: int, monitor: Monitor) -> Failure | None:
        """Run and write one replicate.

        Returns:
            Nothing if all went well, otherwise what went wrong.

        Raises:
            Stopped: if the monitor says so.
        """
        seed = self.seed(number)
        return attempt(number, seed, lambda: self._write(number, seed, monitor))

    def _write(self, number: int, seed: int, monitor: Monitor) -> None:
        started = time.perf_counter()
        kept = {} if self.starts is None else {"starts": self.starts}
        model = self.build(self.scenario, replicate=number, audit=self.audit, **kept)
        try:
            recorder = recorded(model, self.scenario, number, self.scenario.record, monitor)
            write_replicate(self.folder, recorder, seed=seed, seconds=time.perf_counter() - started)
        finally:
            model.close()


def read_job(folder: Path, audit: bool, build: Callable[..., Any], starts: Starts | None = None) -> Job:
    """The job of a run folder: its scenario is read from the manifest, so that a rerun from there cannot differ."""
    return Job(load(folder / FILE), folder, audit, build, starts)


def recorded(model: Any, scenario: Scenario, replicate: int, record: tuple[str, ...], monitor: Monitor) -> Recorder:
    """Step a model to its end.

    Args:
        model: at its month 0.
        scenario: what it was built from.
        replicate: its number.
        record: what is kept, words of a scenario's ``record``.
        monitor: told of every month.

    Raises:
        Stopped: if the monitor says so.
    """
    recorder = Recorder(model, replicate=replicate, months=scenario.months, record=record)
    for _ in range(scenario.months):
        model.step()
        recorder.record()
        monitor.month_done()
    return recorder
