"""From a run to what would have been observed of it: reported counts, seizures, prices, organisations, their rhythm.

The reporting process of the model is applied to what happened in it, never the reverse: simulated figures are
``homicides_reported`` and what was seized, not what happened and what passed. Only whole calendar years are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from corredor.calibration.places import is_division
from corredor.calibration.recorded import Recorded

MONTHS_A_YEAR: Final = 12
LEAST_VARIANCE: Final = 1e-9
"""Of square roots of counts: below it nothing changes from month to month, and there is no rhythm."""
_PRICES: Final = {"USA": "price_usd_kg_usa", "NLD": "price_usd_kg_europe", "ESP": "price_usd_kg_europe"}
"""Markets where prices are observed, and the market of the model."""


def reported_by_year(run: Recorded, *, divisions: bool = False, kind: str = "all") -> pd.DataFrame:
    """Reported homicides by place and year.

    Args:
        run: of any length; of ``divisions`` it must have recorded ``homicides``.
        divisions: by first-level division instead of by country.
        kind: of homicide; ``common`` are those behind which no organisation stands.

    Returns:
        Columns ``replicate``, ``place``, ``year``, ``homicides`` (of the year), ``population`` (its mean).

    Raises:
        RunError: if the run has no such table.
    """
    months = _months(run, divisions, kind)
    whole = _whole_years(months)
    years = whole.groupby(["replicate", "place", "year"], as_index=False)
    return years.agg(homicides=("homicides", "sum"), population=("population", "mean"))


def reported_by_month(run: Recorded, *, divisions: bool = True) -> pd.DataFrame:
    """Reported homicides by place and month: columns ``replicate``, ``place``, ``year``, ``month``, ``homicides``."""
    return _months(run, divisions).drop(columns="population")


def organised_by_year(run: Recorded) -> pd.DataFrame:
    """Share of reported homicides that organisations commit: all kinds but common homicide.

    Returns:
        Columns ``replicate``, ``place``, ``year``, ``organised_share``; 0 where nobody was killed.
    """
    reported = []
    for kind in ("common", "all"):
        table = run.table("national", columns=["replicate", "month", "iso3", "kind", "homicides_reported"], kind=kind)
        table = table.rename(columns={"iso3": "place", "homicides_reported": "value"})
        reported.append(_yearly(table, "sum"))
    common, everybody = reported
    both = everybody.merge(common, on=["replicate", "place", "year"], suffixes=("", "_common"))
    share = 1.0 - both["value_common"] / both["value"].where(both["value"] > 0.0, 1.0)
    both["organised_share"] = share.where(both["value"] > 0.0, 0.0)
    return both[["replicate", "place", "year", "organised_share"]]


def seized_by_year(run: Recorded) -> pd.DataFrame:
    """Cocaine seized by country and year, kg: columns ``replicate``, ``place``, ``year``, ``cocaine_seized``.

    What is seized on the high sea lies in no country of the model; observed figures book it to whoever took it.
    """
    return _of_countries(run, "kg_seized", "sum", "cocaine_seized")


def coca_by_year(run: Recorded) -> pd.DataFrame:
    """Planted with coca by country, ha, mean of a year: columns ``replicate``, ``place``, ``year``, ``coca``.

    Surveys are of the end of a year, from the air, and count what stands.
    """
    return _of_countries(run, "coca_ha", "mean", "coca")


def price_by_year(run: Recorded, places: Sequence[str]) -> pd.DataFrame:
    """Wholesale price at the markets, US$ a kilogram: columns ``replicate``, ``place``, ``year``, ``retail_price``.

    The model has no retail price; only its course can be compared (``compare: index``).
    """
    region = run.table("region", columns=["replicate", "month", *sorted({_PRICES[place] for place in places})])
    parts = [region[["replicate", "month"]].assign(place=place, value=region[_PRICES[place]]) for place in places]
    return _yearly(pd.concat(parts, ignore_index=True), "mean").rename(columns={"value": "retail_price"})


def organisations_by_year(run: Recorded) -> pd.DataFrame:
    """Organisations by home country, mean over the months of a year.

    Those that only act in a country are not told apart from those that do not: the run has members by country, and
    organisations by home.

    Returns:
        Columns ``replicate``, ``place``, ``year``, ``organisations``.
    """
    table = run.table("organisations", columns=["replicate", "month", "iso3", "alive"])
    alive = table[table["alive"]].groupby(["replicate", "month", "iso3"]).size()
    when = run.table("region", columns=["replicate", "month"])
    frame = pd.MultiIndex.from_product(
        [sorted(set(when["replicate"])), sorted(set(when["month"])), sorted(set(table["iso3"]))],
        names=alive.index.names,
    )
    counted = alive.reindex(frame, fill_value=0).rename("value").reset_index().rename(columns={"iso3": "place"})
    return _yearly(counted, "mean").rename(columns={"value": "organisations"})


def autocorrelation(months: pd.DataFrame, lags: Sequence[int]) -> pd.Series[float]:
    """How monthly counts go together with those some months before, over all places.

    Counts are put on the scale of square roots, where chance alone has the same variance whatever the mean (Anscombe
    1948); each calendar year's mean of the place is taken off, so that levels and trends do not count, and then what
    each calendar month is on average above or below that mean, since the model has no seasons. Taking means off pulls
    the estimate below 0; observed and simulated counts are treated alike.

    Args:
        months: columns ``place``, ``year``, ``month``, ``value``; whole years.
        lags: in months.

    Returns:
        By lag.
    """
    ordered = months.sort_values(["place", "year", "month"])
    root = np.sqrt(ordered["value"] + 0.375)
    level = root.groupby([ordered["place"], ordered["year"]]).transform("mean")
    away = root - level
    month = ordered["month"]
    season = (away * level).groupby(month).transform("sum") / (level**2).groupby(month).transform("sum")
    away = away - (season * level).fillna(0.0)
    time = MONTHS_A_YEAR * ordered["year"] + ordered["month"]
    table = pd.DataFrame({"place": ordered["place"], "time": time, "away": away}).pivot(
        index="time", columns="place", values="away"
    )
    table = table.reindex(range(int(time.min()), int(time.max()) + 1))
    variance = float(np.nanmean(table.to_numpy() ** 2))
    products = [float(np.nanmean((table * table.shift(lag)).to_numpy())) for lag in lags]
    values = np.array(products) / variance if variance > LEAST_VARIANCE else np.full(len(products), np.nan)
    return pd.Series(values, index=pd.Index(list(lags), name="lag"), name="autocorrelation")


def _months(run: Recorded, divisions: bool, kind: str = "all") -> pd.DataFrame:
    table, code = ("divisions", "iso_3166_2") if divisions else ("national", "iso3")
    columns = ["replicate", "month", code, "kind", "homicides_reported", "population"]
    rows = run.table(table, columns=columns, kind=kind).drop(columns="kind")
    rows = rows.rename(columns={code: "place", "homicides_reported": "homicides"})
    rows["place"] = rows["place"].astype(str)
    if divisions:
        rows = rows[rows["place"].map(is_division)]
    return rows.assign(year=rows["month"].dt.year, month=rows["month"].dt.month)


def _of_countries(run: Recorded, column: str, how: str, series: str) -> pd.DataFrame:
    """A column of countries by year, under the name of the observed series."""
    table = run.table("national", columns=["replicate", "month", "iso3", "kind", column], kind="all")
    return _yearly(table.rename(columns={"iso3": "place", column: "value"}), how).rename(columns={"value": series})


def _yearly(table: pd.DataFrame, how: str) -> pd.DataFrame:
    rows = table.assign(place=table["place"].astype(str), year=table["month"].dt.year, month=table["month"].dt.month)
    whole = _whole_years(rows)
    return whole.groupby(["replicate", "place", "year"])["value"].agg(how).reset_index()


def _whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of years of which every month is there."""
    return rows[rows.groupby("year")["month"].transform("nunique") == MONTHS_A_YEAR]
