"""What estimators of several cases share: shares of flow, changes in percent, killings where an organisation rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from corredor.effects.arm import Arm
from corredor.effects.case import Difference, Monthly
from corredor.region.region import CORRIDORS, Bools, Floats

PERCENT = 100.0


def percent_change(series: Monthly, first: str, months: int) -> Difference:
    """Percent by which the treated sum over some months exceeds the control's."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        with_it, without = total(treated, series, first, months), total(control, series, first, months)
        return PERCENT * (ratio(with_it, without) - 1.0)

    return estimate


def rate_ratio(series: Monthly, first: str, months: int) -> Difference:
    """Treated over control, sums over some months."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        return ratio(total(treated, series, first, months), total(control, series, first, months))

    return estimate


def difference(series: Monthly, first: str, months: int) -> Difference:
    """Treated minus control, means over some months."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        return (total(treated, series, first, months) - total(control, series, first, months)) / months

    return estimate


def mean_of(series: Monthly, first: str, months: int) -> Callable[[Arm], Floats]:
    """Mean of one arm over some months."""

    def estimate(arm: Arm) -> Floats:
        return np.asarray(total(arm, series, first, months) / months)

    return estimate


def total(arm: Arm, series: Monthly, first: str, months: int) -> Floats:
    """Sum of a series over some months, shape (pairs,)."""
    return np.asarray(series(arm)[:, arm.span(first, months)].sum(axis=1))


def corridor_share(corridor: str, market: str = "usa") -> Monthly:
    """Percent of what crosses any corridor's screenlines on its way to a market, by month.

    Shares are of what passes the lines, not of what sets out: otherwise a corridor would lose share by what is seized
    in front of its line, although nothing has moved to another.
    """

    def series(arm: Arm) -> Floats:
        return PERCENT * ratio(arm.corridor(corridor, market), _all_corridors(arm, market))

    return series


def mean_share(corridor: str, first: str, months: int, market: str = "usa") -> Callable[[Arm], Floats]:
    """Percent of what crossed any corridor for a market over some months that crossed this one."""

    def estimate(arm: Arm) -> Floats:
        crossed = total(arm, lambda a: a.corridor(corridor, market), first, months)
        return PERCENT * ratio(crossed, total(arm, lambda a: _all_corridors(a, market), first, months))

    return estimate


def _all_corridors(arm: Arm, market: str) -> Floats:
    return np.asarray(np.sum([arm.corridor(name, market) for name in CORRIDORS], axis=0))


def national(column: str, countries: Sequence[str], kind: str = "all") -> Monthly:
    """A column of the national table summed over countries, by month."""

    def series(arm: Arm) -> Floats:
        return arm.national(column, countries, kind)

    return series


def of_region(column: str) -> Monthly:
    """A column of the region's table, by month."""

    def series(arm: Arm) -> Floats:
        return arm.region(column)

    return series


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Quotient, NaN where there is nothing to divide by."""
    out = np.full(np.shape(numerator), np.nan)
    return np.asarray(np.divide(numerator, denominator, out=out, where=denominator > 0.0))


def by_place(arm: Arm, name: str, first: str, months: int) -> Floats:
    """Sum of an observation by place over some months, shape (pairs, P)."""
    return np.asarray(arm.observed(name)[:, arm.span(first, months)].sum(axis=1))


def people(arm: Arm) -> Floats:
    """Residents of each place in the base year, shape (P,)."""
    region = arm.geography
    return np.asarray(region.population[region.places])


def in_countries(arm: Arm, countries: Sequence[str]) -> Bools:
    """Places of some countries, shape (P,)."""
    region = arm.geography
    wanted = [region.countries.index(code) for code in countries if code in region.countries]
    return np.isin(region.country[region.places], wanted)


def in_divisions(arm: Arm, divisions: Sequence[str]) -> Bools:
    """Places of some first-level divisions, shape (P,)."""
    region = arm.geography
    wanted = [region.divisions.index(code) for code in divisions if code in region.divisions]
    return np.isin(region.division[region.places], wanted)


def observed_sum(name: str) -> Monthly:
    """An observation summed over whatever it was looked at by, by month."""

    def series(arm: Arm) -> Floats:
        seen = arm.observed(name)
        return np.asarray(seen.reshape(*seen.shape[:2], -1).sum(axis=2))

    return series


def slope(x: Floats, y: Floats, weight: Floats) -> float:
    """Weighted least-squares slope of ``y`` on ``x``; NaN where ``x`` does not vary."""
    if not weight.sum() > 0.0:
        return float("nan")
    away = x - np.average(x, weights=weight)
    spread = float((weight * away**2).sum())
    return float((weight * away * y).sum()) / spread if spread > 0.0 else float("nan")


def after_entry(groups: Floats, rate: Floats, weight: Floats) -> float:
    """Change of a rate where one group more has come, less its change in places where as many are as before.

    An event study of entry, year by year: a place is entered in a year with more groups than the year before and no
    fewer the year after; what changes is the mean of that year and the next over the mean of the two before. Years
    count by how many places are entered in them.

    Args:
        groups: (years, P), groups in each year.
        rate: (years, P).
        weight: (P,), people.

    Returns:
        The difference; NaN if no place is entered while another stays as it was.
    """
    total, entries = 0.0, 0
    for t in range(2, len(groups) - 1):
        entered = (groups[t] > groups[t - 1]) & (groups[t + 1] >= groups[t])
        same = groups[t] == groups[t - 1]
        if not (weight[entered].sum() > 0.0 and weight[same].sum() > 0.0):
            continue
        change = (rate[t] + rate[t + 1] - rate[t - 1] - rate[t - 2]) / 2.0
        gap = np.average(change[entered], weights=weight[entered]) - np.average(change[same], weights=weight[same])
        total, entries = total + float(gap) * int(entered.sum()), entries + int(entered.sum())
    return total / entries if entries else float("nan")
