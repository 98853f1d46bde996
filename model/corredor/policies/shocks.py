"""What happens without a policy: leaders fall, prices jump, governments change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from corredor.agents.world import World
from corredor.core.plan import PlannedEvent, PlannedPolicy
from corredor.policies.arrival import arrive
from corredor.policies.government_change import change_government
from corredor.processes import leadership
from corredor.region.region import MARKETS


def happen(event: PlannedEvent, world: World) -> None:
    """Let an event of the scenario happen in the current month, if it is due or still lasts."""
    if event.month == world.month or event.month < world.month < event.month + event.duration:
        _HAPPENINGS[event.kind](event, world)


def choose_organisation(which: Any, event: PlannedEvent | PlannedPolicy, world: World) -> int:
    """Row of the organisation that a scenario means, or -1 if there is none in the event's cells.

    Args:
        which: ``strongest``, ``weakest``, ``random``, a name, or a boolean array of cells where it must be strongest.
        event: gives the cells among which to look, and names the random stream.
        world: the run.
    """
    cells = which if isinstance(which, np.ndarray) else event.cells
    inside = cells[world.region.places][world.holdings.place]
    members = world.holdings.by_organisation(world.holdings.members * inside, world.organisations.n)
    members[~world.organisations.alive.astype(np.bool_)] = 0.0
    rows = np.flatnonzero(members > 0.0)
    if isinstance(which, str) and which not in ("strongest", "weakest", "random"):
        named = [o.row for o in world.organisation_agents if o.name == which and o.alive]
        return named[0] if named else -1
    if len(rows) == 0:
        return -1
    if isinstance(which, str) and which == "weakest":
        return int(rows[np.argmin(members[rows])])
    if isinstance(which, str) and which == "random":
        return int(rows[np.argmax(world.streams.uniforms(f"event.{event.name}", world.month, rows))])
    return int(rows[np.argmax(members[rows])])


def _leader_removed(event: PlannedEvent, world: World) -> None:
    row = choose_organisation(event.options.get("organisation", "strongest"), event, world)
    if row < 0:
        return
    how, rank = str(event.options.get("how", "captured")), event.options.get("rank", "leader")
    places = event.cells[world.region.places]
    if rank == "lieutenant":
        held, mine = world.holdings, world.holdings.of(row)
        plazas = np.bincount(held.plaza[mine], held.members[mine] * places[held.place[mine]])
        if not (plazas > 0.0).any():
            return
        leadership.lose_lieutenant(world, row, int(np.argmax(plazas)), how=how)
    elif rank == "commander":
        leadership.lose_commanders(world, row, places, how=how)
    else:
        leadership.lose_leader(world, row, how=how)


def _split(event: PlannedEvent, world: World) -> None:
    row = choose_organisation(event.options.get("organisation", "strongest"), event, world)
    if row >= 0:
        leadership.split_organisation(world, row)


def _price_shock(event: PlannedEvent, world: World) -> None:
    world.levers.price[MARKETS.index(str(event.options.get("market", "usa")))] *= 1.0 + float(event.options["change"])


def _capacity_shock(event: PlannedEvent, world: World) -> None:
    world.levers.yield_factor[event.cells] *= 1.0 + float(event.options["change"])


def _exclusion_shock(event: PlannedEvent, world: World) -> None:
    """A jump at first; while it lasts, what made it keeps exclusion from falling back."""
    places = event.cells[world.region.places]
    exclusion, change = world.communities.exclusion, float(event.options["change"])
    if event.month == world.month:
        exclusion[places] = np.clip(exclusion[places] * (1.0 + change), 0.0, 1.0)
    else:
        pull: float = world.parameters.communities.inertia
        world.levers.exclusion[places] += pull * exclusion[places] * change / (1.0 + change)


def _ceasefire(event: PlannedEvent, world: World) -> None:
    rows = _concerned(event.options.get("between"), event, world)
    world.levers.ceasefire.update((i, j) for i in rows for j in rows if 0 <= i < j)


def _patience_shock(event: PlannedEvent, world: World) -> None:
    for row in set(_concerned(event.options.get("organisations"), event, world)):
        if row >= 0:
            world.levers.patience[row] = world.levers.patience.get(row, 1.0) * (1.0 + float(event.options["change"]))


def _concerned(named: Any, event: PlannedEvent, world: World) -> list[int]:
    """Rows of the organisations named, -1 for one that is no more; all of the event's cells where none is named."""
    if named:
        return [choose_organisation(which, event, world) for which in named]
    inside = event.cells[world.region.places][world.holdings.place]
    return [int(row) for row in np.unique(world.holdings.organisation[inside])]


def _protection_reset(event: PlannedEvent, world: World) -> None:
    world.justice.capture[event.cells[world.region.places]] = 0.0


_HAPPENINGS: Final[Mapping[str, Callable[[PlannedEvent, World], None]]] = {
    "leader_removed": _leader_removed,
    "split": _split,
    "arrival": arrive,
    "government_change": change_government,
    "price_shock": _price_shock,
    "capacity_shock": _capacity_shock,
    "exclusion_shock": _exclusion_shock,
    "ceasefire": _ceasefire,
    "patience_shock": _patience_shock,
    "protection_reset": _protection_reset,
}
