"""Organisations that split along their lieutenants' plazas, and small ones that are absorbed."""

from __future__ import annotations

import numpy as np

from corredor.agents.plazas import seat_plazas
from corredor.agents.world import World

MOST_PLAZAS = 64
"""Room for lieutenants in the identities of random draws."""
ONE_SIDE = 0.05
"""Control of a place below which nobody there is in a position to take others in."""
WORDS = (
    *("Agate", "Alder", "Amber", "Ash", "Basalt", "Beech", "Beryl", "Birch", "Cedar", "Chalk", "Cherry", "Cinder"),
    *("Clay", "Copper", "Coral", "Cypress", "Dune", "Elm", "Fern", "Fir", "Flint", "Garnet", "Gneiss", "Granite"),
    *("Hazel", "Heron", "Holly", "Ibis", "Jasper", "Juniper", "Kelp", "Larch", "Laurel", "Linden", "Loam", "Maple"),
    *("Marble", "Mica", "Myrtle", "Oak", "Obsidian", "Olive", "Onyx", "Opal", "Osprey", "Pebble", "Pine", "Plover"),
    *("Pumice", "Quartz", "Reed", "Rowan", "Sedge", "Shale", "Slate", "Spruce", "Sumac", "Teal", "Topaz", "Tuff"),
    *("Umber", "Walnut", "Willow", "Yew"),
)
"""Stones, trees and birds by which splinters of one family are told apart."""


def seat_lieutenants(world: World, row: int, number: int) -> None:
    """Share the places of an organisation out among lieutenants, all loyal; see ``seat_plazas``.

    Args:
        world: the run; ``holdings.plaza`` and ``loyalty`` and ``organisations.lieutenants`` are changed.
        row: the organisation.
        number: of lieutenants wanted.
    """
    held = world.holdings.of(row)
    points = world.region.xyz_km[world.region.places[world.holdings.place[held]]]
    plaza = seat_plazas(points, world.holdings.members[held], number)
    world.holdings.plaza[held] = plaza
    world.holdings.loyalty[held] = 1.0
    world.organisations.lieutenants[row] = int(plaza.max(initial=0)) + 1


def split_organisation(world: World, row: int, cause: int = -1) -> list[int]:
    """Let lieutenants leave with their plazas: members, control, a share of cash, arms, wars and grudges.

    Every lieutenant leaves with the registered chance, and one at least; the leader's own plaza (0) keeps the name.
    Whoever would leave with too few stays. Members, control and cash are neither made nor lost.

    Args:
        world: the run.
        row: the organisation.
        cause: id of the event that led to it; by default the last that struck the organisation.

    Returns:
        Rows of the new organisations; none if nobody could leave.
    """
    table, held, p = world.organisations, world.holdings, world.parameters.leadership
    mine = held.of(row)
    number = int(held.plaza[mine].max(initial=0)) + 1
    draws = world.streams.uniforms("leadership.leaving", world.month, row * MOST_PLAZAS + np.arange(number))
    following = np.bincount(held.plaza[mine], held.members[mine], number)
    total = float(following.sum())
    leave = draws < p.leaving
    leave[0] = False
    candidates = 1 + np.flatnonzero(following[1:] >= p.splinter_members)
    if len(candidates) == 0:
        return []
    leave[candidates[np.argmin(draws[candidates])]] = True
    leave &= following >= p.splinter_members
    cause = cause if cause >= 0 else int(table.last_shock[row])
    cash, wages = float(table.cash_usd[row]), float(table.wage_bill[row])
    born = []
    for k in np.flatnonzero(leave):
        share = float(following[k]) / total
        child = _leave(world, row, mine[held.plaza[mine] == k], share, cause)
        world.organisations.wage_bill[[row, child]] += [-wages * share, wages * share]
        _divide_cash(world, row, child, cash * share)
        born.append(child)
    held.replace(held.place, held.organisation, held.members, held.control, held.plaza, held.loyalty)
    world.count_members()
    for child in born:
        share = float(world.organisations.members[child]) / total
        seat_lieutenants(world, child, max(2, round(p.lieutenants * share**0.5)))
    seat_lieutenants(world, row, int(world.organisations.lieutenants[row]))
    return born


