"""The project's own layout of figures: one row for each place, time and series, and a header that says what they are.

::

    # title: Homicide by country, 1990 to 2018
    # level: country
    # compiled: 2026-11
    # series homicides: person | UNODC homicide statistics | people killed on purpose, as registered
    # caveat: Countries differ in who counts.
    place,year,series,value
    ABW,1990,homicides,0

Monthly tables have a column ``month`` after ``year``. Places are ISO 3166-1 alpha-3 or ISO 3166-2 codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from corredor.calibration.errors import DataError

UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "homicides": "person",
        "homicide_rate": "1/100000/year",
        "population": "person",
        "coca": "ha",
        "cocaine_seized": "kg",
        "retail_price": "usd/g",
        "organisations": "1",
        "organised_share": "1",
        "municipalities_held": "1",
        "municipalities_shared": "1",
        "police": "1/100000",
        "government_effectiveness": "1",
        "control_of_corruption": "1",
    }
)
"""Every series there is, with its unit. A count of people is yearly or monthly, as its table is."""

SCORES: Final = ("government_effectiveness", "control_of_corruption")
"""Series that may be negative."""

_PLACE: Final = re.compile(r"[A-Z]{3}|[A-Z]{2}-[A-Z0-9]{1,3}")
_SERIES: Final = re.compile(r"series (\w+)")
_YEARS: Final = (1900, 2100)
_EXAMPLES: Final = 3


@dataclass(frozen=True)
class SeriesNote:
    """What a table says of one series.

    Attributes:
        unit: as in ``UNITS``.
        publisher: who publishes the figures.
        meaning: what they count.
    """

    unit: str
    publisher: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """Figures in the project's own layout.

    Attributes:
        name: of the file.
        title: what is in it.
        level: ``country``, ``division``, or both.
        compiled: when, ``YYYY-MM``.
        series: by name.
        caveats: what a reader has to know.
        rows: columns ``place``, ``year``, perhaps ``month``, ``series``, ``value``.
    """

    name: str
    title: str
    level: str
    compiled: str
    series: Mapping[str, SeriesNote]
    caveats: tuple[str, ...]
    rows: pd.DataFrame

    @property
    def monthly(self) -> bool:
        """Whether values are by month."""
        return "month" in self.rows

    def wide(self) -> pd.DataFrame:
        """A column for each series; rows by place and time, sorted."""
        keys = ["place", "year", *(["month"] if self.monthly else [])]
        wide = self.rows.pivot(index=keys, columns="series", values="value").reset_index()
        wide.columns.name = None
        return wide


def read_table(path: Path) -> Table:
    """Read a file in the project's own layout.

    Raises:
        DataError: with everything that is wrong with it.
    """
    if not path.is_file():
        raise DataError(str(path), ["there is no such file"])
    head = [line[1:].strip() for line in _lines(path) if line.startswith("#")]
    fields = [(key.strip(), value.strip()) for key, _, value in (line.partition(":") for line in head)]
    about = dict(fields)
    missing = [f"the header says nothing of '{key}'" for key in ("title", "level", "compiled") if not about.get(key)]
    notes, wrong = _notes(about)
    rows = pd.read_csv(path, comment="#", dtype={"place": str, "series": str})
    problems = [*missing, *wrong, *problems_of(rows, notes)]
    if problems:
        raise DataError(path.name, problems)
    return Table(
        path.stem,
        about["title"],
        about["level"],
        about["compiled"],
        MappingProxyType(notes),
        tuple(value for key, value in fields if key == "caveat"),
        rows.astype({"value": float}),
    )


def write_table(table: Table, path: Path) -> None:
    """Write a file that ``read_table`` reads back."""
    head = [f"title: {table.title}", f"level: {table.level}", f"compiled: {table.compiled}"]
    head += [f"series {name}: {n.unit} | {n.publisher} | {n.meaning}" for name, n in table.series.items()]
    head += [f"caveat: {caveat}" for caveat in table.caveats]
    rows = table.rows.assign(value=table.rows["value"].map(lambda value: f"{value:.10g}"))
    body = rows.to_csv(index=False, lineterminator="\n")
    path.write_text("".join(f"# {line}\n" for line in head) + body, encoding="utf-8")


def problems_of(rows: pd.DataFrame, series: Mapping[str, SeriesNote]) -> list[str]:
    """What is wrong with rows of the project's layout: columns, places, times, series, values, duplicates."""
    keys = ["place", "year", *(["month"] if "month" in rows else []), "series"]
    if list(rows.columns) != [*keys, "value"]:
        return [f"the columns are {', '.join(map(str, rows.columns))} — they should be {', '.join([*keys, 'value'])}"]
    found = []
    unknown = sorted(set(rows["series"].dropna()) - set(series))
    if unknown:
        found.append(f"series {', '.join(unknown)}: the header does not say what they are")
    if rows.isna().any(axis=None):
        found.append(f"{int(rows.isna().any(axis=1).sum())} rows with an empty field — leave the whole row out")
        return found
    checks = {
        "places that are no ISO code": ~rows["place"].map(lambda place: bool(_PLACE.fullmatch(str(place)))),
        "years that are none": ~_whole_between(rows["year"], *_YEARS),
        "values that are no number": ~pd.to_numeric(rows["value"], errors="coerce").map(np.isfinite),
        "duplicate rows": rows.duplicated(keys, keep=False),
    }
    if "month" in rows:
        checks["months that are none"] = ~_whole_between(rows["month"], 1, 12)
    checks["negative values"] = ~rows["series"].isin(SCORES) & (pd.to_numeric(rows["value"], errors="coerce") < 0)
    return found + [f"{what}: {_examples(rows[bad], keys)}" for what, bad in checks.items() if bad.any()]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _notes(about: Mapping[str, str]) -> tuple[dict[str, SeriesNote], list[str]]:
    """Series of a header, and what is wrong with them."""
    notes, wrong = {}, []
    for key, value in about.items():
        named = _SERIES.fullmatch(key)
        if named is None:
            continue
        name, parts = named[1], [part.strip() for part in value.split("|")]
        if name not in UNITS:
            wrong.append(f"there is no series '{name}' — one of {', '.join(UNITS)}")
        elif len(parts) != len(SeriesNote.__dataclass_fields__):
            wrong.append(f"series {name}: write 'unit | publisher | meaning'")
        elif parts[0] != UNITS[name]:
            wrong.append(f"series {name} is in '{parts[0]}' — it should be in '{UNITS[name]}'")
        else:
            notes[name] = SeriesNote(*parts)
    return notes, wrong


def _whole_between(values: pd.Series, low: int, high: int) -> pd.Series:
    number = pd.to_numeric(values, errors="coerce")
    return number.between(low, high) & (number % 1 == 0)


def _examples(rows: pd.DataFrame, keys: list[str]) -> str:
    shown = [" ".join(str(row[key]) for key in keys) for _, row in rows.head(_EXAMPLES).iterrows()]
    more = f" and {len(rows) - _EXAMPLES} more" if len(rows) > _EXAMPLES else ""
    return f"{', '.join(shown)}{more}"
