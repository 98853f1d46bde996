"""The common rise of all bids at which consumers want what there is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Bids(NamedTuple):
    """What each outlet bids, and what its consumers make of it; shape (U,) each.

    Attributes:
        bid: US$/kg before the common rise.
        least, most: US$/kg that the price stays within.
        at_reference: US$/kg at which consumers want what is usual, with what events do to the price.
        usual: kg a month that they want then.
    """

    bid: Floats
    least: Floats
    most: Floats
    at_reference: Floats
    usual: Floats


@njit(cache=True, nogil=True)
def common_rise(bids: Bids, elasticity: float, supply: float, halvings: int) -> float:
    """Rise, US$/kg, at which all outlets together want ``supply``, by bisection between the limits of all prices.

    Args:
        bids: of the outlets.
        elasticity: of what consumers want, to the price.
        supply: kg a month.
        halvings: of the span between the lowest rise that moves any price and the highest.
    """
    low, high = np.inf, -np.inf
    for u in range(bids.bid.size):
        low, high = min(low, bids.least[u] - bids.bid[u]), max(high, bids.most[u] - bids.bid[u])
    for _ in range(halvings):
        rise = (low + high) / 2.0
        wanted = 0.0
        for u in range(bids.bid.size):
            price = min(max(bids.bid[u] + rise, bids.least[u]), bids.most[u])
            wanted += bids.usual[u] * (price / bids.at_reference[u]) ** elasticity
        if wanted > supply:
            low = rise
        else:
            high = rise
    return (low + high) / 2.0