def _leave(world: World, row: int, holdings: np.ndarray, share: float, cause: int) -> int:
    """Found one splinter on the given holdings, ``share`` of the parent's members, and return its row."""
    held, p = world.holdings, world.parameters.leadership
    parent = world.organisation_agents[row]
    reach = float(parent.transnational) * share**p.transnational_power
    countries = world.place_country()[held.place[holdings]]
    child = world.add_organisation(
        splinter_name(world, row),
        parent=row,
        country=int(np.argmax(np.bincount(countries, held.members[holdings]))),
        arms=parent.arms,
        cohesion=parent.cohesion,
        hierarchy=p.splinter_hierarchy * parent.hierarchy,
        patience=parent.patience,
        protection=parent.protection,
        transnational=reach if reach >= p.transnational_least else 0.0,
        wage_bill=0.0,
    ).row
    table = world.organisations
    held.organisation[holdings] = child
    for matrix in (world.hostility, world.grudge):
        matrix[child] = matrix[row]
        matrix[:, child] = matrix[:, row]
        matrix[child, child] = matrix[child, row] = matrix[row, child] = 0.0
    event = world.log("split", organisation=row, other=child, detail=world.organisation_agents[child].name, cause=cause)
    table.last_shock[[row, child]] = event
    return child


def _divide_cash(world: World, row: int, child: int, usd: float) -> None:
    moved = np.zeros(world.organisations.n)
    moved[row], moved[child] = -usd, usd
    world.ledger.pay("split", moved)


def splinter_name(world: World, row: int) -> str:
    """A name for the next organisation that leaves ``row``: that of the family's root, told apart by a word."""
    root = row
    while world.organisations.parent[root] >= 0:
        root = int(world.organisations.parent[root])
    turn, word = divmod(world.organisations.n, len(WORDS))
    return f"{world.organisation_agents[root].name} {WORDS[word]}" + (f" {turn + 1}" if turn else "")


def absorb(world: World, row: int, cause: int = -1) -> None:
    """End an organisation: whoever rules a place takes in most of its members there, and its ground.

    The others disperse, and leave the book of people as ``dispersed``. Cash goes to those who take members in, by how
    many; where nobody does, it leaves the book of money as ``forfeited``.

    Args:
        world: the run.
        row: the organisation.
        cause: id of the event that led to it; by default the last that struck the organisation.
    """
    table, held = world.organisations, world.holdings
    mine = held.of(row)
    joined = np.zeros(table.n)
    for a in mine:
        there = np.arange(held.start[held.place[a]], held.start[held.place[a] + 1])
        there = there[held.organisation[there] != row]
        if len(there) == 0 or held.control[there].max() <= ONE_SIDE:
            continue
        taker = there[np.argmax(held.control[there])]
        taken = world.parameters.leadership.absorbed * held.members[a]
        joined[held.organisation[taker]] += taken
        held.members[taker] += taken
        held.control[taker] += held.control[a]
    world.ledger.people.post("dispersed", float(joined.sum() - held.members[mine].sum()))
    takers = np.flatnonzero(joined)
    arms = table.arms[takers] * table.members[takers] + table.arms[row] * joined[takers]
    table.arms[takers] = arms / (table.members[takers] + joined[takers])
    _hand_over_cash(world, row, joined)
    keep = held.organisation != row
    fields = (held.place, held.organisation, held.members, held.control, held.plaza, held.loyalty)
    held.replace(*(field[keep] for field in fields))
    world.count_members()
    cause = cause if cause >= 0 else int(table.last_shock[row])
    if len(takers):
        world.log("absorbed", organisation=row, other=int(np.argmax(joined)), cause=cause)
    else:
        world.log("dissolved", organisation=row, cause=cause)
    _forget(world, row)


def _hand_over_cash(world: World, row: int, joined: np.ndarray) -> None:
    cash = float(world.organisations.cash_usd[row])
    moved = np.zeros(world.organisations.n)
    moved[row] = -cash
    if joined.sum() > 0.0:
        world.ledger.pay("absorbed", moved + cash * joined / joined.sum())
    else:
        world.ledger.pay("forfeited", moved)


def _forget(world: World, row: int) -> None:
    """Take an organisation out of everybody's relations and out of Mesa's agents."""
    for matrix in (world.hostility, world.grudge):
        matrix[row] = 0.0
        matrix[:, row] = 0.0
    for pair in [pair for pair in world.violence.wars if row in pair]:
        del world.violence.wars[pair]
    world.organisation_agents[row].dissolve()
