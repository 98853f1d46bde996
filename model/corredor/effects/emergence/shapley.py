"""Shapley's shares: what each part adds to a whole, averaged over the orders in which parts can be added."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from corredor.region.region import Floats


def coalitions(players: Sequence[str]) -> Iterator[frozenset[str]]:
    """All subsets, from the empty one to all."""
    for size in range(len(players) + 1):
        yield from map(frozenset, itertools.combinations(players, size))


def shapley(worth: Mapping[frozenset[str], Floats], players: Sequence[str]) -> dict[str, Floats]:
    """The share of each player (Shapley 1953).

    Shares add up to the worth of all less the worth of none.

    Args:
        worth: of every subset of the players, any shape that all have.
        players: each once.

    Raises:
        KeyError: if the worth of a subset is missing.
    """
    count = len(players)
    shares: dict[str, Floats] = {}
    for player in players:
        share = np.zeros_like(np.asarray(worth[frozenset()], dtype=np.float64))
        for without in coalitions([each for each in players if each != player]):
            weight = math.factorial(len(without)) * math.factorial(count - len(without) - 1) / math.factorial(count)
            share = share + weight * (worth[without | {player}] - worth[without])
        shares[player] = share
    return shares
