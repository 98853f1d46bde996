"""Synthetic regions for teaching and tests: a ring, two corridors, random terrain.

Countries are fictional and carry the user-assigned ISO codes that start with X. All share one recipe for population and
presence, so that they behave like the real region, only with a geography that fits on a blackboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corredor.core.streams import Streams
from corredor.region.assemble import Layers, assemble, no_inflow
from corredor.region.graph import Doors, Flights, Grid
from corredor.region.region import MARKETS, Bools, Floats, Ints, Region, Sink, Zone
from corredor.region.screenlines import Screenline
from corredor.region.settings import RegionParameters
from corredor.region.sphere import cell_area_km2, great_circle_km, nearest_km

COCA_HECTARES = 100_000.0
RURAL_PER_KM2 = 8.0
EUROPE_LEG_KM = 7_500.0
CITY_SPREAD_KM = 80.0
DIVISION_DEGREES = 4.0


@dataclass(frozen=True)
class City:
    """A city of a synthetic region; the first of each country is its capital."""

    lat: float
    lon: float
    population: float


@dataclass(frozen=True)
class Sketch:
    """A synthetic region before the common recipe fills it in.

    Attributes:
        name, resolution: of the region.
        shape: rows and columns of the full grid.
        row, column, lat, lon: of the cells.
        country: index of each cell's country, -1 at sea.
        country_names: their names.
        cities: where people live.
        remote: 0 to 1, how much weaker the state is here than distance alone says.
        terrain: road multiplier.
        coca: weight of each cell in the coca area.
        zone: ``Zone`` of each cell.
        market_row: land and sea cells in this row have a door to the United States.
        lines: screenlines.
        flights: pairs of positions (lat, lon, lat, lon).
    """

    name: str
    resolution: float
    shape: tuple[int, int]
    row: Ints
    column: Ints
    lat: Floats
    lon: Floats
    country: Ints
    country_names: tuple[str, ...]
    cities: tuple[City, ...]
    remote: Floats
    terrain: Floats
    coca: Floats
    zone: NDArray[np.int8]
    market_row: int
    lines: tuple[Screenline, ...]
    flights: tuple[tuple[float, float, float, float], ...] = ()


def two_corridors(resolution: float, size: int | None, parameters: RegionParameters) -> Region:
    """A source in the south, a market in the north, and between them two land corridors with a sea lane in the middle.

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
    between = (y > 7) & (y < 18) & (x > 4) & (x < 10)
    inlet = (y >= 18) & (x > 5) & (x < 9)
    sea = between | inlet
    country = np.select(
        [sea, (y < 7) & (x < 7), y < 7, y > 18, (x < 7) & (y < 12.5), x < 7, y < 12.5], [-1, 0, 1, 6, 2, 3, 4], 5
    ).astype(np.int32)
    zones = [Zone.ANDES, Zone.SOUTH_AMERICA, Zone.CENTRAL_AMERICA, Zone.CENTRAL_AMERICA, Zone.CARIBBEAN, Zone.CARIBBEAN]
    zone = np.where(sea, Zone.PACIFIC, np.array([*zones, Zone.MEXICO])[np.maximum(country, 0)])
    zone[(country == 6) & (y > 22)] = Zone.US_BORDER
    spots: tuple[tuple[float, float, float], ...] = (
        *((1.5, 3.5, 4e6), (4.5, 12.0, 3e6), (5.5, 6.0, 2e6), (2.5, 10.5, 7e6), (8.5, 1.0, 1e6), (11.0, 2.5, 2e6)),
        *((16.0, 1.5, 3e6), (9.0, 12.5, 1.5e6), (14.5, 12.0, 2.5e6), (17.0, 13.0, 0.8e6), (20.0, 3.0, 8e6)),
        (20.5, 11.5, 5e6),
    )
    cities = tuple(City(a / 24 * high, o / 14 * wide, p) for a, o, p in spots)
    corridor = (y > 7) & (y < 18) & ~sea
    line = high * 0.5021
    edges = [
        (-0.01, 4.003, "central_america", "land"),
        (4.003, 10.003, "western_caribbean", "sea"),
        (10.003, 14.01, "caribbean", "land"),
    ]
    lines = tuple(
        Screenline(corridor_name, "usa", kind, line, west / 14 * wide, line, east / 14 * wide)
        for west, east, corridor_name, kind in edges
    )
    flights = tuple(
        (a / 24 * high, o / 14 * wide, b / 24 * high, p / 14 * wide)
        for a, o, b, p in (
            (3, 4, 15, 2.5),
            (3.5, 5, 13.5, 1.5),
            (3, 9, 15, 12),
            (3.5, 8, 19.5, 10.5),
            (2.5, 7, 19.5, 3.5),
        )
    )
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
    return _fill(sketch, parameters)


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
    return _fill(sketch, parameters)


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
    return _fill(sketch, parameters)


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


