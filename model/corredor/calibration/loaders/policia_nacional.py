"""Policía Nacional de Colombia: homicides, a row for each place, day and weapon, a workbook a year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from corredor.calibration.errors import DataError
from corredor.calibration.loaders.finishing import finished, noted
from corredor.calibration.loaders.raw import numbers, read_raw
from corredor.calibration.places import COLOMBIAN_DEPARTMENTS
from corredor.calibration.tidy import Table

COLUMNS: Final = {
    "department": ("departamento",),
    "key": ("codigo dane", "cod_dane", "cod dane"),
    "date": ("fecha hecho", "fecha_hecho", "fecha"),
    "value": ("cantidad",),
}
# Keys of municipalities have 5 digits, and 8 with the settlement; the department is the first two.
_SHORT, _LONG = 100_000, 100_000_000
_DATES: Final = ("%d/%m/%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S")


def load(paths: Sequence[Path], *, compiled: str, allow_gaps: bool = False) -> Table:
    """Homicides by department and month.

    Args:
        paths: the files, each year once.
        compiled: when they were downloaded, ``YYYY-MM``.
        allow_gaps: as in ``finished``.

    Returns:
        Every department and month of the years in the files, 0 where nobody was killed.

    Raises:
        DataError: if a file has other columns, dates or keys, or if two files hold the same year.
    """
    tables = [_read(path) for path in paths]
    seen: dict[int, str] = {}
    for path, table in zip(paths, tables, strict=True):
        for year in sorted(set(table["year"])):
            if year in seen:
                raise DataError(path.name, [f"duplicate year {year}: {seen[year]} holds it too"])
            seen[year] = path.name
    missing = sorted(set(range(min(seen), max(seen) + 1)) - set(seen))
    if missing and not allow_gaps:
        raise DataError(paths[0].name, [f"missing years: {', '.join(map(str, missing))} — give their files too"])
    every = pd.MultiIndex.from_product(
        [COLOMBIAN_DEPARTMENTS.values(), sorted(seen), range(1, 13)], names=["place", "year", "month"]
    )
    counts = pd.concat(tables).groupby(["place", "year", "month"])["value"].sum().reindex(every, fill_value=0)
    found = Table(
        paths[0].name,
        "Homicide by department of Colombia and month",
        "division",
        compiled,
        noted("Policia Nacional de Colombia", {"homicides": "victims of intentional homicide known to the police"}),
        ("The forensic service counts otherwise.",),
        counts.reset_index().assign(series="homicides"),
    )
    return finished(found, allow_gaps=allow_gaps)


def _read(path: Path) -> pd.DataFrame:
    table = read_raw(path, COLUMNS)
    # Below the rows stand a total and the source, without a key.
    table = table[table["key"].str.fullmatch(r"\d+")]
    if table.empty:
        raise DataError(path.name, ["no row has a key of DANE"])
    keys = numbers(table, "key", path.name, whole=True).astype(int)
    department = keys.where(keys < _SHORT, keys // 1000) // 1000
    unknown = sorted(set(keys[~department.isin(list(COLOMBIAN_DEPARTMENTS)) | (keys >= _LONG)]))
    if unknown:
        raise DataError(path.name, [f"DANE {', '.join(map(str, unknown[:4]))} — no department has this key"])
    date = _dates(table["date"], path.name)
    return pd.DataFrame(
        {
            "place": department.map(COLOMBIAN_DEPARTMENTS),
            "year": date.dt.year,
            "month": date.dt.month,
            "value": numbers(table, "value", path.name, whole=True).astype(int),
        }
    )


def _dates(text: pd.Series, file: str) -> pd.Series:
    for form in _DATES:
        date = pd.to_datetime(text, format=form, errors="coerce")
        if date.notna().all():
            return date
    unread = text[pd.to_datetime(text, format=_DATES[0], errors="coerce").isna()]
    raise DataError(file, [f"dates {', '.join(map(repr, unread.unique()[:3]))} — write day/month/year throughout"])
