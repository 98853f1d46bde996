"""Observed and simulated side by side: for each target, what the run says the observed figure should be."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from corredor.calibration import simulated
from corredor.calibration.fitting import last_years, pooled
from corredor.calibration.places import is_division
from corredor.calibration.recorded import Recorded
from corredor.calibration.targets import Target, Targets
from corredor.region.region import Floats


def compared(run: Recorded, target: Target, rows: pd.DataFrame) -> pd.DataFrame:
    """Observed figures with what a run expects in their place.

    Counts of homicide are the run's reported rate times the observed population, so that a model's population need not
    be right to the person. An index is relative to the mean over the years given, on both sides. A ceiling is the mean
    count of a year, of all that was observed and of the part that is bounded. Rows of which the run has no counterpart
    (a place outside its region, a year outside its time) are left out.

    Args:
        run: with the tables that the target needs.
        target: what is compared.
        rows: of ``fitting_data`` or ``held_back_data``.

    Returns:
        Columns ``replicate``, ``group``, ``year`` (of a ceiling the last; or ``lag``), ``observed``, ``expected``, and
        of homicide ``population``; sorted.

    Raises:
        RunError: if the run did not record a table that is needed.
    """
    if target.compare == "autocorrelation":
        return _rhythm(run, target, rows)
    if target.series == "homicides":
        both = _homicides(run, rows, target.part or "all")
        return _means(both, rows) if target.compare == "ceiling" else both
    both = rows.merge(_amounts(run, target), on=["place", "year"], how="inner")
    both["expected"] = both[target.series]
    if target.compare == "index":
        both["observed"] = both["observed"] / both.groupby(["replicate", "group"])["observed"].transform("mean")
        both["expected"] = both["expected"] / both.groupby(["replicate", "group"])["expected"].transform("mean")
    columns = ["replicate", "group", "year", "observed", "expected"]
    return both[columns].sort_values(columns[:3]).reset_index(drop=True)


def log_likelihood(target: Target, both: pd.DataFrame) -> pd.Series[float]:
    """Weighted log likelihood of a target by replicate.

    Args:
        target: with its error and weight.
        both: as ``compared`` returns it.
    """
    observed: Floats = both["observed"].to_numpy(dtype=float)
    expected: Floats = both["expected"].to_numpy(dtype=float)
    terms = pd.Series(target.weight * target.error.log_likelihood(observed, expected), index=both.index)
    return terms.groupby(both["replicate"]).sum().rename("log_likelihood")


def joint_log_likelihood(run: Recorded, targets: Targets, data: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Weighted log likelihood of every target: index ``replicate``, a column for each target."""
    each = {t.name: log_likelihood(t, compared(run, t, data[t.name])) for t in targets.series}
    return pd.DataFrame(each)


def summary(run: Recorded, targets: Targets, data: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """All that a fit looks at, in one column a replicate: what an emulator has to learn.

    Runs of one region have the same rows in the same order, whatever their parameters.

    Args:
        run: with the tables that the targets need.
        targets: what has to be met.
        data: of ``fitting_data``.

    Returns:
        Index ``target``, ``group``, ``at`` (a year, or a lag in months); columns ``observed`` and the numbers of the
        replicates.
    """
    parts = []
    for target in targets.series:
        both = compared(run, target, data[target.name])
        at = "lag" if "lag" in both else "year"
        wide = both.pivot(index=["group", at], columns="replicate", values="expected")
        seen = both.groupby(["group", at])["observed"].first().loc[wide.index]
        wide.insert(0, "observed", seen)
        wide.index = pd.MultiIndex.from_tuples(
            [(target.name, *key) for key in wide.index], names=["target", "group", "at"]
        )
        parts.append(wide)
    return pd.concat(parts)


def _homicides(run: Recorded, rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    divisions = bool(rows["place"].map(is_division).any())
    years = simulated.reported_by_year(run, divisions=divisions, kind=kind)
    years = years.rename(columns={"population": "people"})
    both = rows.merge(years, on=["place", "year"], how="inner")
    both = both[both["people"] > 0.0]
    both["expected"] = both["homicides"] / both["people"] * both["population"]
    sums = pooled(both, ["observed", "expected", "population"], ["replicate", "year"])
    columns = ["replicate", "group", "year", "observed", "expected", "population"]
    return sums[columns].sort_values(columns[:3]).reset_index(drop=True)


def _means(both: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Means over the years of each group, under the last of them."""
    means = both.drop(columns="year").groupby(["replicate", "group"], as_index=False).mean()
    means.insert(2, "year", means["group"].map(last_years(rows)))
    return means


def _amounts(run: Recorded, target: Target) -> pd.DataFrame:
    if target.series == "cocaine_seized":
        return simulated.seized_by_year(run)
    if target.series == "coca":
        return simulated.coca_by_year(run)
    if target.series == "organised_share":
        return simulated.organised_by_year(run)
    if target.series == "organisations":
        return simulated.organisations_by_year(run)
    places = target.places or tuple(sorted(set(target.observations.rows["place"])))
    return simulated.price_by_year(run, places)


def _rhythm(run: Recorded, target: Target, rows: pd.DataFrame) -> pd.DataFrame:
    months = simulated.reported_by_month(run).rename(columns={"homicides": "value"})
    keys = ["place", "year", "month"]
    both = months.merge(rows[[*keys, "observed"]], on=keys, how="inner")
    parts = []
    for replicate, own in both.groupby("replicate"):
        seen = simulated.autocorrelation(own[[*keys, "observed"]].rename(columns={"observed": "value"}), target.lags)
        expected = simulated.autocorrelation(own[[*keys, "value"]], target.lags)
        lags = pd.DataFrame({"lag": list(target.lags), "observed": seen.to_numpy(), "expected": expected.to_numpy()})
        parts.append(lags.assign(replicate=replicate, group="all"))
    columns = ["replicate", "group", "lag", "observed", "expected"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=pd.Index(columns))
