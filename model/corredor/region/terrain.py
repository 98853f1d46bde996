"""Terrain and rivers of the real region: a documented proxy, for want of elevation data under a clear licence.

The multiplier of road cost is one on an open plain with people, rises towards the crests of hand-digitised ranges,
where almost nobody lives (and so nobody has built roads), and in the Darien gap. A way is sought among cells, and finds
the easy ones among small cells where a large one has only their mean: so difficulty has no detail below a length in km.
"""

from __future__ import annotations

import numpy as np

from corredor.region.region import EARTH_RADIUS_KM, Bools, Floats, Ints
from corredor.region.settings import RegionParameters
from corredor.region.sphere import densify, great_circle_km, nearest_km
from corredor.region.tables import polylines

DARIEN = (7.9, -77.5)
DARIEN_KM = 110.0
ANDEAN_RANGES = ("andes", "cordillera real", "cordillera oriental", "cordillera central", "cordillera occidental")


def crest_km(lat: Floats, lon: Floats, ranges: tuple[str, ...] | None = None) -> Floats:
    """Distance to the nearest crest, km; of the named ranges, or of all."""
    crests = [densify(*line) for name, line in polylines("ridges.csv", "range").items() if not ranges or name in ranges]
    return nearest_km(lat, lon, np.concatenate([c[0] for c in crests]), np.concatenate([c[1] for c in crests]))[0]


def terrain(lat: Floats, lon: Floats, people_per_km2: Floats, parameters: RegionParameters) -> Floats:
    """Multiplier of road cost of land cells, at least 1."""
    roadless = parameters.terrain_roadless * np.exp(-people_per_km2 / parameters.terrain_people)
    mountain = parameters.terrain_mountain * np.exp(-((crest_km(lat, lon) / parameters.terrain_range_width) ** 2))
    gap = parameters.terrain_darien * np.exp(-((great_circle_km(lat, lon, *DARIEN) / DARIEN_KM) ** 2))
    return np.asarray(1.0 + roadless + mountain + gap, dtype=np.float64)


def smoothed(values: Floats, row: Ints, column: Ints, south: float, resolution: float, sd_km: float) -> Floats:
    """Mean of a field around each of its cells, with a Gaussian weight in km, shape (n,); the rest does not count.

    Args:
        values: (n,).
        row: (n,) of the grid, counted from 0.
        column: (n,), likewise.
        south: latitude of the southern edge of row 0, degrees.
        resolution: degrees.
        sd_km: standard deviation of the weight.
    """
    from scipy.ndimage import gaussian_filter1d

    total, weight = np.zeros((2, int(row.max()) + 1, int(column.max()) + 1))
    total[row, column], weight[row, column] = values, 1.0
    cells = sd_km / (EARTH_RADIUS_KM * np.radians(resolution))
    for field in (total, weight):
        field[:] = gaussian_filter1d(field, cells, axis=0, mode="constant")
        for i, line in enumerate(field):
            narrower = np.cos(np.radians(south + (i + 0.5) * resolution))
            line[:] = gaussian_filter1d(line, cells / narrower, mode="constant")
    return np.asarray(total[row, column] / weight[row, column], dtype=np.float64)


def rivers(
    row: Ints, column: Ints, shape: tuple[int, int], south: float, west: float, resolution: float
) -> tuple[Bools, Ints]:
    """Cells through which a navigable river runs, shape (n,), and pairs of cells that it joins, shape (m, 2)."""
    number = np.full(shape, -1, dtype=np.int32)
    number[row, column] = np.arange(len(row))
    crossed = np.zeros(len(row), dtype=np.bool_)
    steps = [np.zeros((0, 2), dtype=np.int32)]
    for lat, lon in polylines("rivers.csv", "river").values():
        la, lo = densify(lat, lon, step_km=5.0)
        i = ((la - south) / resolution).astype(int)
        j = ((lo - west) / resolution).astype(int)
        inside = (i >= 0) & (i < shape[0]) & (j >= 0) & (j < shape[1])
        cell = np.where(inside, number[np.clip(i, 0, shape[0] - 1), np.clip(j, 0, shape[1] - 1)], -1)
        crossed[cell[cell >= 0]] = True
        moves = (cell[1:] != cell[:-1]) & (cell[1:] >= 0) & (cell[:-1] >= 0)
        steps.append(np.column_stack([cell[:-1], cell[1:]])[moves].astype(np.int32))
    return crossed, np.unique(np.concatenate(steps), axis=0)
