"""Months of the calendar and months of the run."""

from __future__ import annotations

import re
from typing import Final

FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2100


def read_month(value: object) -> str:
    """A month as ``YYYY-MM``.

    Raises:
        ValueError: if it is not a month written that way.
    """
    if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR:
        raise ValueError(f"{value} is a year — write the month too: {value}-01")
    text = str(value).strip()
    loose = re.fullmatch(r"(\d{4})[-/.](\d{1,2})([-/.]\d{1,2})?", text, re.ASCII)
    if not isinstance(value, str) or loose is None:
        raise ValueError(f"{text[:40]!r} is not a month — write year and month, e.g. 1990-01")
    year, month = int(loose[1]), int(loose[2])
    if not 1 <= month <= 12:
        raise ValueError(f"'{text}' has no month {month} — months go from 01 to 12")
    if text != f"{year:04}-{month:02}":
        raise ValueError(f"'{text}' is not written as year and month — write {year:04}-{month:02}")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}")
    return text


def month_number(month: str) -> int:
    """Months since year 0 of a ``YYYY-MM``, so that two can be subtracted."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_name(number: int) -> str:
    """The ``YYYY-MM`` of a month number."""
    return f"{number // 12:04}-{number % 12 + 1:02}"
