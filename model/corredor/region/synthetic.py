"""Synthetic regions for teaching and tests: a ring, two corridors, random terrain.

Countries are fictional and carry the user-assigned ISO codes that start with X. All share one recipe for population and
presence, so that they behave like the real region, only with a geography that fits on a blackboard.
"""

from __future__ import annotations

import numpy as np

from corredor.core.streams import Streams
from corredor.region.region import Floats, Ints, Region, Zone
from corredor.region.screenlines import Screenline
from corredor.region.settings import RegionParameters
from corredor.region.sketch import City, Sketch, fill

CITIES = (
    *((1.5, 3.5, 4e6), (4.5, 12.0, 3e6), (5.5, 6.0, 2e6), (2.5, 10.5, 7e6), (8.5, 1.0, 1e6), (11.0, 2.5, 2e6)),
    *((16.0, 1.5, 3e6), (9.0, 12.5, 1.5e6), (14.5, 12.0, 2.5e6), (17.0, 13.0, 0.8e6), (20.0, 3.0, 8e6)),
    (20.5, 11.5, 5e6),
)
"""Cities of ``two-corridors``: position on a board 24 high and 14 wide, and persons."""
LINES = (
    (-0.01, 4.003, "central_america", "land"),
    (10.003, 14.01, "caribbean", "land"),
)
"""Screenlines of ``two-corridors``: western and eastern end on that board, corridor, kind."""
FLIGHTS = ((3.0, 4.0, 4.5, 11.0), (3.5, 5.0, 3.0, 12.0))
"""Flights of ``two-corridors``: from and to, on that board."""


def two_corridors(resolution: float, size: int | None, parameters: RegionParameters) -> Region:
    """A source in the south, a market in the north, and between them two land corridors and nothing else.

    Whatever goes north crosses one of the two: no boat and no aircraft gets round them, so that what pressure on one
    does to the other can be seen on a blackboard.

    Args:
        resolution: degrees.
        size: columns of the grid, at least 7; the default covers the same 14 degrees at every resolution.
        parameters: of the region.
    """
    columns = max(7, round(14 / resolution)) if size is None else size
    if columns < 7:
        raise ValueError(f"two-corridors needs at least 7 columns, not {columns}")
    wide, high = columns * resolution, columns * resolution * 12 / 7
    row, column, lat, lon = _full_grid(columns, round(columns * 12 / 7), resolution)
    x, y = lon / wide * 14, lat / high * 24
    board = (y < 7) | (y > 18) | (x < 4) | (x > 10)
    row, column = row[board], column[board]
    lat, lon, x, y = (a[board] for a in (lat, lon, x, y))
    sea = (y >= 18) & (x > 5) & (x < 9)
    country = np.select(
        [sea, (y < 7) & (x < 7), y < 7, y > 18, (x < 7) & (y < 12.5), x < 7, y < 12.5], [-1, 0, 1, 6, 2, 3, 4], 5
    ).astype(np.int32)
    zones = [Zone.ANDES, Zone.SOUTH_AMERICA, Zone.CENTRAL_AMERICA, Zone.CENTRAL_AMERICA, Zone.CARIBBEAN, Zone.CARIBBEAN]
    zone = np.where(sea, Zone.PACIFIC, np.array([*zones, Zone.MEXICO])[np.maximum(country, 0)])
    zone[(country == 6) & (y > 22)] = Zone.US_BORDER
    cities = tuple(City(a / 24 * high, o / 14 * wide, p) for a, o, p in CITIES)
    corridor = (y > 7) & (y < 18) & ~sea
    line = high * 0.5021
    lines = tuple(
        Screenline(corridor_name, "usa", kind, line, west / 14 * wide, line, east / 14 * wide)
        for west, east, corridor_name, kind in LINES
    )
    flights = tuple((a / 24 * high, o / 14 * wide, b / 24 * high, p / 14 * wide) for a, o, b, p in FLIGHTS)
    sketch = Sketch(
        name="two-corridors",
        resolution=resolution,
        shape=(round(columns * 12 / 7), columns),
        row=row,
        column=column,
        lat=lat,
        lon=lon,
        country=country,
        country_names=("Sierra Sur", "Llano Sur", "Istmo Bajo", "Istmo Alto", "Cayo Bajo", "Cayo Alto", "Meseta"),
        cities=cities,
        remote=np.where(corridor, 0.45, np.where((y < 7) & (x > 2) & (x < 10), 0.3, 0.0)),
        terrain=1.0 + 1.0 * corridor + 1.0 * ((y < 7) & (np.abs(x - 5) < 2)),
        coca=np.where(country <= 1, np.exp(-0.5 * (((y - 3.5) / 1.5) ** 2 + ((x - 6.5) / 2.5) ** 2)), 0.0),
        zone=zone.astype(np.int8),
        market_row=round(columns * 12 / 7) - 1,
        lines=lines,
        flights=flights,
    )
    return fill(sketch, parameters)