def _fill(sketch: Sketch, parameters: RegionParameters) -> Region:
    """The recipe that all synthetic regions share."""
    land = sketch.country >= 0
    population, city_cell = _people(sketch, land)
    division, divisions, names, owner = _divide(sketch)
    reach, _ = nearest_km(sketch.lat, sketch.lon, [c.lat for c in sketch.cities], [c.lon for c in sketch.cities])
    thinning = parameters.presence_floor + (1 - parameters.presence_floor) * np.exp(-reach / parameters.presence_reach)
    presence = np.where(land, np.clip(0.75 * thinning * (1 - sketch.remote), 0.0, 1.0), 0.0)
    capital, port = np.zeros(len(land), np.bool_), np.zeros(len(land), np.bool_)
    for k in range(len(sketch.country_names)):
        own = [c for c in city_cell if sketch.country[c] == k]
        capital[own[:1]] = True
    grid = Grid(
        shape=sketch.shape,
        row=sketch.row,
        column=sketch.column,
        lat=sketch.lat,
        lon=sketch.lon,
        land=land,
        landmass=np.where(land, 0, -1).astype(np.int32),
        country=sketch.country,
        terrain=np.where(land, sketch.terrain, 1.0),
        river=np.zeros(len(land), np.bool_),
        coastal_sea=~land,
        transit=np.ones(len(land), np.bool_),
    )
    sinks, doors, gateways = _markets(sketch, land, population, city_cell, parameters)
    port[gateways] = True
    coca = np.where(sketch.coca > 0.1 * sketch.coca.max(), sketch.coca, 0.0)
    area = cell_area_km2(sketch.lat, sketch.resolution)
    governance = np.linspace(0.35, 0.5, len(sketch.country_names))
    layers = Layers(
        name=sketch.name,
        resolution=sketch.resolution,
        grid=grid,
        countries=tuple(f"X{chr(65 + k)}A" for k in range(len(sketch.country_names))),
        country_names=sketch.country_names,
        division=division,
        divisions=divisions,
        division_names=names,
        division_country=owner,
        population=population,
        port=port,
        capital=capital,
        coca_suitability=coca / coca.max(),
        coca_ha=COCA_HECTARES * coca * area / float((coca * area).sum()),
        presence=presence,
        integrity=governance,
        courts=governance - 0.05,
        zone=sketch.zone,
        flights=_flights(sketch, land),
        doors=doors,
        sinks=sinks,
        screenlines=sketch.lines,
        inflow=no_inflow(),
        caveats=("A synthetic region: no place in it is real.",),
    )
    return assemble(layers)


def _people(sketch: Sketch, land: Bools) -> tuple[Floats, list[int]]:
    """Rural population everywhere, and each city spread around its cell; also the cell of each city."""
    area = cell_area_km2(sketch.lat, sketch.resolution)
    population = np.where(land, RURAL_PER_KM2 * area, 0.0)
    cells = []
    for city in sketch.cities:
        distance = great_circle_km(sketch.lat, sketch.lon, city.lat, city.lon)
        home = int(np.argmin(np.where(land, distance, np.inf)))
        weight = np.where(sketch.country == sketch.country[home], np.exp(-distance / CITY_SPREAD_KM) * area, 0.0)
        population += city.population * weight / weight.sum()
        cells.append(home)
    return population, cells


