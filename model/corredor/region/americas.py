"""The Americas from the cone to the border of the United States, from the masks and tables that ship."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corredor.region import coca, governance, markets, population, straits, terrain, zones
from corredor.region.assemble import Layers, assemble, no_inflow
from corredor.region.flights import flights_on
from corredor.region.graph import OPEN, Doors, Grid
from corredor.region.passages import Ground, ground, middles
from corredor.region.region import EARTH_RADIUS_KM, MARKETS, Bools, Floats, Ints, Region, Sink
from corredor.region.screenlines import read_screenlines
from corredor.region.settings import RegionParameters
from corredor.region.sphere import cell_area_km2, great_circle_km, nearest_km

WEST, EAST, SOUTH, NORTH = -120.0, -30.0, -56.0, 34.0
RESOLUTIONS = (2.0, 1.0, 0.5, 0.25)
ISLAND_COUNTRIES = (
    *("ABW", "AIA", "ATG", "BHS", "BRB", "CUB", "CUW", "CYM", "DMA", "DOM", "GLP", "GRD", "HTI", "JAM", "KNA", "LCA"),
    *("MSR", "MTQ", "PRI", "TCA", "TTO", "VCT", "VGB", "VIR"),
)
FULL_DIVISIONS = ("MEX", "COL", "ECU", "BRA", "PER", "BOL")
"""Countries of which every first-level division has a cell at one degree, or is named in the caveats."""
ISLAND_DIVISIONS = ("CO-SAP", "EC-W", "VE-O", "VE-W", "HN-IB")
HISPANIOLA = ("HTI", "DOM")


@cache
def mask_file() -> dict[str, NDArray[Any]]:
    """Arrays of ``masks.npz``, which ``tools/build_region.py`` writes."""
    with as_file(files("corredor.region").joinpath("data/masks.npz")) as path, np.load(path) as arrays:
        return {key: arrays[key] for key in arrays.files}


def _finest_land() -> Bools:
    """Land on the finest mask of the whole window, by which all grids go."""
    return np.asarray(mask_file()[f"mask_{RESOLUTIONS[-1]:g}"] >= 0, dtype=np.bool_)


@dataclass(frozen=True)
class Frame:
    """The cells of the region before their layers: land, and sea within reach of land.

    Attributes:
        shape: rows and columns of the window.
        row, column, lat, lon: of the cells.
        unit: index of the division or country in the mask file, -1 at sea.
        iso3, division: codes of each cell, empty at sea.
        to_land_km: distance to the nearest land cell of the finest mask.
    """

    shape: tuple[int, int]
    row: Ints
    column: Ints
    lat: Floats
    lon: Floats
    unit: Ints
    iso3: NDArray[np.str_]
    division: NDArray[np.str_]
    to_land_km: Floats


def build(resolution: float, parameters: RegionParameters) -> Region:
    """The region ``americas``.

    Args:
        resolution: one of ``RESOLUTIONS``, degrees.
        parameters: of the region.
    """
    frame = _frame(resolution, parameters)
    return assemble(_layers(frame, resolution, parameters))


def _frame(resolution: float, parameters: RegionParameters) -> Frame:
    data = mask_file()
    mask = data[f"mask_{resolution:g}"]
    fine_row, fine_column = np.nonzero(_finest_land())
    fine = RESOLUTIONS[-1]
    i, j = (a.ravel() for a in np.indices(mask.shape))
    lat: Floats = SOUTH + (i.astype(np.float64) + 0.5) * resolution
    lon: Floats = WEST + (j.astype(np.float64) + 0.5) * resolution
    to_land, _ = nearest_km(lat, lon, SOUTH + (fine_row + 0.5) * fine, WEST + (fine_column + 0.5) * fine)
    unit = mask.ravel().astype(np.int32)
    keep = (unit >= 0) | (to_land <= parameters.sea_reach)
    unit = unit[keep]
    iso3 = np.where(unit >= 0, data["unit_iso3"][unit], "")
    division = np.where(unit >= 0, data["unit_code"][unit], "")
    return Frame(
        (mask.shape[0], mask.shape[1]),
        i[keep].astype(np.int32),
        j[keep].astype(np.int32),
        lat[keep],
        lon[keep],
        unit,
        iso3,
        division,
        to_land[keep],
    )


def _landmass(frame: Frame) -> Ints:
    """Landmasses: the continent, Hispaniola, and every other island country or island division by itself."""
    mass = np.where(frame.unit >= 0, 0, -1).astype(np.int32)
    mass[np.isin(frame.iso3, HISPANIOLA)] = 1
    others = [c for c in ISLAND_COUNTRIES if c not in HISPANIOLA]
    for number, country in enumerate(others, start=2):
        mass[frame.iso3 == country] = number
    for number, code in enumerate(ISLAND_DIVISIONS, start=2 + len(others)):
        mass[frame.division == code] = number
    return mass


def _grid(frame: Frame, countries: tuple[str, ...], parameters: RegionParameters) -> Grid:
    land = frame.unit >= 0
    difficulty = np.ones(len(land))
    resolution = (NORTH - SOUTH) / frame.shape[0]
    parts = _ground(frame, resolution, parameters)
    difficulty[land] = parts.within(frame.row[land], frame.column[land])
    order = {c: k for k, c in enumerate(countries)}
    at_lat, at_lon = _middles(frame, resolution)
    finest = _finest_land()
    river, river_steps = terrain.rivers(frame.row, frame.column, frame.shape, SOUTH, WEST, resolution)
    return Grid(
        shape=frame.shape,
        row=frame.row,
        column=frame.column,
        lat=frame.lat,
        lon=frame.lon,
        at_lat=at_lat,
        at_lon=at_lon,
        land=land,
        surface=_surface(frame, resolution),
        landmass=_landmass(frame),
        country=np.array([order.get(c, -1) for c in frame.iso3], dtype=np.int32),
        terrain=difficulty,
        ground=parts,
        river=land & river,
        river_steps=river_steps,
        closed_steps=straits.closed_steps(frame.row, frame.column, land, finest, frame.shape),
        straits=straits.straits(frame.row, frame.column, land, finest, frame.shape),
        waters=_waters(frame, resolution, parameters),
        transit=frame.iso3 != "USA",
    )


def _middles(frame: Frame, resolution: float) -> tuple[Floats, Floats]:
    """Points between which ways are measured, degrees: of cells of land, the middle of their land on the finest mask.

    The cell of 2 degrees that is Jamaica has its centre in the sea, 80 km nearer to the United States than the island.
    """
    row, column = middles(round(resolution / RESOLUTIONS[-1]), _land(frame), _finest_land())
    cell = frame.row, frame.column
    return SOUTH + resolution * row[cell], WEST + resolution * column[cell]


def _surface(frame: Frame, resolution: float) -> Floats:
    """Share of each cell that is what the cell is, land or water, on the finest mask; one part of it at least."""
    size = round(resolution / RESOLUTIONS[-1])
    rows, columns = frame.shape
    dry = _finest_land().reshape(rows, size, columns, size).mean(axis=(1, 3))[frame.row, frame.column]
    return np.asarray(np.maximum(np.where(frame.unit >= 0, dry, 1.0 - dry), size**-2), dtype=np.float64)


def _ground(frame: Frame, resolution: float, parameters: RegionParameters) -> Ground:
    """Multiplier of road cost on the finest mask, by which all grids go, in the cells of this one.

    From the density of a whole cell it would be lower on coarse grids, where a town is enough to make roads everywhere.
    It is blurred, the cells of the finest mask (variance h^2 / 12 along each side h) included.
    """
    people, lat, lon, _ = _people_on(RESOLUTIONS[-1])
    fine = terrain.terrain(lat, lon, people / cell_area_km2(lat, RESOLUTIONS[-1]), parameters)
    side = EARTH_RADIUS_KM * np.radians(RESOLUTIONS[-1])
    row, column = (((x - edge) / RESOLUTIONS[-1]).astype(np.int32) for x, edge in ((lat, SOUTH), (lon, WEST)))
    left = float(np.sqrt(parameters.terrain_detail**2 - side**2 / 12))
    fine = terrain.smoothed(fine, row, column, SOUTH, RESOLUTIONS[-1], left)
    return ground(round(resolution / RESOLUTIONS[-1]), frame.shape, _land(frame), row, column, fine)


def _waters(frame: Frame, resolution: float, parameters: RegionParameters) -> Ground:
    """Coastal and open waters on the finest mask, by which boats go on all grids, in the cells of sea of this one."""
    finest, dry = RESOLUTIONS[-1], _finest_land()
    size, reach = round(resolution / finest), parameters.coastal_waters
    sea, near = np.zeros(frame.shape, dtype=np.bool_), np.zeros(frame.shape, dtype=np.bool_)
    sea[frame.row, frame.column] = frame.unit < 0
    # No part of a cell lies farther from its centre than half a diagonal.
    near[frame.row, frame.column] = frame.to_land_km <= reach + np.radians(resolution) * EARTH_RADIUS_KM / np.sqrt(2.0)
    row, column = np.nonzero(~dry & sea.repeat(size, axis=0).repeat(size, axis=1))
    asked = np.flatnonzero(near[row // size, column // size])
    at, shore = (
        (SOUTH + (i + 0.5) * finest, WEST + (j + 0.5) * finest)
        for i, j in ((row[asked], column[asked]), np.nonzero(dry))
    )
    counts = np.full(len(row), OPEN)
    counts[asked[nearest_km(*at, *shore)[0] <= reach]] = 1.0
    return ground(size, frame.shape, sea, row.astype(np.int32), column.astype(np.int32), counts)


def _land(frame: Frame) -> Bools:
    """Which positions of the full grid are land, shape (rows, columns)."""
    land = np.zeros(frame.shape, dtype=np.bool_)
    land[frame.row, frame.column] = frame.unit >= 0
    return land


def _beside_usa(n: int, doors: Doors, sinks: tuple[Sink, ...]) -> Bools:
    usa = np.flatnonzero([sink.market == MARKETS.index("usa") for sink in sinks])
    beside = np.zeros(n, dtype=np.bool_)
    beside[doors.cell[np.isin(doors.sink, usa)]] = True
    return beside


def _people(frame: Frame, resolution: float) -> Floats:
    land = frame.unit >= 0
    people = np.zeros(len(land))
    people[land] = _rescaled(frame.unit[land], frame.lat[land], frame.lon[land], resolution)
    return people


def _rescaled(unit: Ints, lat: Floats, lon: Floats, resolution: float) -> Floats:
    """Persons of the base year in land cells."""
    data = mask_file()
    return population.rescale(
        population.decoded(data[f"people_{resolution:g}"]),
        unit,
        lat,
        lon,
        data["unit_code"],
        data["unit_iso3"],
        (data["unit_lat"].astype(np.float64), data["unit_lon"].astype(np.float64)),
        float(data["usa_share"]),
    )


def _layers(frame: Frame, resolution: float, parameters: RegionParameters) -> Layers:
    data = mask_file()
    land = frame.unit >= 0
    names = dict(zip(data["country_iso3"].tolist(), data["country_name"].tolist(), strict=True))
    countries = tuple(sorted(set(frame.iso3[land].tolist())))
    divided = np.flatnonzero(np.isin(np.arange(len(data["unit_code"])), frame.unit) & (data["unit_code"] != ""))
    divided = divided[np.argsort(data["unit_code"][divided])]
    division_of = np.full(len(data["unit_code"]), -1, dtype=np.int32)
    division_of[divided] = np.arange(len(divided))
    area, people = cell_area_km2(frame.lat, resolution), _people(frame, resolution)
    grid = _grid(frame, countries, parameters)
    ruled = governance.governance(countries, parameters)
    suitability, hectares = coca.coca(frame.lat, frame.lon, area, people / area, frame.iso3, frame.division, parameters)
    port, sinks, doors = _market_doors(grid, frame.iso3, parameters)
    return Layers(
        name="americas",
        resolution=resolution,
        grid=grid,
        countries=countries,
        country_names=tuple(names[c] for c in countries),
        division=np.where(land, division_of[frame.unit], -1).astype(np.int32),
        divisions=tuple(data["unit_code"][divided].tolist()),
        division_names=tuple(data["unit_name"][divided].tolist()),
        division_country=np.array([countries.index(c) for c in data["unit_iso3"][divided].tolist()], dtype=np.int32),
        population=people,
        port=port,
        capital=_capitals(grid, frame.iso3),
        coca_suitability=suitability,
        coca_ha=hectares,
        presence=_presence(grid, countries, people, ruled, resolution, parameters),
        integrity=ruled.integrity,
        courts=ruled.courts,
        zone=zones.zones(frame.lat, frame.lon, frame.iso3, _beside_usa(grid.n, doors, sinks), parameters),
        flights=flights_on(grid, frame.iso3),
        doors=doors,
        sinks=sinks,
        screenlines=read_screenlines(),
        inflow=no_inflow(),
        caveats=_caveats(frame, resolution, ruled),
    )


def _presence(
    grid: Grid,
    countries: tuple[str, ...],
    inhabitants: Floats,
    ruled: governance.Governance,
    resolution: float,
    parameters: RegionParameters,
) -> Floats:
    """State presence of the cells, 0 at sea: what their people see of it, who are counted on the finest grid.

    The centre of a larger cell lies farther from a city than the people in the cell do. Coarse grids also put a coastal
    city's people elsewhere than its surroundings; presence is scaled so that its mean over a country's people is that
    of the finest grid.
    """
    data = mask_file()
    to_city, _ = nearest_km(grid.lat, grid.lon, data["city_lat"], data["city_lon"])
    present = np.where(grid.land, governance.presence(ruled.presence[grid.country], to_city, parameters), 0.0)
    if resolution == RESOLUTIONS[-1]:
        return present
    people, lat, lon, unit = _people_on(RESOLUTIONS[-1])
    to_city, _ = nearest_km(lat, lon, data["city_lat"], data["city_lon"])
    for country, code in enumerate(countries):
        cells, parts = np.flatnonzero(grid.country == country), np.flatnonzero(data["unit_iso3"][unit] == code)
        _, nearest = nearest_km(lat[parts], lon[parts], grid.lat[cells], grid.lon[cells])
        seen = governance.presence(ruled.presence[[country]], to_city[parts], parameters)
        felt = governance.felt(seen, people[parts], nearest, present[cells])
        scale = np.average(seen, weights=people[parts]) / np.average(felt, weights=inhabitants[cells])
        present[cells] = np.minimum(scale * felt, 1.0)
    return present


def _capitals(grid: Grid, iso3: NDArray[np.str_]) -> Bools:
    """The cell of each national capital: of its country, the nearest."""
    data = mask_file()
    capital = np.zeros(grid.n, dtype=np.bool_)
    for k in np.flatnonzero(data["city_capital"]):
        own = np.flatnonzero(iso3 == data["city_iso3"][k])
        if len(own):
            _, nearest = nearest_km(
                data["city_lat"][k : k + 1], data["city_lon"][k : k + 1], grid.lat[own], grid.lon[own]
            )
            capital[own[nearest]] = True
    return capital


def _market_doors(
    grid: Grid, iso3: NDArray[np.str_], parameters: RegionParameters
) -> tuple[Bools, tuple[Sink, ...], Doors]:
    """Port cells, the sinks in their order, and the doors that lead to them."""
    data = mask_file()
    usa, europe, _ = range(len(MARKETS))
    sinks = [Sink(name, usa, 0.0) for name in markets.US_DOORS] + [Sink("europe", europe, 0.0)]
    rows = markets.us_doors(grid, iso3, parameters)
    port, departures = markets.ports(grid, iso3, len(sinks) - 1)
    city = {key: data[f"city_{key}"] for key in ("name", "iso3", "lat", "lon", "persons")}
    cities = [
        (
            markets.METROPOLIS_NAMES.get(str(city["name"][k]), str(city["name"][k])),
            str(city["iso3"][k]),
            lat,
            lon,
            served,
        )
        for k, lat, lon, served in _served(markets.metropolises(*city.values()))
    ]
    shops, errands = markets.retail(cities, grid, iso3, len(sinks))
    return port, (*sinks, *shops), markets.as_doors([*rows, *departures, *errands])


def _served(cities: list[int]) -> list[tuple[int, float, float, float]]:
    """Number, latitude and longitude of each big city and the persons of the base year around it.

    Always counted on the finest grid, so that a market is as large at every resolution.
    """
    data = mask_file()
    people, lat, lon, _ = _people_on(RESOLUTIONS[-1])
    found = []
    for k in cities:
        at = float(data["city_lat"][k]), float(data["city_lon"][k])
        found.append((k, *at, float(people[great_circle_km(lat, lon, *at) < markets.METROPOLIS_KM].sum())))
    return found


@cache
def _people_on(resolution: float) -> tuple[Floats, Floats, Floats, Ints]:
    """Persons of the base year, latitude, longitude and unit of every land cell of one of the masks."""
    mask = mask_file()[f"mask_{resolution:g}"]
    row, column = np.nonzero(mask >= 0)
    lat: Floats = SOUTH + (row.astype(np.float64) + 0.5) * resolution
    lon: Floats = WEST + (column.astype(np.float64) + 0.5) * resolution
    unit = mask[row, column].astype(np.int32)
    return _rescaled(unit, lat, lon, resolution), lat, lon, unit


def _caveats(frame: Frame, resolution: float, ruled: governance.Governance) -> tuple[str, ...]:
    """What a reader of maps should know."""
    data = mask_file()
    missing = sorted(set(data["country_iso3"].tolist()) - set(frame.iso3.tolist()))
    full = np.isin(data["unit_iso3"], FULL_DIVISIONS) & (data["unit_code"] != "")
    lost = sorted(set(data["unit_code"][full].tolist()) - set(frame.division.tolist()))
    notes = [
        "Terrain is a proxy from hand-digitised ranges and population density, not elevation.",
        "Colombian coca is laid out by the departments of 2011; in 1990 the south-east had a larger share.",
        "Only the part of the United States inside the window has places, with its share of the population.",
        "Bermuda, Saint Martin, Sint Maarten, Saint Barthelemy, Bonaire, Sint Eustatius, Saba and the Falklands are not"
        " part of the region.",
    ]
    if missing:
        notes.append(f"Too small for a cell of {resolution:g}°, and absent: {', '.join(missing)}.")
    if lost:
        notes.append(f"Divisions without a cell of {resolution:g}°, counted with a neighbour: {', '.join(lost)}.")
    for indicator, countries in ruled.filled.items():
        notes.append(f"No figure, so the median stands in, for {indicator.replace('_', ' ')}: {', '.join(countries)}.")
    return tuple(notes)
