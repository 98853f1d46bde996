"""Numbers as people write them."""

from __future__ import annotations

import math

import pandas as pd


def number(value: float, significant: int = 3) -> str:
    """Significant digits, no exponent, thousands set apart: ``0.0123``, ``4.56``, ``78.9``, ``12,300``."""
    if not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    digits = significant - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    return f"{rounded:,.{max(digits, 0)}f}".replace("-", "−")


def plain(value: float) -> str:
    """As ``number``, without the zeros that a tick does not need: ``20`` and ``0.1``."""
    text = number(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: float, significant: int = 3) -> str:
    """As ``number``, with a plus where it is one."""
    return f"+{number(value, significant)}" if value > 0 else number(value, significant)


def share(value: float) -> str:
    """A share from 0 to 1 as a percentage."""
    return f"{100 * value:.0f} %" if math.isfinite(value) else "–"


def with_interval(row: pd.Series, *, sign: bool = False) -> str:
    """Median and 90 % interval of a row of quantiles, ``4.50 [3.10, 6.00]``, or two digits of the median alone."""
    write = signed if sign else number
    if math.isnan(float(row["low"])):
        return write(float(row["median"]), 2)
    return f"{write(float(row['median']))} [{write(float(row['low']))}, {write(float(row['high']))}]"
