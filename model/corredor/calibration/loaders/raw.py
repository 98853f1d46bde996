"""Files as publishers give them out: text or workbook, with lines above the header, in whichever encoding."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pandas as pd

from corredor.calibration.errors import DataError
from corredor.calibration.places import folded

Columns = Mapping[str, Sequence[str]]
"""What a loader needs: its own name of each column, and what publishers call it (without accents, in lower case)."""

_WORKBOOKS: Final = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
_SEPARATORS: Final = (",", ";", "\t", "|")
_HEADER_WITHIN: Final = 40


def read_raw(path: Path, columns: Columns) -> pd.DataFrame:
    """The rows below the header, as text.

    The header is the first line that has all columns; what stands above it is passed over.

    Args:
        path: a text file or a workbook, whose first sheet is read.
        columns: what the header must hold; other columns are kept under the publisher's own name.

    Returns:
        Text everywhere, an empty one where nothing is written; columns by the loader's names.

    Raises:
        DataError: if there is no such file, or no header with these columns.
    """
    if not path.is_file():
        raise DataError(str(path), ["there is no such file"])
    rows = _of_workbook(path) if path.suffix.lower() in _WORKBOOKS else _of_text(path, columns)
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        names = _named(row, columns)
        if set(columns) <= set(names):
            width = len(names)
            body = [(line + [""] * width)[:width] for line in rows[at + 1 :]]
            table = pd.DataFrame(body, columns=pd.Index(names), dtype=str)
            return table[(table != "").any(axis=1)].reset_index(drop=True)
    raise DataError(path.name, [_no_header(rows, columns)])


def numbers(table: pd.DataFrame, column: str, file: str, *, whole: bool = False) -> pd.Series[float]:
    """A column of text as numbers.

    Raises:
        DataError: naming the first cells that are none, or that are not whole although they should be.
    """
    text = table[column].str.strip()
    plain = text.str.replace(r"(?<=\d)[ ,](?=\d{3}(\D|$))", "", regex=True)
    value = pd.to_numeric(plain, errors="coerce")
    wrong = value.isna() | ((value % 1 != 0) if whole else False)
    if wrong.any():
        shown = ", ".join(repr(cell) for cell in text[wrong].unique()[:3])
        raise DataError(file, [f"column '{column}': {shown} — not {'whole ' if whole else ''}numbers"])
    return value


def _of_workbook(path: Path) -> list[list[str]]:
    try:
        sheet = pd.read_excel(path, header=None, dtype=object, engine="calamine")
    except ImportError:
        what = "workbooks need the extra [calibrate] — install it, or save the sheet as CSV"
        raise DataError(path.name, [what]) from None
    return [[_cell(value) for value in row] for row in sheet.itertuples(index=False)]


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _of_text(path: Path, columns: Columns) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    best: list[list[str]] = []
    for separator in _SEPARATORS:
        rows = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text), delimiter=separator)]
        if any(set(columns) <= set(_named(row, columns)) for row in rows[:_HEADER_WITHIN]):
            return rows
        if max(map(len, rows[:_HEADER_WITHIN]), default=0) > max(map(len, best[:_HEADER_WITHIN]), default=0):
            best = rows
    return best


def _named(row: Sequence[str], columns: Columns) -> list[str]:
    """A header with the loader's own names where it knows them; a name twice is kept once under it."""
    own = {alias: name for name, aliases in columns.items() for alias in aliases}
    names: list[str] = []
    for cell in row:
        name = own.get(folded(cell), cell)
        names.append(name if name not in names else f"{name} ({len(names)})")
    return names


def _no_header(rows: Sequence[Sequence[str]], columns: Columns) -> str:
    if not rows:
        return "an empty file"
    nearest = max(rows[:_HEADER_WITHIN], key=lambda row: len(set(_named(row, columns)) & set(columns)))
    missing = [aliases[0] for name, aliases in columns.items() if name not in _named(nearest, columns)]
    there = ", ".join(cell for cell in nearest if cell)[:200]
    return f"no column {', '.join(repr(name) for name in missing)} — the nearest to a header is: {there}"
