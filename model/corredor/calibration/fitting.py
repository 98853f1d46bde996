"""The observed figures of the years that may be fitted, and the rules by which places count."""

from __future__ import annotations

from typing import Final

import pandas as pd

from corredor.calibration.broken_years import without_breaks
from corredor.calibration.tables import observed
from corredor.calibration.targets import PlaceRules, Target, Targets, Years

POOL: Final = "small places"
"""The group of all places with too few people to be compared one by one."""
UNBROKEN: Final = ("coca",)
"""Series that no break concerns: a war changes who is killed and who counts them, and fields are seen from the air."""


def fitting_data(targets: Targets, *, breaks: bool = True) -> dict[str, pd.DataFrame]:
    """What a fit may see, by the name of the target.

    Args:
        targets: what has to be met.
        breaks: with the years of dated breaks, or without them; every fit is made both ways.

    Returns:
        Columns ``place``, ``group``, ``year``, perhaps ``month``, ``observed``, and for counts of homicide
        ``population``. A group is a place, or ``POOL``.
    """
    return {target.name: fitted_rows(targets, target, breaks=breaks) for target in targets.series}


def fitted_rows(targets: Targets, target: Target, *, breaks: bool = True) -> pd.DataFrame:
    """What a fit may see of one target; columns as in ``fitting_data``."""
    rows = rows_of(target, targets.fit_of(target))
    rows = rows if breaks or target.series in UNBROKEN else without_breaks(rows)
    if target.of_rates:
        rows = rows[~rows["place"].isin(targets.places.not_scored)]
        rows = rows.assign(group=rows["place"].map(groups(target, targets)))
        rows = _with_years(rows, targets.places.least_fitted)
    else:
        rows = rows.assign(group=rows["place"])
    return rows.reset_index(drop=True)


def rows_of(target: Target, years: Years) -> pd.DataFrame:
    """Observed figures of a target in some years, as they stand in its table."""
    table = target.observations.wide()
    keep = table["year"].between(years.first, years.last)
    if target.places is not None:
        keep &= table["place"].isin(target.places)
    times = ["year", "month"] if target.observations.monthly else ["year"]
    people = ["population"] if "population" in table else []
    rows = table[keep].rename(columns={target.series: "observed"})[["place", *times, "observed", *people]]
    return rows.dropna(subset=["observed", *people])


def groups(target: Target, targets: Targets) -> dict[str, str]:
    """Group of every place: its own code, or ``POOL`` if it had too few people in its last fitted year."""
    table = observed(target.table).wide()
    fitted = table[table["year"] <= targets.fit.last].sort_values("year").groupby("place")["population"].last()
    # A place whose series begins after the cut is judged by its first year: people are no secret.
    later = table.sort_values("year").groupby("place")["population"].first()
    people = fitted.combine_first(later)
    small = people < targets.places.pool_below
    return {str(place): POOL if small[place] else str(place) for place in people.index}


def pooled(rows: pd.DataFrame, sums: list[str], keys: list[str]) -> pd.DataFrame:
    """Sums over the places of each group.

    Args:
        rows: with a column ``group``; both sides of a comparison in the same rows, so that a pool has the same members.
        sums: columns to add up.
        keys: what is told apart besides groups, e.g. ``["year"]``.
    """
    return rows.groupby(["group", *keys], as_index=False, sort=True)[sums].sum()


def last_years(rows: pd.DataFrame) -> pd.Series[int]:
    """The last year of each group, by which its mean over all of them goes."""
    return rows.groupby("group")["year"].max()


def scored_groups(fitted: pd.DataFrame, held_back: pd.DataFrame, rules: PlaceRules) -> list[str]:
    """Groups with enough fitted and enough held-back years to be scored, sorted."""
    before = fitted.groupby("group")["year"].nunique()
    after = held_back.groupby("group")["year"].nunique()
    enough = set(before.index[before >= rules.least_fitted]) & set(after.index[after >= rules.least_held_back])
    return sorted(enough - set(rules.not_scored))


def _with_years(rows: pd.DataFrame, least: int) -> pd.DataFrame:
    """Rows of groups with enough years."""
    years = rows.groupby("group")["year"].transform("nunique")
    return rows[years >= least]
