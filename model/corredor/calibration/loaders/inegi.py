"""INEGI: microdata of registered deaths (``conjunto_de_datos_defunciones_registradas_YYYY.csv``), one file a year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from corredor.calibration.errors import DataError
from corredor.calibration.loaders.finishing import finished, noted
from corredor.calibration.loaders.raw import numbers, read_raw
from corredor.calibration.places import MEXICAN_STATES
from corredor.calibration.tidy import Table

COLUMNS: Final = {
    "entity": ("ent_ocurr",),
    "year": ("anio_ocur", "anio_ocurr"),
    "month": ("mes_ocurr",),
    "manner": ("presunto", "tipo_defun"),
    "registered": ("anio_regis",),
}
_HOMICIDE: Final = 2
_MANNERS: Final = frozenset(range(1, 10))
_MONTHS: Final = 12


def load(paths: Sequence[Path], *, first_year: int, last_year: int, compiled: str) -> Table:
    """Deaths by homicide by state and month of occurrence.

    A death is often registered a year or more after it occurred, so that files of later years belong to it: give all of
    them, up to two years after ``last_year``.

    Args:
        paths: the files.
        first_year: the first year of occurrence to keep.
        last_year: the last one.
        compiled: when they were downloaded, ``YYYY-MM``.

    Returns:
        Every state and month of these years, 0 where nobody was killed.

    Raises:
        DataError: if a file has other columns or codes, if two have deaths registered in one year, or if a year has no
            deaths at all.
    """
    files = [_homicides(path) for path in paths]
    years = [year for file in files for year in file["registered"].unique()]
    if twice := sorted({int(year) for year in years if years.count(year) > 1}):
        shown = ", ".join(map(str, twice))
        raise DataError(paths[0].name, [f"duplicate year {shown} of registration: two files have deaths of it"])
    deaths = pd.concat(files, ignore_index=True)
    placed = deaths["entity"].isin(list(MEXICAN_STATES)) & deaths["month"].between(1, _MONTHS)
    within = deaths["year"].between(first_year, last_year)
    kept = deaths[placed & within]
    empty = sorted(set(range(first_year, last_year + 1)) - set(kept["year"].astype(int)))
    if empty:
        shown = ", ".join(map(str, empty))
        raise DataError(
            paths[0].name, [f"missing years: no homicide occurred in {shown} — give the files of these years"]
        )
    every = pd.MultiIndex.from_product(
        [list(MEXICAN_STATES), range(first_year, last_year + 1), range(1, _MONTHS + 1)],
        names=["entity", "year", "month"],
    )
    counts = kept.groupby(["entity", "year", "month"]).size().reindex(every, fill_value=0)
    rows = counts.rename("value").reset_index()
    found = Table(
        paths[0].name,
        f"Homicide by state of Mexico and month, {first_year} to {last_year}",
        "division",
        compiled,
        noted("INEGI", {"homicides": "deaths registered as homicide, by place and month of occurrence"}),
        (
            f"{int((within & ~placed).sum())} deaths of these years have no state or no month, and are left out.",
            "The latest years grow as late registrations come in.",
        ),
        rows.assign(place=rows["entity"].map(MEXICAN_STATES), series="homicides"),
    )
    return finished(found)


def _homicides(path: Path) -> pd.DataFrame:
    table = read_raw(path, COLUMNS)
    codes = pd.DataFrame({name: numbers(table, name, path.name, whole=True) for name in COLUMNS}).astype(int)
    strange = sorted(set(codes["manner"]) - _MANNERS)
    if strange:
        what = f"manner of death {', '.join(map(str, strange))} — codes are 1 to 9, and 2 is homicide"
        raise DataError(path.name, [what])
    return codes[codes["manner"] == _HOMICIDE]
