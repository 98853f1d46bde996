"""Month 0: agencies, communities and organisations. What history left is assumed, not simulated."""

from __future__ import annotations

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.agents.plazas import seat_plazas
from corredor.agents.start_parameters import StartParameters
from corredor.agents.starting_organisations import StartingOrganisation, country_table, starting_organisations
from corredor.agents.world import World
from corredor.region.region import Bools, Floats, Region

DATA_YEAR = 1990
"""Year of the region's people and of the tables of month 0."""
REACHES = 4.0
"""Members are seated up to this many reaches from the seat."""


def populate(world: World) -> None:
    """Create every agent of month 0 and what it holds, and open the book of people; finance opens that of money."""
    _add_communities(world)
    _add_agencies(world)
    _fill_prisons(world)
    _add_organisations(world)
    world.count_members()
    at_large = np.bincount(
        world.place_country()[world.holdings.place], world.holdings.members, len(world.region.countries)
    )
    world.justice.members_in_prison[:] = np.minimum(
        world.parameters.start.inside * at_large, 0.5 * world.justice.prisoners
    )
    world.ledger.people.opening = float(world.holdings.members.sum() + world.justice.members_in_prison.sum())


def country_presence(region: Region) -> Floats:
    """State presence where a country's people live, shape (C,), 0 to 1."""
    country, people = region.country[region.places], region.population[region.places]
    total = np.bincount(country, people, len(region.countries))
    felt = np.bincount(country, people * region.presence[region.places], len(region.countries))
    mean: Floats = felt / np.maximum(total, 1.0)
    return mean


def people_since(region: Region, p: StartParameters, growth: float) -> Floats:
    """People in the year asked for over those of the region's data, shape (C,); 1 for the year of the data.

    Args:
        region: with the people of ``DATA_YEAR``.
        p: of the start.
        growth: a year, of countries without a figure.
    """
    known = country_table()
    yearly = np.array([known[code].growth_per_year if code in known else growth for code in region.countries])
    grown: Floats = np.exp(yearly * (p.population_year - DATA_YEAR))
    return grown


def _grown(world: World) -> Floats:
    return people_since(world.region, world.parameters.start, world.parameters.communities.growth)


def members_by_country(region: Region, p: StartParameters, grown: Floats | float = 1.0) -> Floats:
    """Members at month 0, shape (C,): people x members per head x exp(-k (presence x courts)^2).

    The form stands for the history that made organisations large where institutions are weak; the level is set so
    that Mexico has some 65 thousand in 1990, between the 46 thousand that the growth of 2012-22 in Prieto-Curiel,
    Campedelli & Hope (2023) gives when carried back from 115 thousand in 2012, and the 82 thousand that population
    gives.

    Args:
        region: where.
        p: of the start.
        grown: (C,), people over those of the region's data.
    """
    people = np.bincount(region.country[region.places], region.population[region.places], len(region.countries))
    institutions = country_presence(region) * region.courts
    members: Floats = grown * people * p.members_per_100k / 1e5 * np.exp(-p.members_institutions * institutions**2)
    return np.where(members >= p.smallest, members, 0.0)


def usual(region: Region, p: StartParameters) -> tuple[Floats, Floats, Floats]:
    """Presence, exclusion and trust of places as the capacity of the state gives them, shape (P,) each."""
    presence, country = region.presence[region.places], region.country[region.places]
    exclusion: Floats = p.exclusion_top * (1.0 - 0.5 * (presence + region.courts[country]))
    trust: Floats = p.trust_low + p.trust_gain * 0.5 * (presence + region.integrity[country])
    return presence, exclusion, trust


def _add_communities(world: World) -> None:
    region, country = world.region, world.place_country()
    for place in range(region.n_places):
        world.community_agents.append(world.community_type(world, place))
    table = world.communities
    table.population[:] = region.population[region.places] * _grown(world)[country]
    table.presence[:], table.exclusion[:], table.trust[:] = usual(region, world.parameters.start)
    table.young_at_risk[:] = world.parameters.start.young_share * table.exclusion * table.population


def _add_agencies(world: World) -> None:
    region = world.region
    presence = country_presence(region)
    strength = presence / max(float(presence.max()), 1e-9)
    courts = region.courts / max(float(region.courts.max()), 1e-9)
    coastal = np.bincount(region.country[region.coast], minlength=len(region.countries)) > 0
    for index in range(len(region.countries)):
        strengths = {
            AgencyKind.POLICE: strength[index],
            AgencyKind.MILITARY: strength[index],
            AgencyKind.MARITIME: strength[index] * coastal[index],
            AgencyKind.VETTED_UNIT: 0.0,
            AgencyKind.PROSECUTION: courts[index],
            AgencyKind.PRISONS: strength[index],
            AgencyKind.FINANCIAL_INTELLIGENCE: courts[index] * region.integrity[index],
        }
        for kind, value in strengths.items():
            _add_agency(world, kind, index, float(value), float(region.integrity[index]))
    _add_agency(world, AgencyKind.INTERNATIONAL, -1, 1.0, 1.0)


