"""Who dies in contests between organisations, and inside one whose chain of command is broken."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from corredor.kernels.room import Room

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Rows = NDArray[np.int64]


SLIGHT = 1e-3
"""Control so slight that nobody reckons who has more of it."""


class FightRules(NamedTuple):
    """Numbers of contests; ``corredor.processes.violence`` says what each one is. Money in US$ a month."""

    lethality: float
    crowding: float
    front: float
    front_cost: float
    front_scale: float
    front_limit: float
    succession: float
    succession_cost: float
    succession_scale: float
    pair_ceiling: float
    inner_ceiling: float


class Sides(NamedTuple):
    """The holdings of the active organisations, shape (K,) each, and who they belong to.

    Attributes:
        start: (P + 1,), holdings of each place.
        party: number of the organisation among the active ones.
        front: number of the plaza among all plazas of the active organisations.
        members: persons.
        control: share of control.
        strength: as rivals see it.
        take: US$ a month that full control of the place would bring.
        hold: 0 to 1, how far leader's and lieutenant's word is obeyed.
        arms: (A,), arms per member.
        allies: (A,), allies beside a member, at least 0; who has more of them loses less of what a pair loses.
    """

    start: Rows
    party: Ints
    front: Ints
    members: Floats
    control: Floats
    strength: Floats
    take: Floats
    hold: Floats
    arms: Floats
    allies: Floats


class Dead(NamedTuple):
    """Expected deaths of members in a month.

    Attributes:
        place: (P,), all contests.
        holding: (K,), of each holding.
        pair: (A, A), between two organisations; symmetric.
        engaged: (A, A), members of both where they meet; symmetric.
        worst: (A, A), place where the pair loses most.
        worst_deaths: (A, A), deaths of the pair there.
    """

    place: Floats
    holding: Floats
    pair: Floats
    engaged: Floats
    worst: Rows
    worst_deaths: Floats


@njit(cache=True, nogil=True)
def fronts(party: Ints, plaza: Ints, parties: int, front: Ints) -> int:
    """Number the plazas of all active organisations; returns how many there are.

    Args:
        party: (K,), number of the organisation among the active ones.
        plaza: (K,), number of the plaza within it.
        parties: A.
        front: (K,), overwritten: number of the plaza among all.
    """
    offset = np.zeros(parties + 1, np.int64)
    for a in range(len(party)):
        offset[party[a] + 1] = max(offset[party[a] + 1], plaza[a] + 1)
    for i in range(parties):
        offset[i + 1] += offset[i]
    for a in range(len(party)):
        front[a] = offset[party[a]] + plaza[a]
    count: int = offset[parties]
    return count


@njit(cache=True, nogil=True)
def members_dead(
    start: Rows, members: Floats, contest: Floats, turf: Floats, turf_expected: Floats, state: Floats,
    retaliation: Floats, members_among: float, dead: Floats,
) -> None:  # fmt: skip
    """Members among the dead of each holding: those of contests scaled to what was drawn, and their part of others.

    Args:
        start: (P + 1,), holdings of each place.
        members: (K,), persons.
        contest: (K,), expected deaths in contests.
        turf: (P,), killings in contests as drawn.
        turf_expected: (P,), as expected.
        state: (P,), killed by the state, all of them members.
        retaliation: (P,), killed in retaliation.
        members_among: how many are killed in retaliation for each member among them.
        dead: (K,), overwritten; never more than there are.
    """
    for p in range(len(start) - 1):
        everybody = 0.0
        for a in range(start[p], start[p + 1]):
            everybody += members[a]
        drawn = turf[p] / max(turf_expected[p], 1e-300)
        shared = (state[p] + retaliation[p] / members_among) / max(everybody, 1e-12)
        for a in range(start[p], start[p + 1]):
            dead[a] = min(contest[a] * drawn + members[a] * shared, members[a])


@njit(cache=True, nogil=True)
def openings(sides: Sides, found: Floats) -> None:
    """Rent that a strike would move along each front, US$ a month.

    A front is a lieutenant's plaza facing one rival. What a strike there would move is the gap between the share that
    strength would win and the share held, times the take, summed over the plaza: a sum, so that no cell size enters.

    Args:
        sides: who is where.
        found: (n_fronts, A), overwritten.
    """
    found[:] = 0.0
    # Indices have no sign: of any other Numba asks at each use whether it counts from the end.
    for p in range(len(sides.start) - 1):
        first = np.uintp(sides.start[p])
        for a in range(first, np.uintp(sides.start[p + 1])):
            i, front, strength = np.uintp(sides.party[a]), np.uintp(sides.front[a]), sides.strength[a]
            control, take = sides.control[a], sides.take[a]
            for b in range(first, a):
                both = strength + sides.strength[b]
                odds = strength / both if both > 0.0 else 0.5
                gap = abs(odds - (control + SLIGHT) / (control + sides.control[b] + 2.0 * SLIGHT))
                found[front, np.uintp(sides.party[b])] += gap * take
                found[np.uintp(sides.front[b]), i] += gap * sides.take[b]


def turf_deaths(
    sides: Sides,
    hostility: Floats,
    population: Floats,
    impunity: Floats,
    n_fronts: int,
    rules: FightRules,
    room: Room | None = None,
) -> Dead:
    """Mass action between the members of hostile organisations, with more of it where a front is worth opening.

    Deaths in a place are ``lethality * hostility * front * m_i m_j * arms * impunity / (population + crowding * m)``
    with ``m = m_i + m_j``: members find their rivals in proportion to rivals per inhabitant, and less than that where
    they crowd. Of a pair's dead ``i`` has ``s_i / (s_i + s_j)`` with ``s_i = 1 / (1 + allies_i)``: who has allies is
    spared, and its rival loses what it does not. With 2 allies against none the dead are 1/4 and 3/4 of the pair's;
    with as many on both sides, halves.
    The form is of degree one in members and people, so that a place cut into quarters loses what the whole one did.

    Args:
        sides: who is where.
        hostility: (A, A) of the active organisations.
        population: (P,), persons.
        impunity: (P,), factor by which the chance of conviction lowers killing.
        n_fronts: number of plazas.
        rules: see ``FightRules``.
        room: where what is found is kept; without it that is new.

    Source: the loss term of Prieto-Curiel, Campedelli & Hope (2023), which this is without fronts, crowding and arms:
    in their code ``i`` loses ``theta m_i m_j (1 + rivals_ij) / (1 + allies_i)`` to ``j``, so that the two lose in
    proportion to ``s`` and the pair as many as with the mean of both weights.
    """
    kept, parties = room or Room(), len(sides.arms)
    dead = Dead(
        kept.array("dead by place", len(population)),
        kept.array("dead by holding", len(sides.party)),
        kept.array("dead by pair", parties, parties),
        kept.array("engaged", parties, parties),
        kept.array("worst place", parties, parties, kind=np.int64),
        kept.array("dead in the worst place", parties, parties),
    )
    facing = kept.array("openings", n_fronts, parties)
    openings(sides, facing)
    _meet_rivals(sides, hostility, population, impunity, facing, rules, dead)
    return dead


@njit(cache=True, nogil=True)
def _meet_rivals(
    sides: Sides, hostility: Floats, population: Floats, impunity: Floats, facing: Floats, rules: FightRules, dead: Dead
) -> None:
    """The deaths of ``turf_deaths``; ``dead`` is overwritten. ``facing`` is what ``openings`` finds."""
    dead.place[:] = 0.0
    dead.holding[:] = 0.0
    dead.pair[:] = 0.0
    dead.engaged[:] = 0.0
    dead.worst[:] = -1
    dead.worst_deaths[:] = 0.0
    for p in range(len(population)):
        first = np.uintp(sides.start[p])
        for a in range(first, np.uintp(sides.start[p + 1])):
            i, front = np.uintp(sides.party[a]), np.uintp(sides.front[a])
            mine, arms, spared = sides.members[a], sides.arms[i], 1.0 + sides.allies[i]
            for b in range(first, a):
                j = np.uintp(sides.party[b])
                engaged = mine + sides.members[b]
                dead.engaged[i, j] += engaged
                dead.engaged[j, i] += engaged
                if hostility[i, j] <= 0.0 or engaged <= 0.0:
                    continue
                stake = 0.5 * (facing[front, j] + facing[np.uintp(sides.front[b]), i])
                effort = min(max(stake - rules.front_cost, 0.0) / rules.front_scale, rules.front_limit)
                x = rules.lethality * mine * sides.members[b] * impunity[p]
                x *= hostility[i, j] * (1.0 + rules.front * effort) * 0.5 * (arms + sides.arms[j])
                x = min(x / (population[p] + rules.crowding * engaged), rules.pair_ceiling * engaged)
                dead.place[p] += x
                theirs = x * spared / (spared + (1.0 + sides.allies[j]))
                dead.holding[a] += x - theirs
                dead.holding[b] += theirs
                dead.pair[i, j] += x
                dead.pair[j, i] += x
                if x > dead.worst_deaths[i, j]:
                    dead.worst_deaths[i, j] = dead.worst_deaths[j, i] = x
                    dead.worst[i, j] = dead.worst[j, i] = p


@njit(cache=True, nogil=True)
def succession_deaths(
    sides: Sides, population: Floats, impunity: Floats, n_fronts: int, rules: FightRules, dead: Dead
) -> None:
    """Add the contest inside an organisation over plazas where nobody's word holds and the rent is worth a fight.

    Half of all encounters of an organisation's members with one another, at the share of hostility that the lost word
    leaves free, in plazas whose rent exceeds the fixed cost of contesting them.

    Args:
        sides: who is where.
        population: (P,), persons.
        impunity: (P,), as in ``turf_deaths``.
        n_fronts: number of plazas.
        rules: see ``FightRules``.
        dead: added to in place (``place`` and ``holding``).
    """
    worth = np.zeros(n_fronts)
    for a in range(len(sides.party)):
        worth[sides.front[a]] += sides.take[a] * sides.control[a]
    for f in range(n_fronts):
        drive = (worth[f] - rules.succession_cost) / rules.succession_scale
        worth[f] = 1.0 + np.exp(-max(min(drive, 500.0), -500.0))
    for p in range(len(population)):
        for a in range(np.uintp(sides.start[p]), np.uintp(sides.start[p + 1])):
            free = 1.0 - sides.hold[a]
            if free <= 0.0 or sides.members[a] <= 0.0:
                continue
            heat, arms = rules.succession * free / worth[np.uintp(sides.front[a])], sides.arms[np.uintp(sides.party[a])]
            x = rules.lethality * heat * 0.5 * sides.members[a] ** 2 * arms * impunity[p]
            x /= population[p] + rules.crowding * sides.members[a]
            x = min(x, rules.inner_ceiling * sides.members[a])
            dead.place[p] += x
            dead.holding[a] += x
