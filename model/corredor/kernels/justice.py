"""Stages of justice, arrests, and members who come out of prison or join, leave and die; see their processes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

HIGHEST = 0.95
"""No stage of justice is certain."""


class Chain(NamedTuple):
    """What conviction depends on, shape (P,) each.

    Attributes:
        presence: of the state.
        trusting: willingness of witnesses to talk where nobody would take revenge.
        unafraid: share of them whom fear does not silence.
        convicting: convictions for each case of an organisation that reaches a court.
        convicting_others: the same for cases behind which no organisation stands.
        capture: share of officials bought.
        police, clearance, vetted: levers.
    """

    presence: Floats
    trusting: Floats
    unafraid: Floats
    convicting: Floats
    convicting_others: Floats
    capture: Floats
    police: Floats
    clearance: Floats
    vetted: Floats


@njit(cache=True, nogil=True)
def stages(chain: Chain, cleared: float, clearance: Floats, common: Floats, conviction: Floats) -> None:
    """Clearance and conviction: products of stages.

    Args:
        chain: by place.
        cleared: share of offences that a sober police clears for full presence.
        clearance: (P,), overwritten.
        common: (P,) conviction for offences that are nobody's business but the offender's, overwritten.
        conviction: (P,) the same for offences of organisations, overwritten.
    """
    for p in range(clearance.size):
        clear = cleared * chain.presence[p] * chain.police[p] * chain.clearance[p]
        clearance[p] = min(clear, HIGHEST)
        reached = clearance[p] * chain.trusting[p]
        bought = chain.capture[p] * (1.0 - min(chain.vetted[p], 1.0))
        common[p] = min(reached * chain.convicting_others[p], HIGHEST)
        conviction[p] = min(reached * chain.convicting[p] * chain.unafraid[p] * (1.0 - bought), HIGHEST)


@njit(cache=True, nogil=True)
def arrests(
    place: Ints, members: Floats, people: Floats, police: Floats, lever: Floats, rate: float, half: float,
    arrested: Floats,
) -> None:  # fmt: skip
    """Members arrested, by holding.

    Args:
        place: (K,) of each holding.
        members: (K,) persons.
        people: (P,).
        police: (P,) effort relative to the reference.
        lever: (P,) multiplier of it.
        rate: arrests a head where members abound.
        half: members a head at which the police catch half of that.
        arrested: (K,), overwritten.
    """
    share = np.zeros(people.size)
    for k in range(place.size):
        share[place[k]] += members[k]
    for p in range(people.size):
        effort = rate * people[p] * police[p] * lever[p]
        share[p] = min(effort / max(share[p] + half * people[p], 1e-9), 1.0)
    for k in range(place.size):
        arrested[k] = share[place[k]] * members[k]


@njit(cache=True, nogil=True)
def take_back(place: Ints, country: Longs, members: Floats, returning: Floats) -> tuple[Floats, Floats]:
    """Add those released to the holdings of their country, in proportion.

    Args:
        place: (K,) of each holding.
        country: (P,).
        members: (K,) persons.
        returning: (C,) persons.

    Returns:
        Members now, shape (K,), and how many found a holding, shape (C,).
    """
    there, share, found, now = (
        np.zeros(returning.size),
        np.zeros(returning.size),
        np.zeros(returning.size),
        members.copy(),
    )
    for k in range(place.size):
        there[country[place[k]]] += members[k]
    for c in range(returning.size):
        if there[c] > 0.0:
            share[c], found[c] = returning[c] / max(there[c], 1e-9), returning[c]
    for k in range(place.size):
        now[k] = members[k] * (1.0 + share[country[place[k]]])
    return now, found


@njit(cache=True, nogil=True)
def turnover(
    place: Ints, organisation: Ints, members: Floats, deaths: Floats, leaving: Floats, rich: Floats, ready: Floats,
    rate: float, died: Floats, left: Floats, joined: Floats, staying: Floats,
) -> None:  # fmt: skip
    """Members of each holding who die, leave and, as usual, join, and who neither dies nor leaves.

    Args:
        place: (K,) of each holding.
        organisation: (K,) whose it is.
        members: (K,) persons.
        deaths: (K,) that violence found.
        leaving: (rows,) share of its members who leave an organisation.
        rich: (rows,) how its prospects attract, 1 is as usual.
        ready: (P,) how readily young people join, 1 is as usual.
        rate: recruits for each member.
        died: (K,), overwritten.
        left: (K,), overwritten.
        joined: (K,), overwritten.
        staying: (K,), overwritten.
    """
    for k in range(place.size):
        row = organisation[k]
        died[k] = min(deaths[k], members[k])
        left[k] = min(leaving[row] * members[k], members[k] - died[k])
        joined[k] = rate * members[k] * rich[row] * ready[place[k]]
        staying[k] = members[k] - died[k] - left[k]


@njit(cache=True, nogil=True)
def by_country(place: Ints, country: Longs, members: Floats, count: Floats) -> None:
    """How many there are in each country.

    Args:
        place: (K,) of each holding.
        country: (P,).
        members: (K,) persons.
        count: (C,), overwritten.
    """
    count[:] = 0.0
    for k in range(place.size):
        count[country[place[k]]] += members[k]
