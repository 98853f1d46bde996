"""Clandestine flights: sparse arcs between fixed areas, the same at every cell size.

The areas and pairs are rows of ``flights.csv``, which ``tools/build_flights.py`` writes by rule.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.graph import Flights, Grid
from corredor.region.sphere import nearest_km
from corredor.region.tables import read_table

AREA_KM = 350.0
"""A flight whose area has no cell of its country within this distance is left out (small islands at 2 degrees)."""


def flights_on(grid: Grid, iso3: NDArray[np.str_]) -> Flights:
    """Flight arcs between the land cells, of the named country, that lie nearest to each area's centre."""
    pairs = set()
    for row in read_table("flights.csv"):
        ends = [
            _nearest_cell(grid, iso3, row[f"{end}_iso3"], float(row[f"{end}_lat"]), float(row[f"{end}_lon"]))
            for end in ("from", "to")
        ]
        if ends[0] >= 0 and ends[1] >= 0 and ends[0] != ends[1]:
            pairs.add((ends[0], ends[1]))
    found = np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2)
    return Flights(found[:, 0], found[:, 1])


def _nearest_cell(grid: Grid, iso3: NDArray[np.str_], country: str, lat: float, lon: float) -> int:
    own = np.flatnonzero(iso3 == country)
    if not len(own):
        return -1
    away, nearest = nearest_km(np.array([lat]), np.array([lon]), grid.lat[own], grid.lon[own])
    return int(own[nearest[0]]) if away[0] <= AREA_KM else -1
