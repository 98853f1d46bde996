"""Where agencies put their assets, and how honest those are who man them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[Any]


@njit(cache=True, nogil=True)
def place_assets(
    duty: NDArray[np.int64],
    land: Bools,
    area_km2: Floats,
    standing: Floats,
    lever: Floats,
    fleet: float,
    near: Floats,
    adaptation: float,
    budget: Floats,
    called: Floats,
    assets: Floats,
) -> None:
    """Assets by cell: a standing plan, of which each duty sends a share to where something was lately seized nearby.

    Args:
        duty: (n,) number of those who patrol here together.
        land: (n,).
        area_km2: (n,).
        standing: (n,) assets per 1000 km2 of the standing plan.
        lever: (n,) multiplier.
        fleet: strength of those who patrol at sea, relative to the start.
        near: (n,) kg seized near each cell and lately.
        adaptation: share of a duty's assets that follows seizures, where there were any.
        budget: (duties,), overwritten: assets times area that each duty has.
        called: (duties,), overwritten: seizures times area.
        assets: (n,), overwritten.
    """
    budget[:] = 0.0
    called[:] = 0.0
    for c in range(duty.size):
        paid = standing[c] * lever[c] * (1.0 if land[c] else fleet)
        budget[duty[c]] += paid * area_km2[c]
        called[duty[c]] += near[c] * area_km2[c]
    for c in range(duty.size):
        d = duty[c]
        follows = adaptation if called[d] > 0.0 else 0.0
        per_call = budget[d] * follows / called[d] if called[d] > 0.0 else 0.0
        paid = standing[c] * lever[c] * (1.0 if land[c] else fleet)
        assets[c] = (1.0 - follows) * paid + per_call * (near[c] * area_km2[c]) / area_km2[c]


@njit(cache=True, nogil=True)
def honesty(
    ashore: Bools, integrity: Floats, at_sea: float, places: Places, on_land: Floats, usual_land: Floats, honest: Floats
) -> None:
    """Share of what is seen that is also seized, by cell.

    Args:
        ashore: (n,) land of a country.
        integrity: (n,) of the country there.
        at_sea: what it is off the land, relative to the start.
        places: (P,) cell of each place.
        on_land: (P,) share of officials there who are not bought.
        usual_land: (P,) the same at the start.
        honest: (n,), overwritten.
    """
    for c in range(ashore.size):
        honest[c] = integrity[c] if ashore[c] else at_sea
    for p in range(places.size):
        honest[places[p]] = min(honest[places[p]] * on_land[p] / usual_land[p], 1.0)
