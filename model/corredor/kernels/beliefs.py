"""What organisations remember of seizures, hear from others and conclude about places, and what rivals take of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


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
    everybody = np.zeros(n)
    for o in range(count):
        everybody += met[o]
    for o in range(count):
        for c in range(n):
            known[o, c] = kept * known[o, c] + (1.0 - heard) * met[o, c] + heard * everybody[c]


@njit(cache=True, nogil=True)
def tolls(rows: Longs, cell: Longs, organisation: NDArray[Any], control: Floats, weight: Floats, toll: Floats) -> None:
    """What rivals take of a load, by whom it belongs to and cell.

    Args:
        rows: (S,) owners.
        cell: (K,) where each holding lies.
        organisation: (K,) who holds it.
        control: (K,) share of the place.
        weight: (S, organisations) what each organisation takes of each owner's loads where it has full control.
        toll: (S, n), overwritten.
    """
    toll[:] = 0.0
    for s in range(rows.size):
        for k in range(cell.size):
            if organisation[k] != rows[s]:
                toll[s, cell[k]] += control[k] * weight[s, organisation[k]]


@njit(cache=True, nogil=True)
def zone_totals(fields: Floats, zone: NDArray[Any], totals: Floats) -> None:
    """Sum of each field over each zone.

    Args:
        fields: (m, n).
        zone: (n,).
        totals: (m, zones), overwritten.
    """
    totals[:] = 0.0
    for f in range(len(fields)):
        for c in range(zone.size):
            totals[f, zone[c]] += fields[f, c]


@njit(cache=True, nogil=True)
def posterior(
    standing: Floats, zone: NDArray[Any], scale: Floats, prior_km: float, near: Floats, hazard: Floats
) -> None:
    """Posterior mean of a gamma-Poisson hazard, whose prior is the standing plan as scaled by what a zone has shown.

    Args:
        standing: (n,) hazard per km of the standing plan.
        zone: (n,).
        scale: (S, zones) how many times the standing plan.
        prior_km: weight of the prior, load-km.
        near: (2 S, n) seizures met near each cell, then load-km.
        hazard: (S, n), overwritten.
    """
    count = len(scale)
    for o in range(count):
        for c in range(zone.size):
            prior = standing[c] * scale[o, zone[c]]
            hazard[o, c] = (prior * prior_km + near[o, c]) / (prior_km + near[count + o, c])
