"""Numbers as people write them."""

from __future__ import annotations

import math

import pandas as pd


def number(value: float) -> str:
    """Three significant digits, no exponent, thousands set apart: ``0.0123``, ``4.56``, ``78.9``, ``12,300``."""
    if not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    digits = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    return f"{rounded:,.{max(digits, 0)}f}".replace("-", "−")


def plain(value: float) -> str:
    """As ``number``, without the zeros that a tick does not need: ``20`` and ``0.1``."""
    text = number(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: float) -> str:
    """As ``number``, with a plus where it is one."""
    return f"+{number(value)}" if value > 0 else number(value)


def share(value: float) -> str:
    """A share from 0 to 1 as a percentage."""
    return f"{100 * value:.0f} %" if math.isfinite(value) else "–"


def with_interval(row: pd.Series, *, sign: bool = False) -> str:
    """Median and 90 % interval of a row of quantiles: ``4.5 [3.1, 6.0]``."""
    write = signed if sign else number
    return f"{write(float(row['median']))} [{write(float(row['low']))}, {write(float(row['high']))}]"
