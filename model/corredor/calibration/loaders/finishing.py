"""What every loader does last: checks what it found, and puts it into the project's own layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from corredor.calibration.errors import DataError
from corredor.calibration.tidy import UNITS, SeriesNote, Table, problems_of

_SHOWN = 4


def noted(publisher: str, meanings: Mapping[str, str]) -> dict[str, SeriesNote]:
    """What the header says of each series: its own unit, and one publisher of all."""
    return {name: SeriesNote(UNITS[name], publisher, meaning) for name, meaning in meanings.items()}


def finished(found: Table, *, allow_gaps: bool = False) -> Table:
    """A table in the project's own layout: only its columns, in order.

    Args:
        found: what a loader found; its rows may have other columns besides, and need no order.
        allow_gaps: leave years that are missing between others as gaps; otherwise they are an error.

    Raises:
        DataError: if there are no rows, duplicates, impossible values, or missing years.
    """
    if found.rows.empty:
        raise DataError(found.name, [f"nothing in it is {' or '.join(found.series)}"])
    keys = ["place", "year", *(["month"] if found.monthly else []), "series"]
    rows = found.rows[[*keys, "value"]].astype({"year": int, "value": float})
    problems = problems_of(rows, found.series)
    missing = () if allow_gaps else tuple(_gaps(rows))
    if missing:
        shown = "; ".join(missing[:_SHOWN]) + (f"; and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else "")
        problems.append(f"missing years: {shown} — fill them, or allow gaps")
    if problems:
        raise DataError(found.name, problems)
    return replace(found, rows=rows.sort_values(keys).reset_index(drop=True))


def _gaps(rows: pd.DataFrame) -> Iterable[str]:
    """Places and series with years missing between their first and their last."""
    for (place, series), years in rows.groupby(["place", "series"])["year"]:
        missing = sorted(set(range(years.min(), years.max() + 1)) - set(years))
        if missing:
            yield f"{place} {series} {', '.join(map(str, missing))}"
