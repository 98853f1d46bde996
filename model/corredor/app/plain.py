"""Numbers as plain data can hold them: what does not exist is nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from corredor.figures.series import interval

Spread = Mapping[str, float | None]
"""``median`` of some differences, and ``low`` and ``high``, the ends of 90 %, if there are enough of them."""


def finite(value: Any) -> float | None:
    """A number, or nothing where there is none."""
    number = float(value)
    return number if math.isfinite(number) else None


def spread(values: Any) -> Spread:
    """See ``Spread``.

    Args:
        values: shape (replicates,).
    """
    table = interval(pd.Series(values, dtype=float).dropna())
    return {name: finite(table[name]) for name in ("low", "median", "high")}
