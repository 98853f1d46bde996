"""What a regression may know of places: the drivers and the geography that the model is given, and no violence."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from corredor.calibration.places import country_of, is_division
from corredor.calibration.tables import observed
from corredor.region.region import Floats, Region

DRIVERS: Final = (
    ("governance", "government_effectiveness", False),
    ("governance", "control_of_corruption", False),
    ("coca", "coca", True),
    ("seizures", "cocaine_seized", True),
)
"""Table, series, and whether its logarithm is taken."""
GEOGRAPHY: Final = ("log_population", "log_density", "ports", "border", "presence")


def covariates(rows: pd.DataFrame, region: Region, last_known: int | None = None) -> pd.DataFrame:
    """Covariates of places and years.

    A driver has the value of the latest year that is known, or of the first one where all come later; a country without
    any has the mean of the others, but no coca where none is observed. Divisions have their country's drivers.

    Args:
        rows: columns ``place``, ``year``, ``population``.
        region: for what lies where.
        last_known: no driver is known after this year (a forecast without them); all are when left out.

    Returns:
        A column for each of ``GEOGRAPHY`` and ``DRIVERS``, and ``trend`` (decades since 2000); rows as given.
    """
    found = geography(rows, region)
    countries = rows["place"].map(country_of)
    for table, series, logged in DRIVERS:
        values = _driver(table, series, countries, rows["year"], last_known)
        empty = 0.0 if logged else float(np.nanmean(values)) if np.isfinite(values).any() else 0.0
        filled = np.where(np.isfinite(values), values, empty)
        found[series] = np.log1p(filled) if logged else filled
    found["trend"] = (rows["year"].to_numpy(dtype=float) - 2000.0) / 10.0
    return found


def geography(rows: pd.DataFrame, region: Region) -> pd.DataFrame:
    """What lies where: people, density, share of cells with a port or at a border, state presence over people."""
    divisions = bool(rows["place"].map(is_division).any())
    codes, of_cell = (region.divisions, region.division) if divisions else (region.countries, region.country)
    n = len(codes)
    of_cell = np.where(of_cell < 0, n, of_cell).astype(np.intp)

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(of_cell, values, n + 1)[:n], float)

    cells = np.maximum(total(np.ones(region.n)), 1.0)
    people = np.maximum(total(region.population), 1.0)
    area = np.maximum(total(region.area_km2), 1.0)
    table = pd.DataFrame(
        {
            "area": area,
            "ports": total(region.port.astype(float)) / cells,
            "border": total(region.border.astype(float)) / cells,
            "presence": total(region.presence * region.population) / people,
        },
        index=pd.Index(codes),
    )
    own = table.reindex(rows["place"]).fillna(table.mean()).reset_index(drop=True)
    persons = rows["population"].to_numpy(dtype=float)
    return pd.DataFrame(
        {
            "log_population": np.log(persons),
            "log_density": np.log(persons / own["area"].to_numpy()),
            "ports": own["ports"].to_numpy(),
            "border": own["border"].to_numpy(),
            "presence": own["presence"].to_numpy(),
        },
        index=rows.index,
    )


def _driver(table: str, series: str, places: pd.Series, years: pd.Series, last_known: int | None) -> Floats:
    wide = observed(table).wide().pivot(index="year", columns="place", values=series)
    if last_known is not None:
        wide = wide.loc[:last_known]
    every = range(int(min(wide.index.min(), years.min())), int(max(wide.index.max(), years.max())) + 1)
    filled = wide.reindex(every).ffill().bfill()
    column = {place: i for i, place in enumerate(filled.columns)}
    values = np.column_stack([filled.to_numpy(dtype=float), np.full(len(filled), np.nan)])
    at = places.map(lambda place: column.get(place, len(column))).to_numpy(dtype=np.intp)
    return np.asarray(values[years.to_numpy(dtype=np.intp) - every[0], at])
