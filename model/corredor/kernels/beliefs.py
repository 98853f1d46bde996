"""What organisations remember of seizures, hear from others and conclude about places, and what rivals take of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

LEAST_SHAPE = 0.5
"""Shape of a gamma posterior below which its quantiles are taken as if it had this: the approximation ends there."""
BLOCK = 256
"""Cells that are worked out at a time, few enough to stay in the nearest cache."""


@njit(cache=True, nogil=True)
def hear(known: Floats, met: Floats, kept: float, heard: float) -> None:
    """Fade what was known; add what each met this month and a share of what all met.

    Args:
        known: (O, n), changed.
        met: (O, n).
        kept: share of what was known that is kept.
        heard: share of what the others met that is heard of.
    """
    count, n = met.shape
    everybody = np.empty(BLOCK)
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        everybody[:] = 0.0
        for o in range(count):
            for c in range(first, last):
                everybody[c - first] += met[o, c]
        for o in range(count):
            for c in range(first, last):
                known[o, c] = kept * known[o, c] + (1.0 - heard) * met[o, c] + heard * everybody[c - first]


@njit(cache=True, nogil=True)
def settle(known: Floats, met: Floats, kept: float) -> None:
    """Fade what was known and add what was met.

    Args:
        known: (O, n), changed.
        met: (O, n).
        kept: share of what was known that is kept.
    """
    for o in range(known.shape[0]):
        mine, new = known[o], met[o]
        for c in range(mine.size):
            mine[c] = mine[c] * kept + new[c]


@njit(cache=True, nogil=True)
def dearer(fee: Floats, flow_kg: Floats, known: Floats, change: Floats) -> None:
    """What changes of fees mean to those who pay them, up or down, US$.

    Args:
        fee: (A,) US$/kg now.
        flow_kg: (A,) kilograms on each arc.
        known: (A,) fees as they were; those of now afterwards.
        change: (A,), overwritten.
    """
    for a in range(fee.size):
        change[a] = abs(fee[a] - known[a]) * flow_kg[a]
        known[a] = fee[a]


@njit(cache=True, nogil=True)
def tolls(
    slots: Longs,
    rows: Longs,
    places: NDArray[Any],
    place: NDArray[Any],
    organisation: NDArray[Any],
    control: Floats,
    weight: Floats,
    toll: Floats,
) -> None:
    """What rivals take of a load, by whom it belongs to and cell.

    Args:
        slots: (S,) which of the senders are asked for.
        rows: (S,) the organisations that they are.
        places: (P,) cell of each place.
        place: (K,) where each holding lies.
        organisation: (K,) who holds it.
        control: (K,) share of the place.
        weight: (S, organisations) what each organisation takes of each owner's loads where it has full control.
        toll: (O, n), overwritten for those asked for.
    """
    for s in range(rows.size):
        mine = toll[slots[s]]
        mine[:] = 0.0
        for k in range(place.size):
            if organisation[k] != rows[s]:
                mine[places[place[k]]] += control[k] * weight[s, organisation[k]]


@njit(cache=True, nogil=True)
def zone_totals(
    losses: Floats,
    exposure_km: Floats,
    near_km: Floats,
    zone: NDArray[Any],
    prior_km: float,
    lost: Floats,
    told: Floats,
    met: Floats,
) -> None:
    """What each sender met in each zone, and how much of it tells about the rest of the zone.

    Args:
        losses: (m, n) seizures.
        exposure_km: (m, n) load-km.
        near_km: (m, n) load-km near each cell.
        zone: (n,).
        prior_km: load-km that tell as much of a place as the zone does.
        lost: (m, zones), overwritten: seizures, each weighted by k / (k + load-km nearby).
        told: (m, zones), overwritten: load-km weighted likewise.
        met: (m, zones), overwritten: load-km.
    """
    lost[:], told[:], met[:] = 0.0, 0.0, 0.0
    for o in range(len(losses)):
        seized, passed, near = losses[o], exposure_km[o], near_km[o]
        for c in range(zone.size):
            if passed[c] > 0.0:
                weight = prior_km / (prior_km + near[c])
                lost[o, zone[c]] += weight * seized[c]
                told[o, zone[c]] += weight * passed[c]
                met[o, zone[c]] += passed[c]


@njit(cache=True, nogil=True)
def zone_means(values: Floats, zone: NDArray[Any], mean: Floats) -> None:
    """Mean over the cells of each zone, 0 where there is none.

    Args:
        values: (n,).
        zone: (n,).
        mean: (zones,), overwritten.
    """
    cells = np.zeros(mean.size)
    mean[:] = 0.0
    for c in range(zone.size):
        cells[zone[c]] += 1.0
        mean[zone[c]] += values[c]
    for z in range(mean.size):
        mean[z] /= max(cells[z], 1.0)


@njit(cache=True, nogil=True)
def posterior(
    slots: Longs,
    standing: Floats,
    shares: Floats,
    scale: Floats,
    prior_km: float,
    lost: Floats,
    met: Floats,
    judgement: Floats,
    doubt: float,
    hazard: Floats,
) -> None:
    """Guess at a gamma-Poisson hazard, whose prior is the standing plan as scaled by what a zone has shown.

    Of a posterior of mean m and shape a the quantile of a standard normal z is m (1 - 1 / 9a + z / 3 sqrt(a))^3 (Wilson
    & Hilferty 1931).

    Args:
        slots: (S,) which of the senders are asked for.
        standing: (n,) hazard per km of the standing plan.
        shares: (zones, n) how much of a cell's patrols are those of each zone; 1 in sum.
        scale: (S, zones) how many times the standing plan.
        prior_km: weight of the prior, load-km.
        lost: (S, n) seizures met near each cell.
        met: (S, n) load-km.
        judgement: (O, n) standard normal, z.
        doubt: share of the posterior's standard deviation that guesses have; 0 gives its mean.
        hazard: (O, n), overwritten for those asked for.
    """
    for o in range(slots.size):
        mine, near_lost, near_met, times = hazard[slots[o]], lost[o], met[o], scale[o]
        judged = judgement[slots[o]]
        mine[:] = 0.0
        for z in range(times.size):
            share, here = shares[z], times[z]
            for c in range(standing.size):
                mine[c] += share[c] * here
        for c in range(standing.size):
            prior = standing[c] * mine[c]
            shape = prior * prior_km + near_lost[c]
            mine[c] = shape / (prior_km + near_met[c])
            if doubt > 0.0:
                told = 1.0 / (9.0 * max(shape / (doubt * doubt), LEAST_SHAPE))
                mine[c] *= max(1.0 - told + judged[c] * np.sqrt(told), 0.0) ** 3


@njit(cache=True, nogil=True)
def cost_factor(slots: Longs, near: Floats, view: Floats, saving: float, half_km: float, factor: Floats) -> None:
    """Own view of the cost per km, less what is saved where it is established: view (1 - saving k / (k + half)).

    Args:
        slots: (S,) which of the senders are asked for.
        near: (S, n) own load-km near each cell.
        view: (O, n) multiplier of the cost per km.
        saving: share of the cost that is saved at most.
        half_km: load-km at which half of that is.
        factor: (O, n), overwritten for those asked for.
    """
    for o in range(slots.size):
        mine, known, own = factor[slots[o]], near[o], view[slots[o]]
        for c in range(known.size):
            mine[c] = (known[c] / (known[c] + half_km) * -saving + 1.0) * own[c]
