"""Ground that an organisation knows from its loads and has nobody on, and what the first there would earn."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from corredor.kernels.deploy import Deployed

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Rows = NDArray[np.int64]


class Ground(NamedTuple):
    """What there is to be had in places, and who is there: of P places and K holdings, sorted by place.

    Attributes:
        start: (P + 1,), holdings of each place.
        party: (K,), number of the organisation among the active ones.
        strength: (K,).
        hostility: (A, A).
        state: (P,), weight of the state and of the unorganised, in the units of strength.
        flow_usd, local_usd: (P,), rents of what passes and that stay, US$ a month.
        cell: (P,), the cell of each place.
        least_km: (P,), own load-km at which a place is known.
    """

    start: Rows
    party: Ints
    strength: Floats
    hostility: Floats
    state: Floats
    flow_usd: Floats
    local_usd: Floats
    cell: NDArray[Any]
    least_km: Floats


@njit(cache=True, nogil=True)
def best_ground(
    ground: Ground,
    senders: Rows,
    share: Floats,
    force: Floats,
    known_km: Floats,
    slots: Rows,
    usual: Floats,
    best: Rows,
) -> None:
    """The known place without own members where the first of them would earn most, if more than at home; else -1.

    What one earns is the derivative of a Tullock share at none of one's own, as in ``deploy.marginal_rent``:
    ``take (against + state) / (strength of all + state)^2`` for each unit of strength.

    Args:
        ground: see there.
        senders: (S,), number of each among the active ones.
        share: (S,), of the rents of what passes that it would take.
        force: (S,), strength of one of its members.
        known_km: (O, n), load-km of everybody who plans in each cell.
        slots: (S,), which of them each is.
        usual: (S,), what one more member adds where it has them, US$ a month.
        best: (S,), overwritten.
    """
    for s in range(len(senders)):
        i, most = np.uintp(senders[s]), usual[s]
        best[s] = -1
        for p in range(len(ground.state)):
            if known_km[slots[s], np.uintp(ground.cell[p])] < ground.least_km[p]:
                continue
            there, against, own = ground.state[p], ground.state[p], False
            for a in range(np.uintp(ground.start[p]), np.uintp(ground.start[p + 1])):
                other = np.uintp(ground.party[a])
                own = own or other == i
                there += ground.strength[a]
                against += ground.hostility[i, other] * ground.strength[a]
            if own or there <= 0.0:
                continue
            gain = (share[s] * ground.flow_usd[p] + ground.local_usd[p]) * against / there**2 * force[s]
            if gain > most:
                most, best[s] = gain, p


@njit(cache=True, nogil=True)
def send(
    before: Deployed, organisation: Ints, leavers: float, senders: Rows, places: Rows, after: Deployed, whose: Ints
) -> int:
    """Take a share of each sender's members everywhere and put them into one place, under the leader himself.

    Args:
        before: holdings, sorted by place and organisation.
        organisation: (K,), rows.
        leavers: share who go.
        senders: (S,), rows, in the order of ``places`` and, for one place, of rows.
        places: (S,), where to, ascending.
        after: (at least K + S,) each, overwritten; ``party`` is left alone.
        whose: (at least K + S,), overwritten: rows.

    Returns:
        How many holdings there are now.
    """
    sent = np.zeros(len(senders))
    for s in range(len(senders)):
        for k in range(len(organisation)):
            if organisation[k] == senders[s]:
                sent[s] += leavers * before.members[k]
    used, k = 0, 0
    for s in range(len(senders) + 1):
        while k < len(organisation) and (
            s == len(senders)
            or before.place[k] < places[s]
            or (before.place[k] == places[s] and organisation[k] < senders[s])
        ):
            used = _keep(before, organisation, k, leavers, senders, after, whose, used)
            k += 1
        if s == len(senders):
            break
        if k < len(organisation) and before.place[k] == places[s] and organisation[k] == senders[s]:
            used = _keep(before, organisation, k, leavers, senders, after, whose, used)
            k += 1
            there = used - 1
            if sent[s] > after.members[there]:
                after.plaza[there], after.loyalty[there] = 0, 1.0
            after.members[there] += sent[s]
        else:
            after.place[used], whose[used], after.members[used] = places[s], senders[s], sent[s]
            after.control[used], after.plaza[used], after.loyalty[used] = 0.0, 0, 1.0
            used += 1
    return used


@njit(cache=True, nogil=True)
def _keep(
    before: Deployed,
    organisation: Ints,
    k: int,
    leavers: float,
    senders: Rows,
    after: Deployed,
    whose: Ints,
    used: int,
) -> int:
    """Carry a holding over, less those who go."""
    stay = 1.0
    for row in senders:
        if row == organisation[k]:
            stay = 1.0 - leavers
    after.place[used], whose[used], after.members[used] = before.place[k], organisation[k], stay * before.members[k]
    after.control[used], after.plaza[used], after.loyalty[used] = before.control[k], before.plaza[k], before.loyalty[k]
    return used + 1
