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


@njit(cache=True, nogil=True)
def by_holding(organisation: Ints, number: Ints, found: Ints) -> None:
    """A number of each organisation, for each of its holdings.

    Args:
        organisation: (K,) whose each holding is.
        number: of each organisation.
        found: (K,), overwritten.
    """
    for k in range(organisation.size):
        found[k] = number[organisation[k]]


@njit(cache=True, nogil=True)
def obedience(organisation: Ints, cohesion: Floats, loyalty: Floats, obeyed: Floats) -> None:
    """How far leader's and lieutenant's word is obeyed: cohesion times loyalty.

    Args:
        organisation: (K,) whose each holding is.
        cohesion: (rows,) 0 to 1.
        loyalty: (K,) of the lieutenant, 0 to 1.
        obeyed: (K,), overwritten.
    """
    for k in range(organisation.size):
        obeyed[k] = cohesion[organisation[k]] * loyalty[k]


@njit(cache=True, nogil=True)
def win_back(loyalty: Floats, rate: float) -> None:
    """Loyalty (K,) returns at a rate, as new lieutenants establish themselves; changed in place."""
    for k in range(loyalty.size):
        loyalty[k] += rate * (1.0 - loyalty[k])


@njit(cache=True, nogil=True)
def rivalry(start: NDArray[np.int64], members: Floats, flow_usd: Floats, local_usd: Floats, turf_usd: Floats) -> None:
    """Rents over which groups meet: those of a place, by the chance that two of its members are rivals.

    Args:
        start: (P + 1,), holdings of each place.
        members: (K,) persons.
        flow_usd: (P,) rents of what passes, US$ a month.
        local_usd: (P,) rents that stay, US$ a month.
        turf_usd: (P,), overwritten.
    """
    for p in range(turf_usd.size):
        everybody, squares = 0.0, 0.0
        for k in range(start[p], start[p + 1]):
            everybody += members[k]
            squares += members[k] ** 2
        concentration = squares / max(everybody, 1e-12) ** 2
        turf_usd[p] = (flow_usd[p] + local_usd[p]) * (1.0 - concentration) if everybody > 0.0 else 0.0
