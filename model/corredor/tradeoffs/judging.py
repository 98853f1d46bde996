"""Judging bundles: who dominates whom, what is regretted, what would do, and who pays with their rights."""

from __future__ import annotations

from typing import Final

import numpy as np

from corredor.core.streams import Streams
from corredor.region.region import Bools, Floats
from corredor.runs.precision import FEWEST, mean_interval

KEPT, UNCLEAR, BROKEN = "kept", "unclear", "broken"
"""Whether a bundle keeps the rights constraint: it violates no more rights than doing nothing; its mean is higher but
the interval holds zero; it violates more."""
RESAMPLES: Final = 500
HIGH: Final = 0.9
"""Share of the worlds in which regret is no larger than the high regret that is told."""


def non_dominated(losses: Floats, eligible: Bools) -> Bools:
    """Bundles that no eligible other is at least as good as in everything, and better in something.

    Args:
        losses: shape (bundles, outcomes), less is better.
        eligible: shape (bundles,); others are never in the set, and dominate nobody.
    """
    better_or_equal = (losses[:, None, :] <= losses[None, :, :]).all(axis=2)
    better = (losses[:, None, :] < losses[None, :, :]).any(axis=2)
    dominated = (better_or_equal & better & eligible[:, None]).any(axis=0)
    return np.asarray(eligible & ~dominated)


def how_often_non_dominated(losses: Floats, eligible: Bools, seed: int, resamples: int = RESAMPLES) -> Floats:
    """Share of resamples of the worlds in which each bundle is in the non-dominated set.

    Args:
        losses: shape (bundles, worlds, outcomes).
        eligible: shape (bundles,).
        seed: the study's.
        resamples: how many, with replacement.

    Returns:
        Shape (bundles,). A bundle that is in the set by a hair, or by chance, is in few of them.
    """
    worlds = losses.shape[1]
    stream = Streams(seed).generator("tradeoffs.bootstrap", 0)
    count = np.zeros(len(losses))
    for _ in range(resamples):
        drawn = stream.integers(worlds, size=worlds)
        count += non_dominated(losses[:, drawn].mean(axis=1), eligible)
    return np.asarray(count / resamples)


def regret(losses: Floats, eligible: Bools) -> Floats:
    """What is lost against the best eligible bundle of the same world, outcome by outcome (Savage 1951).

    Args:
        losses: shape (bundles, worlds, outcomes), less is better.
        eligible: shape (bundles,).

    Returns:
        The same shape, in the units of the outcomes; below 0 for a bundle that is not eligible and better than all
        that are.
    """
    best = losses[eligible].min(axis=0)
    return np.asarray(losses - best)


def rights_kept(difference: Floats) -> str:
    """Whether a bundle keeps the rights constraint.

    Args:
        difference: shape (pairs,), rights violated with it less without any policy, in the same worlds.

    Returns:
        ``kept``, ``unclear`` or ``broken``. With fewer pairs than an interval needs, any rise counts as broken.
    """
    if not difference.mean() > 0.0:
        return KEPT
    if len(difference) < FEWEST:
        return BROKEN
    low, _ = interval(difference)
    return BROKEN if low > 0.0 else UNCLEAR


def interval(values: Floats) -> tuple[float, float]:
    """The 95 % interval of a mean; NaN with fewer than ``FEWEST`` values, both ends the mean where all are equal."""
    if len(values) >= FEWEST and float(np.ptp(values)) == 0.0:
        return float(values[0]), float(values[0])
    return mean_interval(values)
