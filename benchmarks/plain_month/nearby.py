"""What is near on the map: every cell with something in it tells the cells around it."""

from __future__ import annotations

import math

from corredor.processes.neighbourhood import KM_PER_DEGREE, weight_between_cells
from corredor.region.region import Region

REACH = 2.2


def nearby_sum(region: Region, values: list[float], reach_km: float, *, apart: bool = False) -> list[float]:
    """Sum of ``values`` around each cell with a Gaussian weight; ``apart``: land and water by themselves."""
    step_km = KM_PER_DEGREE * region.resolution
    sd_km, scale = weight_between_cells(step_km, reach_km)
    south = float((region.lat - region.resolution * region.row).mean())
    cell_at = {(int(r), int(c)): i for i, (r, c) in enumerate(zip(region.row, region.column, strict=True))}
    found = [0.0] * region.n
    rows = int(REACH * sd_km / step_km)
    for cell, value in enumerate(values):
        if value == 0.0:
            continue
        row, column = int(region.row[cell]), int(region.column[cell])
        across_km = step_km * max(math.cos(math.radians(south + row * region.resolution)), 0.1)
        columns = int(REACH * sd_km / across_km)
        for north in range(-rows, rows + 1):
            for east in range(-columns, columns + 1):
                there = cell_at.get((row + north, column + east))
                if there is not None and not (apart and region.land[there] != region.land[cell]):
                    weight = math.exp(-0.5 * (north * step_km / sd_km) ** 2)
                    weight *= math.exp(-0.5 * (east * across_km / sd_km) ** 2)
                    found[there] += scale * weight * value
    return found