def _add_agency(world: World, kind: AgencyKind, country: int, strength: float, integrity: float) -> None:
    agency = world.agency_type(world, kind=int(kind), country=country, strength=strength, integrity=integrity)
    world.agency_agents.append(agency)


def _fill_prisons(world: World) -> None:
    region, p, known = world.region, world.parameters.start, country_table()
    people = np.bincount(world.place_country(), world.communities.population, len(region.countries))
    figures = [known[code].prisoners_per_100k if code in known else None for code in region.countries]
    rate = np.array([p.prisoners_per_100k if figure is None else figure for figure in figures])
    world.justice.prisoners[:] = rate * people / 1e5
    world.justice.prison_capacity[:] = world.justice.prisoners / (1.0 + p.prison_crowding * (1.0 - region.courts))


def _add_organisations(world: World) -> None:
    region, p = world.region, world.parameters.start
    members = members_by_country(region, p, _grown(world))
    rows = [r for r in starting_organisations(region, world.streams) if members[region.countries.index(r.country)] > 0]
    parts: list[tuple[np.ndarray, ...]] = []
    for index in range(len(region.countries)):
        here = [row for row in rows if row.country == region.countries[index]]
        parts += _seat_country(world, index, here, float(members[index]))
    if not parts:
        return
    place, organisation, count, plaza = (np.concatenate([part[k] for part in parts]) for k in range(4))
    people = world.communities.population[place]
    total = np.bincount(place, count, region.n_places)[place]
    control = count / np.maximum(total + p.uncontrolled * people / 1e5, 1e-9)
    world.holdings.replace(place, organisation, count, control, plaza, np.ones(len(place)))


def _seat_country(
    world: World, country: int, rows: list[StartingOrganisation], members: float
) -> list[tuple[np.ndarray, ...]]:
    """Seat the organisations of one country; one (places, organisation, members, plaza) for each."""
    region, p = world.region, world.parameters.start
    places = np.flatnonzero(world.place_country() == country)
    if not rows or len(places) == 0:
        return []
    draw = _pull(region, region.places[places], p.pull)
    xyz = region.xyz_km[region.places[places]]
    weights = np.array([row.share * _thinning(region, places, xyz, draw, row, k, p) for k, row in enumerate(rows)])
    largest = weights.max(axis=0)
    found: list[tuple[np.ndarray, ...]] = []
    for row, weight in zip(rows, weights, strict=True):
        present = (weight > p.overlap * largest) & (weight > 0.0)
        present[np.argmax(weight)] = True
        count = members * row.share * weight[present] / weight[present].sum()
        plaza = seat_plazas(xyz[present], count, row.lieutenants)
        organisation = world.add_organisation(
            row.name,
            country=country,
            transnational=row.transnational,
            hierarchy=row.hierarchy,
            lieutenants=int(plaza.max()) + 1,
        )
        held = places[present].astype(np.int32)
        found.append((held, np.full(len(held), organisation.row, np.int32), count, plaza))
    return found


def _pull(region: Region, cells: np.ndarray, pull: float) -> Floats:
    """How much a place attracts members: half its share of the country's people, half of its land, more at a node."""
    people, area = region.population[cells], region.area_km2[cells]
    nodes = region.port[cells].astype(float) + region.border[cells] + region.coca_suitability[cells]
    weight: Floats = (people / max(float(people.sum()), 1.0) + area / float(area.sum())) * (1.0 + pull * nodes)
    return weight


def _thinning(
    region: Region,
    places: np.ndarray,
    xyz: Floats,
    draw: Floats,
    row: StartingOrganisation,
    number: int,
    p: StartParameters,
) -> Floats:
    """Weight of each place of the country for one organisation: its pull, thinning with distance from the seat."""
    codes = np.array([*region.divisions, ""])[region.division[region.places[places]]]
    home: Bools = codes == row.division if row.division else np.zeros(len(places), bool)
    if home.any():
        seat = int(np.argmax(np.where(home, draw, -1.0)))
    else:
        seat = int(np.argsort(-draw, kind="stable")[min(number, len(places) - 1)])
    distance = np.sqrt(((xyz - xyz[seat]) ** 2).sum(axis=1))
    return np.where(distance <= REACHES * p.reach, draw * np.exp(-distance / p.reach), 0.0)
