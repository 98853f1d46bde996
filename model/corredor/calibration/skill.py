"""Skill: how good forecasts of held-back years are, side by side, all in all, by size of place, and by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from corredor.calibration.crps import crps, rank_correlation, within
from corredor.calibration.fitting import pooled
from corredor.calibration.forecast import KEYS, Forecast
from corredor.region.region import Floats

SIZES: Final = (
    (1e6, "under 1 million"),
    (5e6, "1 to 5 million"),
    (2e7, "5 to 20 million"),
    (np.inf, "20 million and more"),
)
"""Classes of places by population: upper bound and name."""

By = Literal["all", "size", "group"]


def scores(forecast: Forecast, held_back: pd.DataFrame) -> pd.DataFrame:
    """The score of every place and year.

    Args:
        forecast: what was said.
        held_back: what came: ``group``, ``year``, ``observed``, ``population``; places of a group are added up.

    Returns:
        Columns ``forecast``, ``group``, ``size``, ``year``, ``observed``, ``population``, ``median``, ``crps`` (in
        counts), ``crps_rate`` (per 100 000), ``within_50``, ``within_90`` (1 or 0), ``width_90`` (per 100 000).

    Raises:
        ValueError: if the forecast says nothing of a place and year that came.
    """
    seen = pooled(held_back, ["observed", "population"], ["year"])
    at = pd.Series(range(len(forecast.rows)), index=pd.MultiIndex.from_frame(forecast.rows[KEYS]))
    missing = [key for key in seen[KEYS].itertuples(index=False, name=None) if key not in at.index]
    if missing:
        group, year = missing[0]
        raise ValueError(f"'{forecast.name}' says nothing of {group} in {year}, nor of {len(missing) - 1} more")
    members = forecast.members[at.loc[pd.MultiIndex.from_frame(seen[KEYS])].to_numpy()]
    observed: Floats = seen["observed"].to_numpy(dtype=float)
    rate = 1e5 / seen["population"].to_numpy(dtype=float)
    half, _ = within(observed, members, 0.5)
    most, width = within(observed, members, 0.9)
    score = crps(observed, members)
    return seen.assign(
        forecast=forecast.name,
        size=size_classes(seen),
        median=np.median(members, axis=1),
        crps=score,
        crps_rate=score * rate,
        within_50=half,
        within_90=most,
        width_90=width * rate,
    )


def size_classes(rows: pd.DataFrame) -> pd.Series[str]:
    """Class of each row's group, by its mean population over the rows."""
    people = rows.groupby("group")["population"].mean()
    names = {group: next(name for bound, name in SIZES if count < bound) for group, count in people.items()}
    return rows["group"].map(names)


def skill_table(forecasts: Sequence[Forecast], held_back: pd.DataFrame, by: By = "all") -> pd.DataFrame:
    """Forecasts side by side, the best by counts first.

    Args:
        forecasts: at least one; the first is ours, and the others are compared with it.
        held_back: as in ``scores``.
        by: all in one, by class of size, or by place.

    Returns:
        Index ``forecast`` (and ``size`` or ``group`` before it); columns ``n``, ``crps``, ``crps_rate``, ``worse_by``
        (how much larger this forecast's score is than ours, and ``standard_error`` of that, places taken as units),
        ``within_50``, ``within_90``, ``width_90``, ``rank_correlation`` of rates across places.
    """
    each = pd.concat([scores(forecast, held_back) for forecast in forecasts], ignore_index=True)
    parts = [("", each)] if by == "all" else [(str(name), part) for name, part in each.groupby(by, sort=True)]
    ours = forecasts[0].name
    found = []
    for name, part in parts:
        for who, own in part.groupby("forecast", sort=False):
            reference = part[part["forecast"] == ours]
            found.append({by: name, "forecast": who, **_summary(own, reference)})
    table = pd.DataFrame(found).sort_values([by, "crps"], kind="stable")
    return table.set_index("forecast" if by == "all" else [by, "forecast"]).drop(columns="all", errors="ignore")


@dataclass(frozen=True)
class Verdict:
    """What the table says of us.

    Attributes:
        ours: which forecast is ours.
        beaten: rivals whose score is worse than ours.
        ahead: rivals whose score is as good or better.
    """

    ours: str
    beaten: tuple[str, ...]
    ahead: tuple[str, ...]

    def __str__(self) -> str:
        if not self.ahead:
            return f"{self.ours} beats {_listed(self.beaten)}."
        but = f" It beats {_listed(self.beaten)}." if self.beaten else ""
        return f"{self.ours} does not beat {_listed(self.ahead)}.{but}"


def verdict(table: pd.DataFrame, ours: str, score: str = "crps") -> Verdict:
    """Whom we beat on a score of ``skill_table(…, by="all")``, and whom not."""
    found = {str(name): float(value) for name, value in table[score].items()}
    own = found.pop(ours)
    beaten = tuple(name for name, value in found.items() if value > own)
    return Verdict(ours, beaten, tuple(name for name in found if name not in beaten))


def markdown(table: pd.DataFrame) -> str:
    """A table as Markdown, numbers to three figures."""
    flat = table.reset_index()
    lines = [list(map(str, flat.columns)), ["---"] * len(flat.columns)]
    lines += [[_shown(value) for value in row] for row in flat.itertuples(index=False)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _summary(own: pd.DataFrame, reference: pd.DataFrame) -> dict[str, float]:
    difference = own.set_index(KEYS)["crps"] - reference.set_index(KEYS)["crps"]
    by_place = own.groupby("group")[["observed", "median", "population"]].sum()
    return {
        "n": len(own),
        "crps": own["crps"].mean(),
        "crps_rate": own["crps_rate"].mean(),
        "worse_by": difference.mean(),
        "standard_error": _clustered(difference),
        "within_50": own["within_50"].mean(),
        "within_90": own["within_90"].mean(),
        "width_90": own["width_90"].mean(),
        "rank_correlation": rank_correlation(
            (by_place["observed"] / by_place["population"]).to_numpy(),
            (by_place["median"] / by_place["population"]).to_numpy(),
        ),
    }


def _clustered(difference: pd.Series[float]) -> float:
    """Standard error of a mean whose places are independent and whose years of a place are not; NaN with one place."""
    sums = (difference - difference.mean()).groupby("group").sum()
    places = len(sums)
    if places < 2:
        return float("nan")
    return float(np.sqrt(places / (places - 1) * (sums**2).sum()) / len(difference))


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _shown(value: object) -> str:
    if isinstance(value, float):
        return "–" if np.isnan(value) else f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value)
