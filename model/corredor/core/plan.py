"""Policies and events as the model gets them: kinds, cells and months of the run, and nothing left to look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class PlannedPolicy:
    """One policy of a scenario, placed on a region and counted in months of the run.

    Attributes:
        kind: its id in ``corredor.core.policy_kinds``.
        name: as the scenario calls it, unique in the run.
        cells: shape (n,), where it acts.
        start: first month.
        end: the month after its last, at most the length of the run.
        ramp: months over which it grows to full intensity.
        intensity: at full strength, in the terms of its kind.
        cost: US$ of 2015 for each month, or ``None`` for what its kind usually costs.
        lapse: chance that a change of government ends it.
        options: what its kind was told besides.
    """

    kind: str
    name: str
    cells: NDArray[np.bool_]
    start: int
    end: int
    ramp: float
    intensity: float
    cost: float | None
    lapse: float
    options: Mapping[str, Any]

    def strength(self, month: int) -> float:
        """From 0 to 1: how far the policy has grown in a month; 0 before it starts and after it ends."""
        if not self.start <= month < self.end:
            return 0.0
        return 1.0 if self.ramp <= 0 else min((month - self.start + 1) / self.ramp, 1.0)


@dataclass(frozen=True)
class PlannedEvent:
    """One occurrence of an event of a scenario.

    Attributes:
        kind: its id in ``corredor.core.event_kinds``.
        name: as the scenario calls it.
        month: when it happens, months of the run.
        duration: months it lasts, 0 if it is over at once.
        cells: shape (n,), where.
        options: what its kind was told; an organisation chosen by place is a boolean array of cells.
    """

    kind: str
    name: str
    month: int
    duration: int
    cells: NDArray[np.bool_]
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """Everything a scenario wants to happen, events in the order of their months."""

    policies: tuple[PlannedPolicy, ...] = ()
    events: tuple[PlannedEvent, ...] = ()
