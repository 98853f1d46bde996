"""The plan of a study of trade-offs: what is run, and what is asked of the runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corredor.runs.studies.plan import StudyPlan
from corredor.tradeoffs.levers import Lever
from corredor.tradeoffs.objectives import Objective


@dataclass(frozen=True)
class TradeoffsPlan:
    """Bundles over worlds.

    Points of the study go through the worlds of the first bundle, then of the next; the first bundle has no policy.

    Attributes:
        study: what is run; its factors are those of the levers, then the uncertainties.
        levers: policies that a bundle may use.
        uncertainties: paths of what differs between worlds.
        source: where the worlds are from, one phrase.
        objectives: what bundles are judged by.
        budget: million US$ of 2015 a year that a bundle may cost, or nothing.
    """

    study: StudyPlan
    levers: tuple[Lever, ...]
    uncertainties: tuple[str, ...]
    source: str
    objectives: tuple[Objective, ...]
    budget: float | None = None

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return self.study.worlds

    @property
    def bundles(self) -> int:
        """Number of bundles, the one without any policy among them."""
        return self.study.points // self.study.worlds

    def as_plain(self) -> dict[str, Any]:
        """What is asked of the runs, as a study folder holds it; what is run is in its manifest."""
        return {
            "levers": [lever.as_plain() for lever in self.levers],
            "uncertainties": list(self.uncertainties),
            "source": self.source,
            "objectives": {objective.outcome: objective.as_plain() for objective in self.objectives},
            "budget": self.budget,
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any], study: StudyPlan) -> TradeoffsPlan:
        """The inverse of ``as_plain``."""
        return cls(
            study,
            tuple(Lever.of_plain(lever) for lever in plain["levers"]),
            tuple(plain["uncertainties"]),
            plain["source"],
            tuple(Objective(outcome, **given) for outcome, given in plain["objectives"].items()),
            plain["budget"],
        )
