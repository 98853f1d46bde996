"""What organisations are worth on the ground: strength and takings of holdings, shelter and the fear of conviction."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.region.region import Floats, Ints


def parties(world: World) -> tuple[NDArray[np.int64], Ints]:
    """Rows of the active organisations, shape (A,), and which of them each holding belongs to, shape (K,).

    Dense arrays over pairs then grow with who is active and not with everybody who ever was.
    """
    from corredor.kernels.holdings import by_holding

    rows, held = world.alive, world.holdings
    number = np.full(world.organisations.n, -1, dtype=np.int32)
    number[rows] = np.arange(len(rows), dtype=np.int32)
    party = np.empty(len(held), dtype=np.int32)
    by_holding(held.organisation, number, party)
    return rows, party


def seen_cohesion(world: World) -> Floats:
    """Cohesion as rivals and lieutenants see it, shape (rows,): whole where nobody notices that a leader has gone."""
    cohesion: Floats = world.organisations.cohesion
    return cohesion if world.mechanisms.on("leadership.observed_by_rivals") else np.ones_like(cohesion)


def shelter(world: World) -> Floats:
    """Share of officials who shelter those in control of a place, shape (P,): captured, less what soldiers undo."""
    undone: float = world.parameters.territory.troops_undo
    return world.justice.capture * (1.0 - undone * np.minimum(world.levers.troops, 1.0))


def guard(world: World) -> Floats:
    r"""Chance that officials on its side strike whoever attacks an organisation that holds all of a place, shape (P,).

    .. math:: k\,\kappa\,(1 - u\,s)

    with ``k`` cases that a sober police clears and ``\kappa (1 - u s)`` officials bought, less what soldiers undo. Who
    holds a part of the place has that part of them, as in strength: bribes follow takings, and takings control. Needs
    no witness and no court: these officials are a side's own. Zero where protection is cut.

    Source: officials spare one organisation and enforce the law against its rivals for a share of what it earns
    (Snyder & Durán-Martínez 2009); organisations that lose them go to war (Trejo & Ley 2018).
    """
    if not world.mechanisms.on("violence.protection"):
        return np.zeros(world.region.n_places)
    turned: Floats = shelter(world)
    turned *= world.justice.clearance
    return turned


def feared_conviction(world: World) -> Floats:
    """Chance of conviction that holds members back, shape (P,)."""
    conviction = world.justice.conviction
    return conviction if world.mechanisms.on("justice.deterrence") else np.zeros_like(conviction)


def feared_by_others(world: World) -> Floats:
    """Chance of conviction that holds those back who belong to no organisation, shape (P,)."""
    conviction = world.justice.conviction_common
    return conviction if world.mechanisms.on("justice.deterrence") else np.zeros_like(conviction)


def strength(world: World, cohesion: Floats) -> Floats:
    """Strength of each holding, shape (K,), in members of a united, ordinarily armed organisation.

    ``members * sqrt(arms) * cohesion * loyalty * (1 + protection * shelter * control)``: officials on its side help an
    organisation where it already holds.

    Args:
        world: the run.
        cohesion: (rows,), true or as seen by others.
    """
    from corredor.kernels.holdings import force

    held, p = world.holdings, world.parameters.territory
    strong: Floats = force(
        held.place,
        held.organisation,
        held.members,
        held.loyalty,
        held.control,
        world.organisations.arms,
        cohesion,
        world.justice.capture,
        world.levers.troops,
        p.troops_undo,
        p.protection if world.mechanisms.on("violence.protection") else 0.0,
    )
    return strong


def takings(world: World) -> Floats:
    """What full control of its place would bring each holding, US$ a month, shape (K,).

    An organisation without transnational capacity takes a toll of what passes; with it, all of the rent.
    """
    return _full_control(world, world.ground.flow_usd, world.ground.local_usd)


def contested_rents(world: World) -> tuple[Floats, Floats]:
    """Rents as those see them who decide on peace, war and deployment: of flow and local, US$ a month, shapes (P,)."""
    ground = world.ground
    if world.mechanisms.on("territory.rents"):
        return ground.flow_usd, ground.local_usd
    return ground.first_flow_usd, ground.first_local_usd


def usual_rents(world: World) -> Floats:
    """Rents as they have been for some time, which peace is reckoned with, US$ a month, shape (P,)."""
    ground = world.ground
    if world.mechanisms.on("territory.rents"):
        return ground.usual_usd
    return ground.first_flow_usd + ground.first_local_usd


def stakes(world: World) -> Floats:
    """Takings as conflict sees them, shape (K,): those of month 0 where changes of rents do not enter it."""
    return _full_control(world, *contested_rents(world))


def _full_control(world: World, flow_usd: Floats, local_usd: Floats) -> Floats:
    from corredor.kernels.holdings import full_control

    held, toll_share = world.holdings, world.parameters.territory.toll_share
    reach = world.organisations.transnational
    taken: Floats = full_control(held.place, held.organisation, reach, toll_share, flow_usd, local_usd)
    return taken


def state_weight(world: World) -> Floats:
    """What stands against organisations in a place, in the units of strength, shape (P,).

    The members whom the usual rents employ stand for the unorganised who would step in; the state adds to them by the
    people it serves and the chance that it convicts.
    """
    per_head: float = world.parameters.territory.state_weight
    weight: Floats = world.ground.labour + per_head * world.communities.population * world.justice.conviction
    return weight
