"""From layers of cells to a ``Region``: what follows from the masks is derived here, once, for every region."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from corredor.region.graph import STEPS, Doors, Flights, Grid, build_arcs
from corredor.region.region import Arcs, Bools, Floats, Inflow, Ints, Region, Sink
from corredor.region.screenlines import Screenline
from corredor.region.sphere import cell_area_km2

PERSONS_OF_A_PLACE = 1.0


@dataclass(frozen=True)
class Layers:
    """The layers that a builder supplies; see ``Region`` for fields of the same name, ``Grid`` for the others."""

    name: str
    resolution: float
    grid: Grid
    countries: tuple[str, ...]
    country_names: tuple[str, ...]
    division: Ints
    divisions: tuple[str, ...]
    division_names: tuple[str, ...]
    division_country: Ints
    population: Floats
    port: Bools
    capital: Bools
    coca_suitability: Floats
    coca_ha: Floats
    presence: Floats
    integrity: Floats
    courts: Floats
    zone: NDArray[np.int8]
    flights: Flights
    doors: Doors
    sinks: tuple[Sink, ...]
    screenlines: tuple[Screenline, ...]
    inflow: Inflow
    caveats: tuple[str, ...]


def no_inflow() -> Inflow:
    """Nothing enters over the edge."""
    return Inflow(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))


def assemble(layers: Layers) -> Region:
    """A region from its layers, with coast, borders, places and arcs derived; all arrays read-only."""
    grid = layers.grid
    coast, border = coast_and_border(grid)
    places = np.flatnonzero(grid.land & (layers.population >= PERSONS_OF_A_PLACE)).astype(np.int32)
    place_of = np.full(grid.n, -1, dtype=np.int32)
    place_of[places] = np.arange(len(places), dtype=np.int32)
    region = Region(
        name=layers.name,
        resolution=layers.resolution,
        shape=grid.shape,
        row=grid.row,
        column=grid.column,
        lat=grid.lat,
        lon=grid.lon,
        area_km2=cell_area_km2(grid.lat, layers.resolution),
        surface_km2=cell_area_km2(grid.lat, layers.resolution) * grid.surface,
        land=grid.land,
        coast=coast,
        country=grid.country,
        countries=layers.countries,
        country_names=layers.country_names,
        division=layers.division,
        divisions=layers.divisions,
        division_names=layers.division_names,
        division_country=layers.division_country,
        population=layers.population,
        terrain=grid.terrain,
        river=grid.river,
        port=layers.port,
        border=border,
        capital=layers.capital,
        coca_suitability=layers.coca_suitability,
        coca_ha=layers.coca_ha,
        presence=layers.presence,
        integrity=layers.integrity,
        courts=layers.courts,
        zone=layers.zone,
        places=places,
        place_of=place_of,
        neighbours=place_neighbours(grid, places, place_of),
        arcs=build_arcs(grid, layers.flights, layers.doors, len(layers.sinks), layers.screenlines),
        sinks=layers.sinks,
        inflow=layers.inflow,
        caveats=layers.caveats,
    )
    freeze(region)
    return region


def coast_and_border(grid: Grid) -> tuple[Bools, Bools]:
    """Land cells beside the sea, and land cells beside another country of the same landmass."""
    index = grid.index()
    coast, border = np.zeros(grid.n, dtype=np.bool_), np.zeros(grid.n, dtype=np.bool_)
    for di, dj in STEPS:
        beside = index[grid.row + 1 + di, grid.column + 1 + dj]
        there = np.maximum(beside, 0)
        exists = (beside >= 0) & grid.land
        coast |= exists & ~grid.land[there]
        same_mass = grid.land[there] & (grid.landmass[there] == grid.landmass)
        border |= exists & same_mass & (grid.country[there] != grid.country)
    return coast, border


def place_neighbours(grid: Grid, places: Ints, place_of: Ints) -> Ints:
    """Places beside each place on the same landmass, shape (P, 8), -1 padded at the end."""
    index = grid.index()
    found = np.full((len(places), 8), -1, dtype=np.int32)
    for k, (di, dj) in enumerate(STEPS):
        cell = index[grid.row[places] + 1 + di, grid.column[places] + 1 + dj]
        near = (cell >= 0) & (grid.landmass[np.maximum(cell, 0)] == grid.landmass[places])
        found[:, k] = np.where(near, place_of[np.maximum(cell, 0)], -1)
    order = np.argsort(found < 0, axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1)


def freeze(part: Region | Arcs | Inflow) -> None:
    """Make every array of a region read-only, so that no process can change the world for another run."""
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
        elif isinstance(value, (Arcs, Inflow)):
            freeze(value)
