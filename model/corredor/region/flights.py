"""Clandestine flights: sparse arcs between fixed areas, the same at every cell size.

The areas and pairs are rows of ``flights.csv``, which ``tools/build_flights.py`` writes by rule.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.graph import Flights, Grid
from corredor.region.sphere import nearest_km
from corredor.region.tables import read_table

AREA = 2.0
"""Side of an area, degrees."""
AREA_KM = 350.0
"""A flight whose area has no cell of its country within this distance is left out (small islands at 2 degrees)."""


def flights_on(grid: Grid, iso3: NDArray[np.str_]) -> Flights:
    """Flight arcs between areas: from each cell of the first to the cell at the same place in the second.

    An airstrip is cleared where it is needed, so that any cell of an area may have one. With one cell to an area there
    is one arc; with smaller cells all arcs of a pair of areas are one link, and share what it carries.
    """
    arcs: dict[tuple[int, int], int] = {}
    for link, row in enumerate(read_table("flights.csv")):
        start, end = ((row[f"{e}_iso3"], float(row[f"{e}_lat"]), float(row[f"{e}_lon"])) for e in ("from", "to"))
        heads = _cells(grid, iso3, *end)
        for tail in _cells(grid, iso3, *start) if len(heads) else ():
            lat, lon = grid.lat[tail] - start[1] + end[1], grid.lon[tail] - start[2] + end[2]
            head = heads[np.argmin(np.hypot(grid.lat[heads] - lat, grid.lon[heads] - lon))]
            if head != tail:
                arcs.setdefault((int(tail), int(head)), link)
    found = np.array([(*ends, link) for ends, link in sorted(arcs.items())], dtype=np.int32).reshape(-1, 3)
    return Flights(found[:, 0], found[:, 1], found[:, 2])


def _cells(grid: Grid, iso3: NDArray[np.str_], country: str, lat: float, lon: float) -> NDArray[np.intp]:
    """Cells of the country in the area around a point; the nearest where there is none, unless it is too far."""
    own = np.flatnonzero(iso3 == country)
    within = own[np.maximum(abs(grid.lat[own] - lat), abs(grid.lon[own] - lon)) < AREA / 2]
    if len(within) or not len(own):
        return within
    away, nearest = nearest_km(np.array([lat]), np.array([lon]), grid.lat[own], grid.lon[own])
    return own[nearest] if away[0] <= AREA_KM else own[:0]
