"""The continuous ranked probability score of counts, and what else tells a good forecast from a bad one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

from corredor.region.region import Floats


def crps(observed: Floats, members: Floats) -> Floats:
    """Continuous ranked probability score of equally likely members; smaller is better, in the unit of the counts.

    mean |x − y| − mean |x − x'| / 2 over members x, x' (Gneiting & Raftery 2007, eq. 21), the second term from the
    sorted members. With one member it is the absolute error. The libraries that have it compile themselves for seconds
    whenever they are imported, for what is three lines here.

    Args:
        observed: shape (rows,).
        members: shape (rows, members).

    Returns:
        Shape (rows,).
    """
    m = members.shape[1]
    ordered = np.sort(members, axis=1)
    weights = 2.0 * np.arange(1, m + 1) - m - 1.0
    distance = np.abs(members - observed[:, None]).mean(axis=1)
    return np.asarray(distance - (ordered * weights).sum(axis=1) / m**2)


def within(observed: Floats, members: Floats, share: float) -> tuple[Floats, Floats]:
    """Whether each observed value lies in the central interval that should hold a share, and how wide that is.

    Counts are whole, so that intervals take in their ends.

    Args:
        observed: shape (rows,).
        members: shape (rows, members).
        share: e.g. 0.9.

    Returns:
        1 or 0 for each row, and the width of each row; shape (rows,) both.
    """
    low, high = (np.quantile(members, level, axis=1) for level in ((1 - share) / 2, (1 + share) / 2))
    inside = (low <= observed) & (observed <= high)
    return inside.astype(float), np.asarray(high - low)


def rank_correlation(observed: Sequence[float] | Floats, forecast: Sequence[float] | Floats) -> float:
    """Spearman's rank correlation across places; NaN with fewer than three or without any difference."""
    seen, said = np.asarray(observed, dtype=float), np.asarray(forecast, dtype=float)
    if len(seen) < 3 or np.ptp(seen) == 0.0 or np.ptp(said) == 0.0:
        return float("nan")
    return float(stats.spearmanr(seen, said).statistic)
