"""Sums over what is near."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.kernels import blur
from corredor.kernels.blur import KM_PER_DEGREE, REACH


def grid(resolution: float, degrees: float, south: float) -> tuple[np.ndarray, np.ndarray, tuple[int, int], float]:
    side = round(degrees / resolution)
    row, column = (a.ravel().astype(np.int32) for a in np.mgrid[:side, :side])
    return row, column, (side, side), south + resolution / 2


def nearby_sum(
    values: np.ndarray, row: np.ndarray, column: np.ndarray, shape: tuple[int, int], *rest: float, side=None
):
    found, lot = np.empty_like(values), np.full(blur.room_wanted(shape, *rest[1:]), np.nan)
    side = np.zeros(len(row), np.int8) if side is None else side
    which, sides = np.arange(len(values)), int(side.max()) + 1
    blur.nearby_sum(values, which, row, column, side, sides, shape, *rest, 1.0, lot, found)
    return found


@pytest.mark.parametrize("sides", [1, 2])
def test_the_sum_near_a_cell_is_the_weighted_sum_by_distance_over_its_own_side(sides: int) -> None:
    row, column, shape, south = grid(1.0, 12, -6)
    keep = np.random.default_rng(1).random(len(row)) < 0.8
    row, column = row[keep], column[keep]
    values = np.random.default_rng(2).random((11, len(row)))
    side = np.random.default_rng(3).integers(0, sides, len(row)).astype(np.int8)
    found = nearby_sum(values, row, column, shape, south, 1.0, 150.0, side=side)
    along = KM_PER_DEGREE * (row[:, None] - row)
    across = KM_PER_DEGREE * np.cos(np.radians(south + row))[None, :] * (column[:, None] - column)
    near = (abs(along) <= REACH * 150) & (abs(across) <= REACH * 150) & (side[:, None] == side)
    weight = np.where(near, np.exp(-(along**2 + across**2) / (2 * 150.0**2)), 0.0)
    assert found == pytest.approx(values @ weight.T, rel=1e-12)


def test_the_same_thing_is_heard_of_at_every_cell_size() -> None:
    heard = []
    for resolution in (1.0, 0.5, 0.25):
        row, column, shape, south = grid(resolution, 14, 0)
        spread = np.full((1, len(row)), resolution**2)
        middle = np.flatnonzero((row == shape[0] // 2) & (column == shape[1] // 2))
        heard.append(nearby_sum(spread, row, column, shape, south, resolution, 150.0)[0, middle[0]])
    assert heard[1:] == pytest.approx([heard[0]] * 2, rel=0.06)
