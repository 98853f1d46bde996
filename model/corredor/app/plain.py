"""Numbers as plain data can hold them: what does not exist is nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from corredor.figures.series import QUANTILES
from corredor.runs.comparison import FEWEST

Spread = Mapping[str, float | None]
"""``mean`` of some differences, and ``low`` and ``high``, the ends of 90 % of them, if there are enough."""
ENDS: Final = ("low", "mean", "high")


def finite(value: Any) -> float | None:
    """A number, or nothing where there is none."""
    number = float(value)
    return number if math.isfinite(number) else None


def spread(values: Any) -> Spread:
    """See ``Spread``. Means are shown because those of parts add up to that of the whole.

    Args:
        values: differences of pairs, shape (replicates,).
    """
    known = pd.Series(values, dtype=float).dropna()
    ends = {end: finite(known.quantile(QUANTILES[end])) if len(known) >= FEWEST else None for end in ("low", "high")}
    return {"mean": finite(known.mean()), **ends}
