"""What is near on the map, with a Gaussian weight in km: what is learned in a place tells about those around it.

A cell is itself a blur: what happens in it counts as if spread over its square, and what is asked for is asked of the
whole square. Each of the two adds h^2 / 12 (the variance of a uniform distribution over a side h) along each axis. The
weight between cells is therefore made narrower, so that all three together spread by ``reach_km`` at every cell size:

    variance between cells = reach_km^2 - h^2 / 6,    sum of all weights = 2 pi reach_km^2 / h^2

the second being the number of cells that exp(-(distance / reach_km)^2 / 2) covers, for every cell size again.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corredor.kernels.room import Room
from corredor.region.region import Floats, Region

KM_PER_DEGREE = 111.195
"""As in ``kernels.blur``."""
CUT = 2.2
"""As in ``kernels.blur``: standard deviations beyond which the weight is cut off."""


class Neighbourhood:
    """Sums over what is near every cell of a region."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._room = Room()
        self._side = {False: np.zeros(region.n, np.int8), True: region.land.astype(np.int8)}
        self._south = float((region.lat - region.resolution * region.row).mean())

    def sum(self, values: Floats, reach_km: float, *, apart: bool = False) -> Floats:
        """Sum of each field around each cell, shape (m, n): the same for the same fields per km2 at every cell size.

        Args:
            values: (m, n), amounts in each cell.
            reach_km: standard deviation of the whole blur, that of the cells included.
            apart: what is on land is near land alone, and what is on water near water.
        """
        found = np.empty_like(values)
        self.sum_into(found, values, np.arange(len(values)), reach_km, apart=apart)
        return found

    def sum_into(
        self, found: Floats, values: Floats, which: NDArray[np.int64], reach_km: float, *, apart: bool = False
    ) -> None:
        """The same for some fields only, written over ``found``, shape (len(which), n)."""
        from corredor.kernels.blur import nearby_sum, room_wanted

        region = self.region
        sd_km, scale = weight_between_cells(KM_PER_DEGREE * region.resolution, reach_km)
        lot = self._room.array("rows", room_wanted(region.shape, region.resolution, sd_km))
        shape, size, side, sides = region.shape, region.resolution, self._side[apart], 1 + apart
        row, column = region.row, region.column
        nearby_sum(values, which, row, column, side, sides, shape, self._south, size, sd_km, scale, lot, found)


def water(region: Region) -> Floats:
    """Share of each cell that who searches at sea can search, shape (n,): its water, and nothing of cells of land."""
    return np.where(region.land, 0.0, region.surface_km2 / region.area_km2)


@cache
def weight_between_cells(cell_km: float, reach_km: float, cut: float = CUT) -> tuple[float, float]:
    """Standard deviation, km, of the weight that ``kernels.blur`` takes, and what its sums are multiplied by.

    A reach below what a cell blurs by itself leaves the cell alone. ``cut`` is where the weight is cut off, in standard
    deviations.
    """
    wanted = reach_km**2 - cell_km**2 / 6
    low, high = cell_km / cut / 2, reach_km + cell_km
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _spread(cell_km, middle, cut)[1] < wanted else (low, middle)
    # Where the cut takes in one more cell the variance jumps: the side of the jump that is nearer.
    best = min((low, high), key=lambda sd: abs(_spread(cell_km, sd, cut)[1] - wanted))
    return best, 2 * math.pi * reach_km**2 / cell_km**2 / _spread(cell_km, best, cut)[0] ** 2


def _spread(cell_km: float, sd_km: float, cut: float) -> tuple[float, float]:
    """Sum of the weights along one axis, and their variance in km2."""
    away = cell_km * np.arange(-int(cut * sd_km / cell_km), int(cut * sd_km / cell_km) + 1)
    weight = np.exp(-0.5 * (away / sd_km) ** 2)
    total = float(weight.sum())
    return total, float((weight * away**2).sum()) / total
