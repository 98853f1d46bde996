"""Time series of single countries, as the page draws them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from corredor.app.plain import finite
from corredor.figures.series import QUANTILES
from corredor.region.region import Floats
from corredor.runs.comparison import FEWEST
from corredor.runs.run import Run

MOST_COUNTRIES: Final = 24
YEAR: Final = 12
COLUMNS: Final = ("homicides", "population", "kg_crossed", "kg_seized", "displaced")
DRAWN: Final = ("homicide_rate", "crossed", "seized", "displaced")
"""What is drawn of a country, over the twelve months up to each."""


def by_country(control: Run, run: Run, common: list[int]) -> dict[str, Any]:
    """What happens in single countries over time.

    Args:
        control: without the policies.
        run: with them.
        common: replicates that both have.

    Returns:
        By ISO 3166 code, of the countries with most people first: ``name`` and, under ``series``, for each of
        ``DRAWN`` and each side the months and the quantiles over replicates, as ``digest.series`` has for the region.
    """
    codes = sorted(run.geography.countries)
    values = {side: _values(each, common, codes) for side, each in (("without", control), ("with", run))}
    names = dict(zip(run.geography.countries, run.geography.country_names, strict=True))
    people = values["with"]["population"].mean(axis=(0, 2))
    most = [int(i) for i in np.argsort(-people, kind="stable") if people[i] > 0][:MOST_COUNTRIES]
    months = [f"{month:%Y-%m}" for month in run.months]
    drawn = {name: {side: _drawn(name, each) for side, each in values.items()} for name in DRAWN}
    return {
        codes[i]: {
            "name": names[codes[i]],
            "series": {
                name: {side: _listed(months, values[:, i]) for side, values in sides.items()}
                for name, sides in drawn.items()
            },
        }
        for i in most
    }


def _values(run: Run, common: list[int], codes: list[str]) -> dict[str, Floats]:
    """Columns of the national table, each of shape (replicates, countries, months)."""
    table = run.national
    table = table[(table["kind"] == "all") & table["replicate"].isin(common)]
    ordered = table.assign(iso3=table["iso3"].astype(str)).sort_values(["replicate", "iso3", "month"])
    shape = (len(common), len(codes), -1)
    return {column: ordered[column].to_numpy(np.float64).reshape(shape) for column in COLUMNS}


def _drawn(name: str, values: dict[str, Floats]) -> Floats:
    """One measure, shape (replicates, countries, months from the end of the first year)."""
    if name == "homicide_rate":
        people = _over_a_year(values["population"])
        killed = _over_a_year(values["homicides"])
        return np.divide(1e5 * YEAR * killed, people, out=np.zeros_like(killed), where=people > 0)
    if name == "displaced":
        return _over_a_year(values["displaced"])
    return _over_a_year(values[f"kg_{name}"]) / 1e3


def _over_a_year(values: Floats) -> Floats:
    """Sums over the twelve months up to each; the first eleven months drop out."""
    window = min(YEAR, values.shape[-1])
    total = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    return np.asarray(total[..., window:] - total[..., :-window])


def _listed(months: list[str], values: Floats) -> dict[str, Any]:
    """Months and quantiles over replicates; the median alone where there are too few."""
    enough = len(values) >= FEWEST
    ends = {end: np.quantile(values, QUANTILES[end], axis=0) for end in ("low", "median", "high")}
    return {"months": months[-values.shape[1] :]} | {
        end: [finite(value) if enough or end == "median" else None for value in each] for end, each in ends.items()
    }
