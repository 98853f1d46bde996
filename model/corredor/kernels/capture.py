"""Capture of the state: a contest of bribes and threats against oversight; ``processes.capture`` has the form."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

HIGHEST_CAPTURE = 0.98
"""Some officials are never bought."""


@njit(cache=True, nogil=True)
def contest(offered: float, integrity: float, watched: float, oversight: float) -> float:
    """Share of officials bought where ``offered`` stands against ``oversight * watched * integrity``."""
    against = oversight * watched * integrity
    return min(offered / max(offered + against, 1e-12), HIGHEST_CAPTURE)


@njit(cache=True, nogil=True)
def contests(offered: Floats, integrity: Floats, watched: Floats, oversight: float, share: Floats) -> None:
    """The same for many, all of one shape; ``share`` is overwritten."""
    for i in range(offered.size):
        share[i] = contest(offered[i], integrity[i], watched[i], oversight)


@njit(cache=True, nogil=True)
def offers(
    place: Ints, organisation: Ints, taken: Floats, rate: Floats, members: Floats, threat: float, population: Floats,
    offered: Floats,
) -> None:  # fmt: skip
    """Silver and lead for each resident and month.

    Args:
        place: (K,) of each holding.
        organisation: (K,) whose it is.
        taken: (K,) US$ this month.
        rate: (rows,) bribes for each dollar taken.
        members: (K,).
        threat: what a member's threat is worth, US$ a month.
        population: (P,).
        offered: (P,), overwritten.
    """
    lead = np.zeros(offered.size)
    offered[:] = 0.0
    for k in range(place.size):
        offered[place[k]] += taken[k] * rate[organisation[k]]
        lead[place[k]] += members[k]
    for p in range(offered.size):
        offered[p] = (offered[p] + threat * lead[p]) / max(population[p], 1.0)


@njit(cache=True, nogil=True)
def buy(
    offered: Floats, country: Longs, integrity: Floats, watched: Floats, oversight: float, speed: float, people: Floats,
    capture: Floats, national: Floats,
) -> None:  # fmt: skip
    """Move capture towards what is bought now, and average what is offered, and what stands against it, by country.

    Args:
        offered: (P,) US$ a month for each resident.
        country: (P,).
        integrity: (C,).
        watched: (P,) lever on oversight x convictions for each case.
        oversight: as registered.
        speed: share of the way.
        people: (P,).
        capture: (P,), changed.
        national: (2, C), overwritten: what is offered and how far officials are watched, means over people.
    """
    total = np.zeros(integrity.size)
    national[:] = 0.0
    for p in range(offered.size):
        home = country[p]
        capture[p] += speed * (contest(offered[p], integrity[home], watched[p], oversight) - capture[p])
        total[home] += people[p]
        national[0, home] += people[p] * offered[p]
        national[1, home] += people[p] * watched[p]
    for home in range(integrity.size):
        national[:, home] /= max(total[home], 1.0)


@njit(cache=True, nogil=True)
def protection(place: Ints, organisation: Ints, control: Floats, capture: Floats, sheltered: Floats) -> None:
    """Capture where an organisation holds ground, mean over what it holds; ``sheltered`` (rows,) is overwritten."""
    held = np.zeros(sheltered.size)
    sheltered[:] = 0.0
    for k in range(place.size):
        held[organisation[k]] += control[k]
        sheltered[organisation[k]] += control[k] * capture[place[k]]
    for row in range(sheltered.size):
        sheltered[row] /= max(held[row], 1e-12)
