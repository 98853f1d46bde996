"""Control of places, and members who move to where they pay."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from corredor.kernels.room import Room

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Rows = NDArray[np.int64]


class ControlRules(NamedTuple):
    """Monthly rates at which control moves; ``corredor.processes.territory`` says what each one is."""

    settle: float
    seize: float


class DeployRules(NamedTuple):
    """Numbers of deployment; ``corredor.processes.territory`` says what each one is. ``diffusion`` in km2 a month."""

    sharpness: float
    leavers: float
    diffusion: float
    least: float
    most: float


class Deployed(NamedTuple):
    """Holdings after deployment, sorted by place and, within a place, in the order of the organisations given."""

    place: Ints
    party: Ints
    members: Floats
    control: Floats
    plaza: Ints
    loyalty: Floats


@njit(cache=True, nogil=True)
def hostile_strength(start: Rows, party: Ints, strength: Floats, hostility: Floats) -> Floats:
    """Strength of others in the same place, each weighted by hostility; shape (K,).

    Args:
        start: (P + 1,), holdings of each place.
        party: (K,), number of the organisation among the active ones.
        strength: (K,).
        hostility: (A, A).
    """
    against = np.zeros(len(party))
    # Indices have no sign: of any other Numba asks at each use whether it counts from the end.
    for p in range(len(start) - 1):
        first = np.uintp(start[p])
        for a in range(first, np.uintp(start[p + 1])):
            i, mine, others = np.uintp(party[a]), strength[a], 0.0
            for b in range(first, a):
                heat = hostility[i, np.uintp(party[b])]
                others += heat * strength[b]
                against[b] += heat * mine
            against[a] = others
    return against


@njit(cache=True, nogil=True)
def move_control(
    start: Rows, control: Floats, strength: Floats, against: Floats, state: Floats, rules: ControlRules
) -> None:
    """Let control follow strength where there is war; in peace only what nobody holds is taken, or given up.

    In war, shares move towards a Tullock contest, ``strength / (strength of all + state)``. In peace organisations
    fill, by strength, what all of them together could take from the state, and give up alike what they no longer could:
    the shares that they hold against one another stay as they are, which is the commitment problem.

    Args:
        start: (P + 1,), holdings of each place.
        control: (K,), shares; changed in place, at most 1 in sum over a place.
        strength: (K,).
        against: (K,), from ``hostile_strength``.
        state: (P,), weight of the state and of the unorganised, in the units of strength.
        rules: see ``ControlRules``.

    Source: contest success function of Tullock (1980).
    """
    for p in range(len(start) - 1):
        first, last = np.uintp(start[p]), np.uintp(start[p + 1])
        everybody, held = 0.0, 0.0
        for a in range(first, last):
            everybody += strength[a]
            held += control[a]
        if everybody <= 0.0:
            continue
        all_told = everybody + state[p]
        vacant = everybody / all_told - held
        total = 0.0
        for a in range(first, last):
            share = strength[a] / everybody if vacant > 0.0 else control[a] / held
            won = strength[a] / all_told
            pace = min(rules.seize * against[a] / everybody, 1.0)
            control[a] = max(control[a] + rules.settle * vacant * share + pace * (won - control[a]), 0.0)
            total += control[a]
        if total > 1.0:
            for a in range(first, last):
                control[a] /= total


@njit(cache=True, nogil=True)
def marginal_rent(
    start: Rows, members: Floats, strength: Floats, against: Floats, take: Floats, state: Floats
) -> Floats:
    """What one more member would add to an organisation's rents in a place, US$ a month, shape (K,).

    The derivative of the Tullock share where rivals and the state resist; a place without resistance adds nothing.

    Args:
        start: (P + 1,), holdings of each place.
        members: (K,), persons.
        strength: (K,).
        against: (K,), from ``hostile_strength``.
        take: (K,), US$ a month that full control would bring.
        state: (P,), as in ``move_control``.
    """
    gain = np.zeros(len(members))
    for p in range(len(start) - 1):
        first, last = np.uintp(start[p]), np.uintp(start[p + 1])
        everybody = state[p]
        for a in range(first, last):
            everybody += strength[a]
        if everybody <= 0.0:
            continue
        square = everybody**2
        for a in range(first, last):
            if members[a] > 0.0:
                gain[a] = take[a] * (against[a] + state[p]) / square * strength[a] / members[a]
    return gain


class Order(NamedTuple):
    """Holdings group by group: of places or of organisations.

    Attributes:
        start: (groups + 1,), where each group begins in ``rank``.
        rank: (K,), holdings, in the order in which they came within a group.
        free: (groups,), where the next one of a group goes while they are sorted.
    """

    start: Rows
    rank: Rows
    free: Rows


@njit(cache=True, nogil=True)
def by_group(group: Ints, order: Order) -> None:
    """Stable counting sort; ``order`` is overwritten."""
    order.start[:] = 0
    for g in group:
        order.start[g + 1] += 1
    for g in range(len(order.free)):
        order.free[g] = order.start[g]
        order.start[g + 1] += order.start[g]
    for a in range(len(group)):
        order.rank[order.free[group[a]]] = a
        order.free[group[a]] += 1


@njit(cache=True, nogil=True)
def follow(mine: Rows, members: Floats, gain: Floats, rules: DeployRules, settled: Floats) -> float:
    """Let members of one organisation follow better rents; returns how many it has.

    Each place wants what its members weigh by ``(gain / mean gain) ** sharpness``, out of as many as there are. Who is
    too many somewhere leaves, at most ``leavers`` of those there a month because members are locals; all who leave are
    shared among the places that want more, in proportion. Nobody else moves, so that members are conserved.

    Args:
        mine: holdings of the organisation.
        members: (K,).
        gain: (K,), from ``marginal_rent``.
        rules: see ``DeployRules``.
        settled: (K,), overwritten where the organisation has a holding.
    """
    total, mean, drawn = 0.0, 0.0, 0.0
    for a in mine:
        total += members[a]
        mean += gain[a] * members[a]
    if total <= 0.0:
        return total
    mean /= total
    for a in mine:
        settled[a] = members[a]
        if mean > 0.0:
            settled[a] *= min(max(gain[a] / mean, rules.least), rules.most) ** rules.sharpness
        drawn += settled[a]
    left, wanted = 0.0, 0.0
    for a in mine:
        settled[a] *= total / drawn
        left += min(max(members[a] - settled[a], 0.0), rules.leavers * members[a])
        wanted += max(settled[a] - members[a], 0.0)
    taken = left / wanted if wanted > 0.0 else 0.0
    for a in mine:
        more = settled[a] - members[a]
        settled[a] = members[a] + (taken * more if more > 0.0 else max(more, -rules.leavers * members[a]))
    return total


def deploy(
    now: Deployed,
    gain: Floats,
    neighbours: Ints,
    spread: Floats,
    floor: Floats,
    n_parties: int,
    rules: DeployRules,
    room: Room | None = None,
) -> Deployed:
    """Move the members of each organisation towards better rents and a little over its borders.

    First they ``follow`` money, at most ``leavers`` of a place a month; then they stray: a diffusion in km2 a month
    takes some to the places beside, the more of a cell's the smaller it is, so that an organisation spreads over the
    same ground on every grid. It keeps its number of members exactly. Presences below ``floor`` are given up, and their
    members join the others. A new holding belongs to the plaza from which most of it came, and control of it starts
    from nothing.

    Args:
        now: holdings, sorted by place.
        gain: (K,), from ``marginal_rent``.
        neighbours: (P, 8), places beside a place, -1 padded.
        spread: (P, 8), share that moves to each neighbour per km2 of diffusion.
        floor: (P,), smallest presence, persons.
        n_parties: A.
        rules: see ``DeployRules``.
        room: where what is found is kept; without it that is new.
    """
    kept, places, held = room or Room(), len(floor), len(now.party)
    own = _order(kept, "of an organisation", held, n_parties)
    by_group(now.party, own)
    reach = Reach(
        kept.array("here", places),
        kept.array("most", places),
        kept.array("origin", places, kind=np.int64),
        kept.array("touched", places, kind=np.int64),
        kept.array("settled", held),
    )
    moved = _holdings(kept, "moved", (1 + neighbours.shape[1]) * held)
    used = _move(now, gain, neighbours, spread, floor, rules, own, reach, moved)
    there = _order(kept, "of a place", used, places)
    by_group(moved.place[:used], there)
    found = _holdings(kept, "deployed", used)
    _line_up(moved, there.rank, found)
    return found


def _order(room: Room, which: str, holdings: int, groups: int) -> Order:
    sizes = {"start": groups + 1, "rank": holdings, "free": groups}
    return Order(*(room.array(f"{name} {which}", size, kind=np.int64) for name, size in sizes.items()))


def _holdings(room: Room, which: str, count: int) -> Deployed:
    kinds = {"place": np.int32, "party": np.int32, "plaza": np.int32}
    fields = Deployed._fields
    return Deployed(*(room.array(f"{which} {name}", count, kind=kinds.get(name, np.float64)) for name in fields))


class Reach(NamedTuple):
    """Where the members of one organisation get to while they move.

    Attributes:
        here: (P,), members.
        most: (P,), most who came from one holding.
        origin: (P,), that holding, or -1.
        touched: (P,), places reached, in the order in which they were.
        settled: (K,), members of each holding before they stray.
    """

    here: Floats
    most: Floats
    origin: Rows
    touched: Rows
    settled: Floats


@njit(cache=True, nogil=True)
def _move(
    now: Deployed,
    gain: Floats,
    neighbours: Ints,
    spread: Floats,
    floor: Floats,
    rules: DeployRules,
    own: Order,
    reach: Reach,
    found: Deployed,
) -> int:
    """Holdings of one organisation after another, over ``found``, as ``deploy`` says; returns how many there are."""
    here, most, origin, touched, settled = reach
    here[:] = 0.0
    most[:] = 0.0
    origin[:] = -1
    used = 0
    for i in range(len(own.free)):
        mine = own.rank[own.start[i] : own.start[i + 1]]
        total = follow(mine, now.members, gain, rules, settled)
        if total <= 0.0:
            continue
        reached = 0
        for a in mine:
            p = now.place[a]
            if origin[p] < 0:
                touched[reached] = p
                reached += 1
            origin[p], most[p] = a, np.inf
            stay = settled[a]
            for k in range(neighbours.shape[1]):
                q = neighbours[p, k]
                moved = settled[a] * rules.diffusion * spread[p, k] if q >= 0 else 0.0
                if moved > 0.0:
                    stay -= moved
                    here[q] += moved
                    if origin[q] < 0:
                        touched[reached] = q
                        reached += 1
                    if moved > most[q]:
                        most[q], origin[q] = moved, a
            here[p] += stay
        largest = 0.0
        for p in touched[:reached]:
            largest = max(largest, here[p])
        kept = 0.0
        for p in touched[:reached]:
            if here[p] < floor[p] and here[p] < largest:
                here[p] = 0.0
            kept += here[p]
        for p in touched[:reached]:
            a = origin[p]
            if here[p] > 0.0:
                found.place[used], found.party[used], found.members[used] = p, i, here[p] * total / kept
                found.control[used] = now.control[a] if now.place[a] == p else 0.0
                found.plaza[used], found.loyalty[used] = now.plaza[a], now.loyalty[a]
                used += 1
            here[p], most[p], origin[p] = 0.0, 0.0, -1
    return used


@njit(cache=True, nogil=True)
def _line_up(moved: Deployed, rank: Rows, found: Deployed) -> None:
    """Holdings in the order of ``rank``; ``found`` is overwritten."""
    for k in range(len(rank)):
        a = rank[k]
        found.place[k], found.party[k], found.plaza[k] = moved.place[a], moved.party[a], moved.plaza[a]
        found.members[k], found.control[k], found.loyalty[k] = moved.members[a], moved.control[a], moved.loyalty[a]
