"""UNODC data portal: victims of intentional homicide (``data_cts_intentional_homicide``, workbook or CSV)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from corredor.calibration.errors import DataError
from corredor.calibration.loaders.finishing import finished, noted
from corredor.calibration.loaders.raw import numbers, read_raw
from corredor.calibration.tidy import Table

COLUMNS: Final = {
    "place": ("iso3_code",),
    "indicator": ("indicator",),
    "dimension": ("dimension",),
    "category": ("category",),
    "sex": ("sex",),
    "age": ("age",),
    "year": ("year",),
    "unit": ("unit of measurement",),
    "value": ("value",),
}
INDICATOR: Final = "Victims of intentional homicide"
_SERIES: Final = {"Counts": "homicides", "Rate per 100,000 population": "homicide_rate"}
_MEANINGS: Final = {"homicides": "victims of intentional homicide", "homicide_rate": "the rate as published"}


def load(path: Path, *, compiled: str, allow_gaps: bool = False) -> Table:
    """National counts and rates of all victims, of both sexes and every age.

    Codes that are no country's (parts of the United Kingdom) are left out.

    Args:
        path: the file.
        compiled: when it was downloaded, ``YYYY-MM``.
        allow_gaps: as in ``finished``.

    Raises:
        DataError: if it has other columns, other units, duplicates or missing years.
    """
    table = read_raw(path, COLUMNS)
    if INDICATOR not in set(table["indicator"]):
        there = ", ".join(sorted(set(table["indicator"]))[:4])
        raise DataError(path.name, [f"no rows of '{INDICATOR}' — the indicators are: {there}"])
    whole = (table[["dimension", "category", "sex", "age"]] == "Total").all(axis=1)
    rows = table[(table["indicator"] == INDICATOR) & whole & table["place"].str.fullmatch("[A-Z]{3}")]
    units = sorted(set(rows["unit"]) - set(_SERIES))
    if units:
        raise DataError(path.name, [f"units {', '.join(units)} — known are {', '.join(_SERIES)}"])
    found = Table(
        path.name,
        "Homicide by country",
        "country",
        compiled,
        noted("UNODC data portal", _MEANINGS),
        ("Countries differ in who counts and in what counts.",),
        rows.assign(
            series=rows["unit"].map(_SERIES),
            value=numbers(rows, "value", path.name),
            year=numbers(rows, "year", path.name, whole=True),
        ),
    )
    return finished(found, allow_gaps=allow_gaps)
