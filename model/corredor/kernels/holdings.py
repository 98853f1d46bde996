"""Sums over what organisations hold, and what each holding is worth: one number a holding, no array in between."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@njit(cache=True, nogil=True)
def begin_places(place: NDArray[Any], organisation: NDArray[Any], start: NDArray[np.int64]) -> bool:
    """Where each place begins; False, and nothing of use, if pairs do not ascend, each of them once.

    Args:
        place: (K,).
        organisation: (K,).
        start: (P + 1,), overwritten.
    """
    start[:] = 0
    for k in range(place.size):
        start[place[k] + 1] += 1
        if k > 0 and (place[k] < place[k - 1] or (place[k] == place[k - 1] and organisation[k] <= organisation[k - 1])):
            return False
    for p in range(start.size - 1):
        start[p + 1] += start[p]
    return True


@njit(cache=True, nogil=True)
def total_by(group: Ints, values: NDArray[Any], groups: int) -> Floats:
    """Sum over each group, in the order of the values.

    Args:
        group: (K,), from 0.
        values: (K,).
        groups: how many there are at least, as in ``numpy.bincount``.
    """
    last = -1
    for k in range(group.size):
        last = max(last, group[k])
    total = np.zeros(max(groups, last + 1))
    for k in range(group.size):
        total[group[k]] += values[k]
    return total


@njit(cache=True, nogil=True)
def full_control(
    place: Ints, organisation: Ints, transnational: Floats, toll_share: float, flow_usd: Floats, local_usd: Floats
) -> Floats:
    """What full control of its place would bring each holding: (reach + (1 - reach) toll share) flow + local.

    Args:
        place: (K,).
        organisation: (K,).
        transnational: (rows,) capacity, 0 to 1.
        toll_share: part of what passes that an organisation without it gets.
        flow_usd: (P,) rents of what passes, US$ a month.
        local_usd: (P,) rents that stay, US$ a month.
    """
    taken = np.empty(place.size)
    for k in range(place.size):
        reach = transnational[organisation[k]]
        share = reach + (1.0 - reach) * toll_share
        taken[k] = share * flow_usd[place[k]] + local_usd[place[k]]
    return taken


@njit(cache=True, nogil=True)
def force(
    place: Ints,
    organisation: Ints,
    members: Floats,
    loyalty: Floats,
    control: Floats,
    arms: Floats,
    cohesion: Floats,
    capture: Floats,
    troops: Floats,
    troops_undo: float,
    protection: float,
) -> Floats:
    """Strength of each holding: members sqrt(arms) cohesion loyalty (1 + protection shelter control).

    Shelter is ``capture (1 - undo min(troops, 1))``.

    Args:
        place: (K,).
        organisation: (K,).
        members: (K,).
        loyalty: (K,).
        control: (K,).
        arms: (rows,) per member.
        cohesion: (rows,).
        capture: (P,) share of officials bought.
        troops: (P,) presence of soldiers, 1 is everywhere.
        troops_undo: share of shelter that they undo.
        protection: strength that full shelter adds; 0 where it is cut.
    """
    strong = np.empty(place.size)
    for k in range(place.size):
        p, row = place[k], organisation[k]
        shelter = capture[p] * (1.0 - troops_undo * min(troops[p], 1.0))
        united = members[k] * loyalty[k] * (np.sqrt(arms[row]) * cohesion[row])
        strong[k] = united * (1.0 + protection * shelter * control[k])
    return strong
