"""An organisation from outside comes with its members, where money is made."""

from __future__ import annotations

from typing import Final

import numpy as np

from corredor.agents.organisation import Organisation
from corredor.agents.world import World
from corredor.core.plan import PlannedEvent

NAMES: Final = (
    *("Albatros", "Alcatraz", "Becasina", "Calandria", "Charrán", "Chorlito", "Cormorán", "Correlimos", "Fragata"),
    *("Fumarel", "Gaviota", "Golondrina", "Halcón", "Págalo", "Pardela", "Petrel", "Tarabilla", "Vencejo", "Zarapito"),
)
"""Birds of passage: fictional names for those who come from elsewhere."""


def arrive(event: PlannedEvent, world: World) -> None:
    """Let an organisation arrive in the place among the event's cells where most money is made.

    Its members enter the book of people as ``arrived``, and their wages for some months that of money. It holds
    no ground yet: what it gets it takes from those who do.

    Args:
        event: with ``members`` and ``transnational`` among its options.
        world: the run.
    """
    members, place = float(event.options["members"]), _where(event, world)
    if members <= 0.0 or place < 0:
        return
    newcomer = _found(event, world, place)
    held = world.holdings
    held.replace(
        np.append(held.place, np.int32(place)),
        np.append(held.organisation, np.int32(newcomer.row)),
        np.append(held.members, members),
        np.append(held.control, 0.0),
        np.append(held.plaza, np.int32(0)),
        np.append(held.loyalty, 1.0),
    )
    world.count_members()
    world.ledger.people.post("arrived", members)
    cash = np.zeros(world.organisations.n)
    cash[newcomer.row] = world.parameters.finance.reserve * newcomer.wage_bill
    world.ledger.pay("arrived", cash)
    newcomer.last_shock = world.log("arrival", organisation=newcomer.row, place=place, detail=newcomer.name)


def _where(event: PlannedEvent, world: World) -> int:
    """The place among the event's cells with the highest rents, then with most people; -1 if nobody lives there."""
    inside = np.flatnonzero(event.cells[world.region.places])
    if len(inside) == 0:
        return -1
    rents = world.ground.flow_usd + world.ground.local_usd
    order = np.lexsort((-world.communities.population[inside], -rents[inside]))
    return int(inside[order[0]])


def _found(event: PlannedEvent, world: World, place: int) -> Organisation:
    reach: float = world.parameters.policies.arrival_transnational
    return world.add_organisation(
        _name(world),
        country=int(world.place_country()[place]),
        transnational=reach if event.options.get("transnational") else 0.0,
        wage_bill=float(world.parameters.finance.wage) * float(event.options["members"]),
    )


def _name(world: World) -> str:
    """The first name that nobody bears yet."""
    taken = {organisation.name for organisation in world.organisation_agents}
    series = (f"{name} {turn}" if turn > 1 else name for turn in range(1, len(taken) + 2) for name in NAMES)
    return next(name for name in series if name not in taken)