def ring(resolution: float, size: int | None, parameters: RegionParameters) -> Region:
    """Cells around a square: from the source in the south, two equal ways round to the market in the north.

    Args:
        resolution: degrees.
        size: cells around the ring, a multiple of 4 and at least 16; 32 by default.
        parameters: of the region.
    """
    around = 32 if size is None else size
    if around < 16 or around % 4:
        raise ValueError(f"a ring needs a multiple of 4 cells and at least 16, not {around}")
    side = around // 4 + 1
    row, column, lat, lon = _full_grid(side, side, resolution)
    on_ring = (row == 0) | (row == side - 1) | (column == 0) | (column == side - 1)
    row, column, lat, lon = row[on_ring], column[on_ring], lat[on_ring], lon[on_ring]
    wide = side * resolution
    south, north, west = row == 0, row == side - 1, column == 0
    country = np.select([south, north, west], [0, 3, 1], 2).astype(np.int32)
    zones = np.array([Zone.ANDES, Zone.CENTRAL_AMERICA, Zone.CARIBBEAN, Zone.MEXICO])
    middle, line = wide / 2, wide * 0.503
    cities = tuple(
        City(a * wide, o * wide, p)
        for a, o, p in ((0, 0.5, 4e6), (0.5, 0, 2e6), (0.5, 1, 2e6), (1, 0.5, 6e6), (0.75, 0, 1e6), (0.75, 1, 1e6))
    )
    sketch = Sketch(
        name="ring",
        resolution=resolution,
        shape=(side, side),
        row=row,
        column=column,
        lat=lat,
        lon=lon,
        country=country,
        country_names=("Fuente", "Poniente", "Levante", "Meseta"),
        cities=cities,
        remote=np.where((country == 1) | (country == 2), 0.3, 0.0),
        terrain=np.ones(len(lat)),
        coca=np.where(south, np.exp(-0.5 * ((lon - middle) / (0.15 * wide)) ** 2), 0.0),
        zone=zones[country].astype(np.int8),
        market_row=side - 1,
        lines=(
            Screenline("central_america", "usa", "land", line, -1.0, line, middle),
            Screenline("caribbean", "usa", "land", line, middle, line, wide + 1.0),
        ),
    )
    return fill(sketch, parameters)


def random(resolution: float, size: int | None, seed: int, parameters: RegionParameters) -> Region:
    """Random terrain: rough hills, lakes, countries around random capitals, source in the south, market in the north.

    Args:
        resolution: degrees.
        size: cells along a side, at least 8; 20 by default.
        seed: of the terrain, capitals and cities.
        parameters: of the region.
    """
    side = 20 if size is None else size
    if side < 8:
        raise ValueError(f"random needs at least 8 cells a side, not {side}")
    rng = Streams(seed).generator("region.random", 0)
    row, column, lat, lon = _full_grid(side, side, resolution)
    wide = side * resolution
    relief = _smooth_noise(rng, lat / wide, lon / wide)
    inside = (row > 0) & (row < side - 1) & (column > 0) & (column < side - 1)
    sea = inside & (relief < np.quantile(relief, 0.2)) & (lat > 0.25 * wide)
    seats = rng.uniform(0.08, 0.92, size=(6, 2)) * wide
    seats[0], seats[1] = (0.1 * wide, 0.5 * wide), (0.93 * wide, 0.5 * wide)
    nearest = np.argmin((lat[:, None] - seats[:, 0]) ** 2 + (lon[:, None] - seats[:, 1]) ** 2, axis=1)
    country = np.where(sea, -1, nearest).astype(np.int32)
    extra = rng.uniform(0.03, 0.97, size=(14, 2)) * wide
    sizes = np.concatenate([rng.lognormal(14.8, 0.5, 6), rng.lognormal(13.0, 0.7, 14)])
    cities = tuple(
        City(float(a), float(o), float(p)) for (a, o), p in zip(np.vstack([seats, extra]), sizes, strict=True)
    )
    zones = np.array(
        [Zone.ANDES, Zone.MEXICO, Zone.CENTRAL_AMERICA, Zone.CARIBBEAN, Zone.SOUTH_AMERICA, Zone.CENTRAL_AMERICA]
    )
    line, third = 0.5021 * wide, wide / 3
    sketch = Sketch(
        name="random",
        resolution=resolution,
        shape=(side, side),
        row=row,
        column=column,
        lat=lat,
        lon=lon,
        country=country,
        country_names=("Fuente", "Meseta", "Ribera", "Sierra", "Llano", "Selva"),
        cities=cities,
        remote=0.4 * np.clip(_smooth_noise(rng, lat / wide, lon / wide), 0.0, 1.0),
        terrain=1.0 + 2.0 * np.clip(relief - float(np.median(relief)), 0.0, None),
        coca=np.where(~sea & (lat < 0.3 * wide), np.exp(relief), 0.0),
        zone=np.where(sea, Zone.PACIFIC, zones[nearest]).astype(np.int8),
        market_row=side - 1,
        lines=tuple(
            Screenline(name, "usa", "any", line, west, line, east)
            for name, west, east in (
                ("central_america", -1.0, third),
                ("western_caribbean", third, 2 * third),
                ("caribbean", 2 * third, wide + 1),
            )
        ),
    )
    return fill(sketch, parameters)


def _full_grid(columns: int, rows: int, resolution: float) -> tuple[Ints, Ints, Floats, Floats]:
    row: Ints = np.repeat(np.arange(rows, dtype=np.int32), columns)
    column: Ints = np.tile(np.arange(columns, dtype=np.int32), rows)
    lat: Floats = (row.astype(np.float64) + 0.5) * resolution
    lon: Floats = (column.astype(np.float64) + 0.5) * resolution
    return row, column, lat, lon


def _smooth_noise(rng: np.random.Generator, u: Floats, v: Floats, waves: int = 24) -> Floats:
    """A sum of plane waves with random phase: smooth, of unit variance, and the same at every cell size."""
    k = rng.normal(0.0, 9.0, size=(waves, 2))
    phase = rng.uniform(0.0, 2 * np.pi, size=waves)
    return np.asarray(np.sqrt(2 / waves) * np.cos(np.outer(u, k[:, 0]) + np.outer(v, k[:, 1]) + phase).sum(axis=1))
