"""Rents that stay in a place, and who gets them: one place after another, one holding after another."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Trades(NamedTuple):
    """What local trades depend on, shape (P,) each.

    Attributes:
        people: persons.
        presence: of the state, 0 to 1.
        private_security: 0 to 1.
        quality: of private security, 0 to 1.
        migrants, fuel: how many times a person's ordinary rent.
        mining_km2: land where there may be illegal mines.
    """

    people: Floats
    presence: Floats
    private_security: Floats
    quality: Floats
    migrants: Floats
    mining_km2: Floats
    fuel: Floats


@njit(cache=True, nogil=True)
def local_rents(
    trades: Trades, place: Ints, sink: Ints, share: Floats, value: Floats, rules: Any, rents: Floats
) -> None:
    """US$ a month of full control, by activity: every trade is weaker where the state is present.

    Args:
        trades: by place.
        place: (R,) of each pair of a place and a sink of whose market it is a part.
        sink: (R,) of each pair.
        share: (R,) of what is sold behind it.
        value: (K,) margin of dealers on what is sold behind each sink, US$.
        rules: parameters of finance.
        rents: (6, P), overwritten: retail, extortion, kidnapping, migrants, mining, fuel.
    """
    rents[0] = 0.0
    for r in range(place.size):
        rents[0, place[r]] += share[r] * value[sink[r]]
    for p in range(trades.people.size):
        people, unserved = trades.people[p], 1.0 - trades.presence[p]
        unguarded = 1.0 - rules.guarded * trades.quality[p] * trades.private_security[p]
        rents[1, p] = rules.extortion * people * unserved * unguarded
        rents[2, p] = rules.kidnapping * people * unserved
        rents[3, p] = rules.migrant_smuggling * people * trades.migrants[p] * unserved
        rents[4, p] = rules.illegal_mining * trades.mining_km2[p] * unserved
        rents[5, p] = rules.fuel_theft * people * trades.fuel[p] * unserved


@njit(cache=True, nogil=True)
def spread_out(start: NDArray[np.int64], place: Ints, share: Floats, paid: Floats, near: Floats) -> None:
    """Spread what is paid in each place over the places near it.

    Args:
        start: (P + 1,), first share of each place.
        place: (M,), where a share of it falls.
        share: (M,), sums to 1 over a place.
        paid: (P,), US$.
        near: (P,), overwritten: what falls to each, US$.
    """
    near[:] = 0.0
    for q in range(paid.size):
        if paid[q] != 0.0:
            for k in range(start[q], start[q + 1]):
                near[place[k]] += share[k] * paid[q]


@njit(cache=True, nogil=True)
def share_out(
    place: Ints, organisation: Ints, control: Floats, takings: Floats, rents: Floats, local: Floats, taken: Floats,
    income: Floats,
) -> None:  # fmt: skip
    """What each holding takes, and each organisation by activity.

    Args:
        place: (K,) of each holding.
        organisation: (K,) whose it is.
        control: (K,) share of the place.
        takings: (K,) what full control would bring, US$ a month.
        rents: (activities, P) local rents.
        local: (P,) their sum.
        taken: (K,), overwritten.
        income: (2 + activities, rows), overwritten: all of it, tolls, and each activity.
    """
    income[:] = 0.0
    for k in range(place.size):
        p, row = place[k], organisation[k]
        taken[k] = takings[k] * control[k]
        income[0, row] += taken[k]
        income[1, row] += taken[k] - local[p] * control[k]
        for activity in range(len(rents)):
            income[2 + activity, row] += control[k] * rents[activity, p]
