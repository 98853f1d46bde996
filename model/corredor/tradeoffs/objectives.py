"""Outcomes that bundles are judged by: which way is better, and what would do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from corredor.region.region import Bools, Floats
from corredor.runs.outcomes import OUTCOMES
from corredor.scenario.problems import did_you_mean, one_of

LESS, MORE = "less", "more"
SCORECARD: Final[Mapping[str, str]] = {
    "homicide_rate": LESS,
    "delivered": LESS,
    "spread": LESS,
    "incarceration": LESS,
    "rights": LESS,
    "trust": MORE,
    "cost": LESS,
}
"""The scorecard, and which way is better; measures stand apart and are never summed."""
NAMES: Final[Mapping[str, str]] = {
    "homicide_rate": "Homicide",
    "delivered": "Delivered",
    "spread": "Spread",
    "incarceration": "Incarceration",
    "rights": "Rights violated",
    "trust": "Trust",
    "cost": "Cost of policies",
}
RIGHTS: Final = "rights"
COST: Final = "cost"
_SHARE: Final = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*%\s*", re.ASCII)


@dataclass(frozen=True)
class Objective:
    """One outcome that bundles are judged by.

    Attributes:
        outcome: its name in ``corredor.runs.outcomes``.
        direction: ``less`` or ``more``, whichever is better.
        goal: what would do: a number in the outcome's unit or, if ``relative``, a change against doing nothing in the
            same world, as a share; nothing if the study has no goal for it.
        relative: see ``goal``.
    """

    outcome: str
    direction: str
    goal: float | None = None
    relative: bool = False

    @property
    def name(self) -> str:
        """As people call it."""
        return NAMES.get(self.outcome, self.outcome.replace("_", " ").capitalize())

    @property
    def short(self) -> str:
        """The name in one word, for narrow columns."""
        return self.name.split()[0]

    @property
    def unit(self) -> str:
        """Unit of the outcome."""
        return OUTCOMES[self.outcome].unit

    def losses(self, values: Floats) -> Floats:
        """The same values, turned so that less is better."""
        return values if self.direction == LESS else -values

    def meets(self, values: Floats, nothing: Floats) -> Bools:
        """Whether values reach the goal.

        Args:
            values: any shape that broadcasts with ``nothing``.
            nothing: the same outcome without any policy, in the same worlds.

        Raises:
            ValueError: if there is no goal.
        """
        if self.goal is None:
            raise ValueError(f"'{self.outcome}' has no goal")
        wanted: Any = nothing * (1.0 + self.goal) if self.relative else self.goal
        reached: Bools = self.losses(values) <= self.losses(wanted)
        return reached

    @property
    def goal_told(self) -> str:
        """The goal in words."""
        if self.goal is None:
            return "none"
        most = "at most" if self.direction == LESS else "at least"
        if not self.relative:
            return f"{most} {self.goal:g} {self.unit}"
        if self.goal == 0.0:
            return f"{'no more' if self.direction == LESS else 'no less'} than without policies"
        return f"{most} {100 * self.goal:+.3g} % against no policies".replace("-", "−")

    def as_plain(self) -> dict[str, Any]:
        """As a study folder holds it."""
        return {"direction": self.direction, "goal": self.goal, "relative": self.relative}


def read_objective(outcome: str, given: object) -> Objective:
    """An outcome as a study file writes it.

    Args:
        outcome: its name.
        given: ``less``, ``more``, or ``{direction: less, goal: -10 %}``; a goal in per cent is a change against doing
            nothing, any other is a level in the outcome's unit.

    Raises:
        ValueError: with what is wrong and what would be right.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"no outcome is called '{outcome}'{did_you_mean(outcome, OUTCOMES, one_of(OUTCOMES))}")
    content = given if isinstance(given, Mapping) else {"direction": given}
    if unknown := sorted({*content} - {"direction", "goal"}):
        raise ValueError(f"'{unknown[0]}' says nothing of an outcome — write {{direction: less, goal: -10 %}}")
    direction = content.get("direction", SCORECARD.get(outcome))
    if direction not in (LESS, MORE):
        raise ValueError(f"'{direction}' is no direction — say which is better, less or more")
    goal, relative = _goal(content.get("goal"))
    return Objective(outcome, str(direction), goal, relative)


def _goal(given: object) -> tuple[float | None, bool]:
    if given is None:
        return None, False
    if isinstance(given, int | float) and not isinstance(given, bool):
        return float(given), False
    match = _SHARE.fullmatch(str(given)[:40])
    if match is None:
        raise ValueError(
            f"'{str(given)[:40]}' is no goal — write a level (20), or a change against doing nothing (-10 %)"
        )
    return float(match[1]) / 100.0, True


def judged_by(objectives: tuple[Objective, ...]) -> tuple[Objective, ...]:
    """Those with a goal; if none has, all, with the goal to be no worse than without policies, cost left out."""
    stated = tuple(objective for objective in objectives if objective.goal is not None)
    return stated or tuple(
        Objective(objective.outcome, objective.direction, 0.0, True)
        for objective in objectives
        if objective.outcome != COST
    )
