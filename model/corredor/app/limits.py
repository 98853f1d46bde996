"""How much one person may ask for, so that nobody can stop the rest."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from corredor.scenario.memory import CELLS_AT_ONE_DEGREE
from corredor.scenario.scenario import Scenario

TEACHING_CELLS: Final = 300
"""Of the two corridors at 1 degree, where there is no table to look it up."""


@dataclass(frozen=True)
class Limits:
    """What the page accepts.

    Attributes:
        months: longest run.
        replicates: most pairs of one comparison.
        cells: largest region.
        policies: most rows of a portfolio.
        events: most occurrences of events that a loaded scenario may name.
        upload_bytes: largest message from a browser, and so the largest scenario that can be loaded.
        task_seconds: longest that one piece of work may take.
        slots: pieces of work done at once, over all people.
        sessions: people at once.
        kept: runs that can be compared.
        folders: runs that are remembered for one person.
    """

    months: int = 240
    replicates: int = 16
    cells: int = 1500
    policies: int = 5
    events: int = 200
    upload_bytes: int = 128 * 1024
    task_seconds: float = 180.0
    slots: int = max(1, min((os.cpu_count() or 2) - 1, 8))
    sessions: int = 60
    kept: int = 4
    folders: int = 8

    def exceeded(self, scenario: Scenario) -> tuple[str, dict[str, object]] | None:
        """The first limit that a scenario breaks, as the id of what to say and the numbers in it."""
        if scenario.months > self.months:
            return "limit.months", {"most": self.months}
        if cells_of(scenario) > self.cells:
            return "limit.cells", {"most": self.cells}
        if len(scenario.policies) > 4 * self.policies or len(scenario.events) > self.events:
            return "limit.entries", {"most": 4 * self.policies}
        return None


def cells_of(scenario: Scenario) -> int:
    """About how many cells the region of a scenario has, without building it."""
    at_one = CELLS_AT_ONE_DEGREE.get(scenario.region.name, TEACHING_CELLS)
    return round(at_one / scenario.region.resolution**2)
