"""Killing after a lieutenant's fall is counted where that lieutenant commanded, and only there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from corredor.effects.arm import Arm
from corredor.effects.cases.kingpin_violence import CAPTURE, where_a_lieutenant_fell
from corredor.region.region import Floats

CONTROL = np.array([0.5, 0.5, 0.5, 0.5, 0.05])
"""Of five places: the first two are those of the lieutenant who falls, the last is hardly held by anybody."""
BORDER = np.array([True, False, True, False, False])


class SyntheticArm:
    """An arm of two months, the second of them that of the capture, in which six months count as one."""

    def __init__(self, loyalty: list[float], turf: list[float]) -> None:
        places = np.arange(5)
        self.geography = SimpleNamespace(places=places, border=BORDER, population=np.full(5, 1e5))
        self._seen = {"loyalty": np.array(loyalty), "turf": np.array(turf), "control": CONTROL}

    def month(self, date: str) -> int:
        assert date == CAPTURE
        return 1

    def span(self, first: str, months: int) -> slice:
        return slice(self.month(first), 2)

    def observed(self, name: str) -> Floats:
        return np.tile(self._seen[name], (1, 2, 1))


def more_killed(*, border: bool, turf: list[float], loyalty: list[float]) -> float:
    treated, control = SyntheticArm(loyalty, turf), SyntheticArm([1.0] * 5, [0.0] * 5)
    found = where_a_lieutenant_fell(border=border)(cast(Arm, treated), cast(Arm, control))
    return float(found[0])


def test_only_plazas_of_the_lieutenant_who_fell_are_counted() -> None:
    fallen = [0.36, 0.36, 1.0, 0.999, 0.36]
    everywhere = [1.0, 2.0, 40.0, 40.0, 40.0]
    assert more_killed(border=True, turf=everywhere, loyalty=fallen) == pytest.approx(2.0)
    assert more_killed(border=False, turf=everywhere, loyalty=fallen) == pytest.approx(4.0)


def test_where_nobody_fell_nothing_is_counted() -> None:
    assert more_killed(border=True, turf=[9.0] * 5, loyalty=[1.0] * 5) == 0.0
