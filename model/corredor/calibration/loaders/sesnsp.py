"""SESNSP: victims of crimes of the common jurisdiction by state (``IDVFC_NM_….csv``), a column a month."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd

from corredor.calibration.errors import DataError
from corredor.calibration.loaders.finishing import finished, noted
from corredor.calibration.loaders.raw import numbers, read_raw
from corredor.calibration.places import MEXICAN_STATES, folded
from corredor.calibration.tidy import Table

_MONTHS: Final = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
COLUMNS: Final = {
    "year": ("ano",),
    "entity": ("clave_ent", "clave_entidad", "cve_ent"),
    "subtype": ("subtipo de delito",),
    **{str(number): (name,) for number, name in enumerate(_MONTHS, start=1)},
}
COUNTED: Final = ("homicidio doloso", "feminicidio")
_OF_VICTIMS: Final = ("sexo", "rango de edad")


def load(path: Path, *, compiled: str) -> Table:
    """Victims of intentional homicide and of feminicide by state and month; months that have not come yet are left out.

    Args:
        path: the file of victims. The file of investigations is refused: one may concern several people.
        compiled: when it was downloaded, ``YYYY-MM``.

    Raises:
        DataError: if it has other columns, counts investigations, or has duplicates, unknown states or missing years.
    """
    table = read_raw(path, COLUMNS)
    if not any(folded(column) in _OF_VICTIMS for column in table.columns):
        what = "no column 'Sexo': it counts investigations, not people — take the file of victims"
        raise DataError(path.name, [what])
    counted = table[table["subtype"].map(folded).isin(COUNTED)]
    months = [str(number) for number in range(1, 1 + len(_MONTHS))]
    twice = counted[counted.duplicated(list(counted.columns.difference(months)))]
    if not twice.empty:
        shown = ", ".join(sorted(set(twice["year"])))
        raise DataError(path.name, [f"duplicate rows of {shown}: the same state, crime, sex and age stand there twice"])
    rows = counted.melt(["year", "entity"], months, var_name="month", value_name="value")
    rows = rows[rows["value"] != ""]
    whole = {
        name: numbers(rows, name, path.name, whole=True).astype(int) for name in ("year", "entity", "month", "value")
    }
    rows = pd.DataFrame(whole)
    unknown = sorted(set(rows["entity"]) - set(MEXICAN_STATES))
    if unknown:
        raise DataError(path.name, [f"Clave_Ent {', '.join(map(str, unknown))} — states are 1 to 32"])
    sums = rows.groupby(["year", "entity", "month"], as_index=False)["value"].sum()
    found = Table(
        path.name,
        "Victims of homicide by state of Mexico and month",
        "division",
        compiled,
        noted(
            "SESNSP",
            {"homicides": "victims of intentional homicide and of feminicide in investigations opened in the month"},
        ),
        ("By month of the investigation, not of the death; counts differ from those of INEGI.",),
        sums.assign(place=sums["entity"].map(MEXICAN_STATES), series="homicides"),
    )
    return finished(found)
