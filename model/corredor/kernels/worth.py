"""What a kilogram is worth to those who send it: a logit over the markets, and a mean over senders.

Exponentials and logarithms are taken between the passes, by NumPy, many at once.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@njit(cache=True, nogil=True)
def behind(netback: Floats, senders: Longs, cells: Ints, scale: float, best: Floats, logit: Floats) -> None:
    """The best market of each sender and cell, and how far each market falls short of it.

    Args:
        netback: (O, markets, at least n) worth of a kilogram, US$.
        senders: (S,) of the O.
        cells: (C,) of the n.
        scale: of the choice among markets, US$/kg.
        best: (S, C), overwritten.
        logit: (S, markets, C), overwritten: worth less that of the best, in units of ``scale``.
    """
    for s in range(senders.size):
        for c in range(cells.size):
            worth = netback[senders[s], :, cells[c]]
            best[s, c] = worth[0]
            for market in range(1, worth.size):
                best[s, c] = max(best[s, c], worth[market])
            for market in range(worth.size):
                logit[s, market, c] = (worth[market] - best[s, c]) / scale


@njit(cache=True, nogil=True)
def chosen_worth(netback: Floats, senders: Longs, cells: Ints, weight: Floats, odds: Floats, chosen: Floats) -> None:
    """Worth of a kilogram in the markets that are chosen.

    Args:
        netback: as in ``behind``.
        senders: (S,).
        cells: (C,).
        weight: (S, markets, C), exponential of what ``behind`` finds.
        odds: (S, C), overwritten: sum over the markets.
        chosen: (S, C), overwritten, US$/kg.
    """
    for s in range(senders.size):
        for c in range(cells.size):
            total, earned = weight[s, 0, c], weight[s, 0, c] * netback[senders[s], 0, cells[c]]
            for market in range(1, weight.shape[1]):
                total += weight[s, market, c]
                earned += weight[s, market, c] * netback[senders[s], market, cells[c]]
            odds[s, c], chosen[s, c] = total, earned / total


@njit(cache=True, nogil=True)
def mean_worth(
    best: Floats, log_odds: Floats, chosen: Floats, scale: float, share: Floats, everything: float, worth: Floats
) -> None:
    """Mean over senders.

    Args:
        best: (S, C), from ``behind``.
        log_odds: (S, C), logarithm of the odds of ``chosen_worth``.
        chosen: (S, C), from there.
        scale: as in ``behind``.
        share: (S,) of each in what is sent.
        everything: their sum.
        worth: (2, C), overwritten: the log-sum over markets, and in the markets chosen, US$/kg.
    """
    for c in range(worth.shape[1]):
        inclusive, paid = 0.0, 0.0
        for s in range(share.size):
            inclusive += (best[s, c] + scale * log_odds[s, c]) * share[s]
            paid += chosen[s, c] * share[s]
        worth[0, c], worth[1, c] = inclusive / everything, paid / everything
