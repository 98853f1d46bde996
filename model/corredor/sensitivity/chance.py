"""How much of what varies is chance: replicates of the same point against points."""

from __future__ import annotations

import numpy as np

from corredor.region.region import Floats


def chance_of_means(values: Floats) -> float:
    """The share of the variance of point means that is chance, 0 to 1; NaN with one replicate, or if no mean differs.

    With common random numbers what replicate ``k`` adds to every point drops out, so chance is what is left of a run
    after its point and its replicate (the residual mean square of a two-way table), over the number of replicates.

    Args:
        values: shape (points, replicates).
    """
    replicates, means = values.shape[1], values.mean(axis=1)
    if replicates < 2 or float(np.ptp(means)) == 0.0:
        return float("nan")
    share: float = min(_residual(values) / replicates / float(means.var(ddof=1)), 1.0)
    return share


def chance_of_a_run(values: Floats) -> float:
    """The share of the variance between single runs that is chance, 0 to 1; NaN with one replicate.

    Args:
        values: shape (points, replicates).
    """
    replicates = values.shape[1]
    if replicates < 2 or float(np.ptp(values)) == 0.0:
        return float("nan")
    within = float(values.var(axis=1, ddof=1).mean())
    between = max(float(values.mean(axis=1).var(ddof=1)) - _residual(values) / replicates, 0.0)
    share: float = within / (between + within)
    return share


def _residual(values: Floats) -> float:
    points, replicates = values.shape
    left = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0, keepdims=True) + values.mean()
    return float((left**2).sum() / ((points - 1) * (replicates - 1)))
