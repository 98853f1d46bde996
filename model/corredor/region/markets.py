"""Market doors of the real region: the edge of the United States, ports to Europe, big cities at home."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.graph import STEPS, Doors, Grid
from corredor.region.region import MARKETS, Bools, Floats, Ints, Sink
from corredor.region.settings import RegionParameters
from corredor.region.sphere import densify, great_circle_km, nearest_km
from corredor.region.tables import polylines, read_table

US_DOORS = ("us_land_border", "us_gulf_atlantic", "us_pacific")
EUROPE_LANDFALL = (38.7, -9.2)
METROPOLIS = 1.5e6
"""Persons (GeoNames, about 2020) above which a metropolitan area has a retail market of its own."""
METROPOLIS_KM = 45.0
"""A smaller city within this distance of a larger one belongs to its metropolitan area."""
METROPOLIS_NAMES = {
    "Zapopan": "Guadalajara",
    "Serra": "Vitória",
    "Santiago de Querétaro": "Querétaro",
    "León de los Aldama": "León",
}
"""Metropolitan areas that are better known by another of their cities."""
RETAIL_LEG_KM = 20.0
PORT_KM = 150.0
"""A port further than this from any land cell of its country is left out."""
US_PACIFIC_WEST_OF = -105.0

DoorRow = tuple[int, int, float, float, float]
"""Cell, sink, length in km, and where the leg heads for (latitude, longitude)."""


def us_doors(grid: Grid, iso3: NDArray[np.str_], parameters: RegionParameters) -> list[DoorRow]:
    """Doors to the United States from Mexican border cells, and from sea cells beside its coasts."""
    index = grid.index()
    beside_us = np.zeros(grid.n, dtype=np.bool_)
    for di, dj in STEPS:
        cell = index[grid.row + 1 + di, grid.column + 1 + dj]
        beside_us |= (cell >= 0) & (iso3[np.maximum(cell, 0)] == "USA")
    rows: list[DoorRow] = []
    edges = polylines("us_edge.csv", "door")
    for sink, name in enumerate(US_DOORS):
        pacific = grid.lon < US_PACIFIC_WEST_OF
        side = {"us_land_border": iso3 == "MEX", "us_pacific": ~grid.land & pacific}.get(name, ~grid.land & ~pacific)
        cells = np.flatnonzero(beside_us & side)
        lat, lon = densify(*edges[name])
        leg, at = nearest_km(grid.at_lat[cells], grid.at_lon[cells], lat, lon)
        rows += [
            (int(c), sink, float(km) + parameters.inland_leg, float(lat[k]), float(lon[k]))
            for c, km, k in zip(cells, leg, at, strict=True)
        ]
    return rows


def ports(grid: Grid, iso3: NDArray[np.str_], europe_sink: int) -> tuple[Bools, list[DoorRow]]:
    """Port cells, and doors to Europe from those with a container terminal by the sea.

    What leaves from a river port goes down the river first, through the cells and past whoever holds them.
    """
    port = np.zeros(grid.n, dtype=np.bool_)
    shortest: dict[int, float] = {}
    rows = read_table("ports.csv")
    for country in sorted({row["iso3"] for row in rows}):
        own = np.flatnonzero(iso3 == country)
        listed = [row for row in rows if row["iso3"] == country]
        lat, lon = np.array([float(r["lat"]) for r in listed]), np.array([float(r["lon"]) for r in listed])
        away, nearest = nearest_km(lat, lon, grid.lat[own], grid.lon[own])
        near = [(row, int(own[k])) for row, k, km in zip(listed, nearest, away, strict=True) if km < PORT_KM]
        port[[cell for _, cell in near]] = True
        terminals = [(row, cell) for row, cell in near if row["terminal"] == "1"]
        for row, cell in terminals:
            shortest[cell] = min(shortest.get(cell, np.inf), float(row["europe_km"]))
    return port, [(cell, europe_sink, km, *EUROPE_LANDFALL) for cell, km in sorted(shortest.items())]


def metropolises(
    name: NDArray[np.str_], iso3: NDArray[np.str_], lat: Floats, lon: Floats, persons: Floats
) -> list[int]:
    """The largest city of each big metropolitan area outside the United States, largest first."""
    free = iso3 != "USA"
    found = []
    for k in np.argsort(-persons, kind="stable"):
        if free[k]:
            around = free & (great_circle_km(lat, lon, lat[k], lon[k]) < METROPOLIS_KM) & (iso3 == iso3[k])
            free &= ~around
            if persons[around].sum() >= METROPOLIS:
                found.append(int(k))
    return found


def retail(
    cities: list[tuple[str, str, float, float, float]], grid: Grid, iso3: NDArray[np.str_], first_sink: int
) -> tuple[list[Sink], list[DoorRow]]:
    """A retail market in each big city: (name, iso3, lat, lon, persons served)."""
    sinks: list[Sink] = []
    rows: list[DoorRow] = []
    for name, country, lat, lon, persons in cities:
        own = np.flatnonzero(iso3 == country)
        cell = int(own[great_circle_km(grid.lat[own], grid.lon[own], lat, lon).argmin()])
        rows.append((cell, first_sink + len(sinks), RETAIL_LEG_KM, float(grid.lat[cell]), float(grid.lon[cell])))
        sinks.append(Sink(f"retail:{country}:{name}", MARKETS.index("domestic"), persons))
    return sinks, rows


def as_doors(rows: list[DoorRow]) -> Doors:
    """Doors as arrays."""
    cell: Ints = np.array([r[0] for r in rows], dtype=np.int32)
    sink: Ints = np.array([r[1] for r in rows], dtype=np.int32)
    return Doors(
        cell, sink, np.array([r[2] for r in rows]), np.array([r[3] for r in rows]), np.array([r[4] for r in rows])
    )
