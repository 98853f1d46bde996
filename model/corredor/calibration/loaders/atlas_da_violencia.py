"""Atlas da Violência (IPEA and FBSP): one series a file, by state (``homicidios.csv``: ``cod;nome;período;valor``)."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from corredor.calibration.errors import DataError
from corredor.calibration.loaders.finishing import finished, noted
from corredor.calibration.loaders.raw import numbers, read_raw
from corredor.calibration.places import BRAZILIAN_STATES
from corredor.calibration.tidy import Table

COLUMNS: Final = {
    "key": ("cod",),
    "name": ("nome",),
    "period": ("periodo",),
    "value": ("valor",),
}
_MEANINGS: Final = {
    "homicides": "deaths by aggression and legal intervention",
    "homicide_rate": "the rate as published",
}
_YEAR: Final = r"(\d{4})"


def load(
    path: Path, *, compiled: str, series: Literal["homicides", "homicide_rate"] = "homicides", allow_gaps: bool = False
) -> Table:
    """Homicides, or their rate, by state and year.

    Args:
        path: the file; it does not say itself which series it holds.
        compiled: when it was downloaded, ``YYYY-MM``.
        series: which it is.
        allow_gaps: as in ``finished``.

    Raises:
        DataError: if it has other columns or keys, rates where counts should be, duplicates or missing years.
    """
    table = read_raw(path, COLUMNS)
    table = table[table["value"] != ""]
    keys = numbers(table, "key", path.name, whole=True).astype(int)
    unknown = sorted(set(keys) - set(BRAZILIAN_STATES))
    if unknown:
        shown = ", ".join(map(str, unknown[:4]))
        raise DataError(path.name, [f"cod {shown} — keys of states are 11 to 53; take the file by state"])
    # Decimals are written with a comma.
    table = table.assign(value=table["value"].str.replace(",", ".", regex=False))
    values = numbers(table, "value", path.name)
    if series == "homicides" and (values % 1 != 0).any():
        raise DataError(path.name, ["values are not whole: it holds rates, not counts — say series='homicide_rate'"])
    years = table["period"].str.extract(_YEAR, expand=False).fillna("")
    found = Table(
        path.name,
        "Homicide by state of Brazil",
        "division",
        compiled,
        noted("Atlas da Violencia (MS/SIM)", {series: _MEANINGS[series]}),
        ("Deaths of unknown intent are not in them (Cerqueira 2024).",),
        table.assign(
            place=keys.map(BRAZILIAN_STATES),
            year=numbers(table.assign(period=years), "period", path.name, whole=True),
            series=series,
            value=values,
        ),
    )
    return finished(found, allow_gaps=allow_gaps)
