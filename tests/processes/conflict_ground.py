"""A plain strip of land on which organisations can be put by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

import corredor.processes.leadership
import corredor.processes.territory
import corredor.processes.violence  # noqa: F401  (registers the parameters)
from corredor.agents.world import World
from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.region.region import Arcs, Inflow, Region

PEOPLE_PER_DEGREE2 = 4e5
RENT_PER_DEGREE2 = 2e6


def strip(columns: int = 8, rows: int = 6, resolution: float = 1.0) -> Region:
    """A land rectangle near the equator, two countries side by side, ``columns x rows`` degrees."""
    high, wide = round(rows / resolution), round(columns / resolution)
    row, column = (a.ravel().astype(np.int32) for a in np.mgrid[:high, :wide])
    n = high * wide
    number = np.full((high + 2, wide + 2), -1, dtype=np.int32)
    number[1:-1, 1:-1] = np.arange(n).reshape(high, wide)
    around = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1) if y or x]
    neighbours = np.stack([number[row + 1 + y, column + 1 + x] for y, x in around], axis=1)
    lat, lon = (row + 0.5) * resolution - rows / 2, (column + 0.5) * resolution
    zero, whole, no = np.zeros(n), np.zeros(n, np.int32), np.zeros(n, np.bool_)
    none, empty = np.empty(0, np.int32), np.empty(0)
    arcs = Arcs(
        start=np.zeros(n + 1, np.int64),
        tail=none,
        head=none,
        length_km=empty,
        mode=np.empty(0, np.int8),
        difficulty=empty,
        border=np.empty(0, np.bool_),
        corridor=np.empty(0, np.int8),
        link=none,
        reverse_start=np.zeros(n + 1, np.int64),
        reverse=np.empty(0, np.int64),
    )
    return Region(
        name="strip",
        resolution=resolution,
        shape=(high, wide),
        row=row,
        column=column,
        lat=lat,
        lon=lon,
        area_km2=np.full(n, (111.2 * resolution) ** 2) * np.cos(np.radians(lat)),
        surface_km2=np.full(n, (111.2 * resolution) ** 2) * np.cos(np.radians(lat)),
        land=~no,
        coast=no,
        country=(lon > columns / 2).astype(np.int32),
        countries=("XAA", "XBA"),
        country_names=("Poniente", "Levante"),
        division=whole - 1,
        divisions=(),
        division_names=(),
        division_country=none,
        population=np.full(n, PEOPLE_PER_DEGREE2 * resolution**2),
        terrain=zero + 1.0,
        river=no,
        port=no,
        border=no,
        capital=no,
        coca_suitability=zero,
        coca_ha=zero,
        presence=zero + 0.5,
        integrity=np.full(2, 0.5),
        courts=np.full(2, 0.5),
        zone=np.zeros(n, np.int8),
        places=np.arange(n, dtype=np.int32),
        place_of=np.arange(n, dtype=np.int32),
        neighbours=neighbours,
        arcs=arcs,
        sinks=(),
        inflow=Inflow(none, none, empty),
        caveats=(),
    )


def empty_world(
    region: Region | None = None,
    *,
    seed: int = 1,
    parameters: Mapping[str, float] | None = None,
    cuts: Sequence[str] = (),
) -> World:
    """A world with people, a weak state and rents everywhere, and no organisation."""
    region = region or strip()
    mechanisms = Mechanisms({name: False for name in cuts})
    world = World(region, seed=seed, parameters=Parameters(parameters or {}), mechanisms=mechanisms)
    for place in range(region.n_places):
        world.community_agents.append(world.community_type(world, place))
    people = world.communities
    people.population[:] = region.population[region.places]
    people.presence[:] = 0.5
    people.exclusion[:] = world.parameters.violence.usual_exclusion
    world.justice.conviction[:] = world.justice.conviction_common[:] = 0.02
    world.justice.capture[:] = 0.8
    size = region.resolution**2
    # a corridor along the middle, so that some plazas are worth more than others
    world.ground.flow_usd[:] = 3.0 * RENT_PER_DEGREE2 * size * np.exp(-(region.lat[region.places] ** 2))
    world.ground.local_usd[:] = RENT_PER_DEGREE2 * size
    world.ground.usual_usd[:] = world.ground.flow_usd + world.ground.local_usd
    world.ground.labour[:] = 0.6 * (world.ground.flow_usd + world.ground.local_usd) / 1200.0
    return world


def put(
    world: World,
    name: str,
    members: np.ndarray,
    control: np.ndarray,
    plaza: np.ndarray | None = None,
    **state: float,
) -> int:
    """Add an organisation with members and control by place, shape (P,); returns its row."""
    at = np.flatnonzero(members > 0)
    country = int(np.argmax(np.bincount(world.region.country[at], members[at])))
    row = world.add_organisation(name, country=country, **{"wage_bill": 1200.0 * float(members.sum()), **state}).row
    held = world.holdings
    plazas = np.zeros(len(at), np.int32) if plaza is None else plaza[at].astype(np.int32)
    world.organisations.lieutenants[row] = int(plazas.max()) + 1
    held.replace(
        np.concatenate([held.place, at]).astype(np.int32),
        np.concatenate([held.organisation, np.full(len(at), row)]).astype(np.int32),
        np.concatenate([held.members, members[at]]),
        np.concatenate([held.control, control[at]]),
        np.concatenate([held.plaza, plazas]).astype(np.int32),
        np.concatenate([held.loyalty, np.ones(len(at))]),
    )
    world.count_members()
    return row


def two_rivals(
    region: Region | None = None,
    *,
    overlap: float = 2.0,
    seed: int = 1,
    parameters: Mapping[str, float] | None = None,
    cuts: Sequence[str] = (),
    **state: float,
) -> World:
    """One organisation in the west (row 0) and one in the east (row 1), both there in a belt down the middle.

    Each has four plazas, quarters of its ground; control is where and as strength is, so that peace is easy to keep.
    """
    region = region or strip()
    world = empty_world(region, seed=seed, parameters=parameters, cuts=cuts)
    lon, lat = region.lon, region.lat
    middle = 0.5 * (lon.min() + lon.max())
    density = 300.0 * region.resolution**2
    ground = [
        density * (lon < middle + overlap / 2),
        density * (lon > middle - overlap / 2),
    ]
    both = ground[0] + ground[1]
    for k, members in enumerate(ground):
        control = 0.6 * members / both
        inner = np.abs(lon - middle) < 0.25 * (lon.max() - lon.min())
        plaza = 2 * inner + (lat > 0)
        put(world, ("Casa Brisa", "Casa Duna")[k], members, control, plaza, **state)
    return world


def take_off_the_dead(world: World) -> None:
    """What recruitment does with the members who died."""
    world.holdings.members -= world.violence.member_deaths
    world.count_members()
