"""Dated breaks: years in which a figure does not mean what it means elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd

from corredor.calibration.errors import DataError
from corredor.calibration.places import country_of, is_division
from corredor.calibration.shipped import calibration_folder
from corredor.region.region import Bools

KINDS: Final = ("registration", "insurgency", "truce", "coup", "disputed", "opioids")
_COLUMNS: Final = (
    "id",
    "place",
    "divisions",
    "first_year",
    "last_year",
    "kind",
    "reason",
    "source",
    "confidence",
)
_DIVISIONS: Final = ("yes", "no", "only")
_CONFIDENCE: Final = ("seen", "recalled")


@dataclass(frozen=True)
class Break:
    """Years of a place that are set apart.

    Attributes:
        id: its name.
        place: a country, ISO 3166-1 alpha-3.
        divisions: whether its divisions are concerned: ``yes`` (too), ``no``, or ``only`` they.
        first_year, last_year: inclusive.
        kind: one of ``KINDS``.
        reason, source: why, and who says so.
        confidence: ``seen``, or ``recalled``: to be checked before it is quoted.
    """

    id: str
    place: str
    divisions: Literal["yes", "no", "only"]
    first_year: int
    last_year: int
    kind: str
    reason: str
    source: str
    confidence: str

    def concerns(self, place: str, year: int) -> bool:
        """Whether a year of a country or division is within it."""
        if is_division(place):
            here = self.divisions != "no" and country_of(place) == self.place
        else:
            here = self.divisions != "only" and place == self.place
        return here and self.first_year <= year <= self.last_year


def read_breaks(path: Path) -> tuple[Break, ...]:
    """Read a table of breaks.

    Raises:
        DataError: with everything that is wrong with it.
    """
    table = pd.read_csv(path, comment="#", dtype=str, keep_default_na=False)
    if tuple(table.columns) != _COLUMNS:
        raise DataError(
            path.name, [f"the columns are {', '.join(table.columns)} — they should be {', '.join(_COLUMNS)}"]
        )
    problems = [f"{row['id']}: {what}" for _, row in table.iterrows() for what in _problems(row)]
    problems += [f"{name} stands there twice" for name in table["id"][table["id"].duplicated()]]
    if problems:
        raise DataError(path.name, problems)
    rows = table.astype({"first_year": int, "last_year": int}).to_dict("records")
    return tuple(Break(**{str(key): value for key, value in row.items()}) for row in rows)


@lru_cache(maxsize=1)
def breaks() -> tuple[Break, ...]:
    """The breaks that ship."""
    return read_breaks(calibration_folder() / "observed" / "breaks.csv")


def broken(rows: pd.DataFrame, kinds: Collection[str] = KINDS, among: tuple[Break, ...] | None = None) -> Bools:
    """Which rows lie within a break.

    Args:
        rows: with columns ``place`` and ``year``.
        kinds: only breaks of these kinds.
        among: the breaks; those that ship when left out.

    Returns:
        Shape (rows,).

    Raises:
        ValueError: if there is no such kind.
    """
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise ValueError(f"there are no breaks of kind {', '.join(unknown)} — one of {', '.join(KINDS)}")
    chosen = [b for b in (breaks() if among is None else among) if b.kind in kinds]
    pairs = zip(rows["place"], rows["year"], strict=True)
    return np.array([any(b.concerns(str(place), int(year)) for b in chosen) for place, year in pairs], dtype=bool)


def without_breaks(
    rows: pd.DataFrame, kinds: Collection[str] = KINDS, among: tuple[Break, ...] | None = None
) -> pd.DataFrame:
    """The rows that lie within no break; see ``broken``."""
    return rows[~broken(rows, kinds, among)]


def _problems(row: pd.Series) -> list[str]:
    found = []
    years = [row["first_year"], row["last_year"]]
    if not all(year.isdigit() for year in years):
        found.append(f"years {years[0]!r} to {years[1]!r} — write whole numbers")
    elif int(years[0]) > int(years[1]):
        found.append(f"ends in {years[1]}, before it begins in {years[0]}")
    for column, known in (("kind", KINDS), ("divisions", _DIVISIONS), ("confidence", _CONFIDENCE)):
        if row[column] not in known:
            found.append(f"{column} '{row[column]}' — one of {', '.join(known)}")
    found += [f"no {column}" for column in ("place", "reason", "source") if not row[column].strip()]
    return found