def _divide(sketch: Sketch) -> tuple[Ints, tuple[str, ...], tuple[str, ...], Ints]:
    """Divisions: blocks of a few degrees within each country, numbered from the south."""
    block = (sketch.lat // DIVISION_DEGREES).astype(int) * 1000 + (sketch.lon // DIVISION_DEGREES).astype(int)
    division = np.full(len(sketch.country), -1, dtype=np.int32)
    codes: list[str] = []
    names: list[str] = []
    owner: list[int] = []
    for k, country in enumerate(sketch.country_names):
        for number, value in enumerate(np.unique(block[sketch.country == k]), start=1):
            division[(sketch.country == k) & (block == value)] = len(codes)
            codes.append(f"X{chr(65 + k)}-{number:02d}")
            names.append(f"{country} {number}")
            owner.append(k)
    return division, tuple(codes), tuple(names), np.array(owner, dtype=np.int32)


def _markets(
    sketch: Sketch, land: Bools, population: Floats, city_cell: Sequence[int], parameters: RegionParameters
) -> tuple[tuple[Sink, ...], Doors, list[int]]:
    """Doors in the northern row to the United States, one port to Europe in each coastal country, retail in cities."""
    usa, europe, domestic = range(len(MARKETS))
    sinks = [Sink("us_land_border", usa, 0.0), Sink("us_gulf_atlantic", usa, 0.0), Sink("europe", europe, 0.0)]
    rows: list[tuple[int, int, float]] = [
        (int(c), 0 if land[c] else 1, parameters.inland_leg) for c in np.flatnonzero(sketch.row == sketch.market_row)
    ]
    gateways = [_gateway(sketch, land, k) for k in range(len(sketch.country_names))]
    rows += [(c, 2, EUROPE_LEG_KM) for c in gateways]
    for k, (home, city) in enumerate(zip(city_cell, sketch.cities, strict=True)):
        if city.population >= 1.5e6:
            sinks.append(
                Sink(f"retail:X{chr(65 + int(sketch.country[home]))}A:City {k + 1}", domestic, city.population)
            )
            rows.append((home, len(sinks) - 1, 20.0))
    cell = np.array([r[0] for r in rows], dtype=np.int32)
    sink = np.array([r[1] for r in rows], dtype=np.int32)
    doors = Doors(cell, sink, np.array([r[2] for r in rows]), sketch.lat[cell], sketch.lon[cell])
    return tuple(sinks), doors, gateways


def _gateway(sketch: Sketch, land: Bools, k: int) -> int:
    """The port of a country: its land cell nearest to the sea, or its easternmost where there is no sea."""
    own = np.flatnonzero(sketch.country == k)
    to_sea, _ = nearest_km(sketch.lat[own], sketch.lon[own], sketch.lat[~land], sketch.lon[~land])
    return int(own[np.lexsort((-sketch.lon[own], to_sea))[0]])


def _flights(sketch: Sketch, land: Bools) -> Flights:
    """Flight arcs between the land cells nearest to the given positions."""
    on_land = np.flatnonzero(land)
    ends = np.array(sketch.flights, dtype=np.float64).reshape(-1, 4)
    _, tail = nearest_km(ends[:, 0], ends[:, 1], sketch.lat[on_land], sketch.lon[on_land])
    _, head = nearest_km(ends[:, 2], ends[:, 3], sketch.lat[on_land], sketch.lon[on_land])
    pairs = np.unique(np.column_stack([on_land[tail], on_land[head]]), axis=0).astype(np.int32)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return Flights(pairs[:, 0], pairs[:, 1])
