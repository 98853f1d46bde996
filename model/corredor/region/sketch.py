"""From a sketch of a synthetic region to the region: people, presence, divisions and markets by one recipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corredor.region.assemble import Layers, assemble, no_inflow
from corredor.region.graph import Doors, Flights, Grid
from corredor.region.region import MARKETS, Bools, Floats, Ints, Region, Sink
from corredor.region.screenlines import Screenline
from corredor.region.settings import RegionParameters
from corredor.region.sphere import cell_area_km2, great_circle_km, nearest_km

COCA_HECTARES = 100_000.0
CAPACITY, LEAST_INTEGRITY, MOST_INTEGRITY = 0.75, 0.35, 0.5
METROPOLIS = 1.5e6
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


def fill(sketch: Sketch, parameters: RegionParameters) -> Region:
    """The recipe that all synthetic regions share."""
    land = sketch.country >= 0
    population, city_cell = _people(sketch, land)
    division, divisions, names, owner = _divide(sketch)
    reach, _ = nearest_km(sketch.lat, sketch.lon, [c.lat for c in sketch.cities], [c.lon for c in sketch.cities])
    thinning = parameters.presence_floor + (1 - parameters.presence_floor) * np.exp(-reach / parameters.presence_reach)
    presence = np.where(land, np.clip(CAPACITY * thinning * (1 - sketch.remote), 0.0, 1.0), 0.0)
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
        at_lat=sketch.lat,
        at_lon=sketch.lon,
        land=land,
        surface=np.ones(len(land)),
        landmass=np.where(land, 0, -1).astype(np.int32),
        country=sketch.country,
        terrain=np.where(land, sketch.terrain, 1.0),
        ground=None,
        river=np.zeros(len(land), np.bool_),
        river_steps=np.zeros((0, 2), np.int32),
        closed_steps=np.zeros((0, 2), np.int32),
        straits=np.zeros((0, 2), np.int32),
        waters=None,
        transit=np.ones(len(land), np.bool_),
    )
    sinks, doors, gateways = _markets(sketch, land, city_cell, parameters)
    port[gateways] = True
    coca = np.where(sketch.coca > 0.1 * sketch.coca.max(), sketch.coca, 0.0)
    area = cell_area_km2(sketch.lat, sketch.resolution)
    governance = np.linspace(LEAST_INTEGRITY, MOST_INTEGRITY, len(sketch.country_names))
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
        courts=governance,
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
    sketch: Sketch, land: Bools, city_cell: Sequence[int], parameters: RegionParameters
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
        if city.population >= METROPOLIS:
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
    return Flights(pairs[:, 0], pairs[:, 1], np.arange(len(pairs), dtype=np.int32))
