"""State presence, integrity and courts, and the size of markets, year by year as observed: inputs with a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corredor.region.governance import capacity, governance, with_equal_state
from corredor.region.region import MARKETS, Floats, Ints, Region
from corredor.region.settings import RegionParameters
from corredor.region.tables import read_table

GOVERNANCE, DEMAND = "governance_by_year.csv", "demand_by_year.csv"


def governance_by_year(name: str, countries: Sequence[str], years: Sequence[int]) -> Floats:
    """One series of the table, shape (years, countries); where a country has none, the median of the others.

    Before its first figure a series holds it, between figures it is interpolated, after the last it holds that.

    Args:
        name: ``police_per_100k``, ``government_effectiveness`` or ``control_of_corruption``.
        countries: codes; at least one must have figures.
        years: calendar years.
    """
    rows = {row["iso3"]: row for row in read_table(GOVERNANCE) if row["series"] == name}
    values = np.full((len(years), len(countries)), np.nan)
    for k, country in enumerate(countries):
        row = rows.get(country, {})
        known = [(int(year), float(figure)) for year, figure in row.items() if year.isdigit() and figure]
        if known:
            values[:, k] = _held_and_interpolated(years, known)
    gaps = np.isnan(values)
    return np.where(gaps, np.nanmedian(values, axis=1)[:, None], values)


def demand_by_year(year: float) -> Floats:
    """Tonnes consumed in each market group, shape (markets,); 1 where nothing is known.

    Between figures they are interpolated, before the first and after the last held.
    """
    tonnes = np.ones(len(MARKETS))
    for k, market in enumerate(MARKETS):
        known = [(int(row["year"]), float(row["tonnes"])) for row in read_table(DEMAND) if row["market"] == market]
        if known:
            tonnes[k] = _held_and_interpolated([year], known)[0]
    return tonnes


def _held_and_interpolated(years: Sequence[float], known: Sequence[tuple[int, float]]) -> Floats:
    """A series at some years from its figures in ascending years."""
    table = np.array(known)
    values: Floats = np.interp(years, table[:, 0], table[:, 1])
    return values


class StateByYear:
    """A region of one run, in which capacity of states follows what was observed.

    By the formula of the fixed layers, with the figures of the year: a state that is ``x`` of the way between its fixed
    figure and that of the year where ``presence_history`` is ``x``. Presence of cells keeps thinning with distance from
    cities as it does.

    Args:
        region: as it is shared between runs; not written to.
        parameters: of the region.
        year: calendar year that it begins with.

    Attributes:
        region: the same with presence, integrity and courts of its own, which ``go_to`` changes and nobody else can.
    """

    def __init__(self, region: Region, parameters: RegionParameters, year: int) -> None:
        self._equal = parameters.equal_presence
        self._fixed = region
        self._first = min(year, *self._observed())
        years = range(self._first, self._observed()[-1] + 1)
        police, effectiveness, control = (governance_by_year(name, region.countries, years) for name in _SERIES)
        share, fixed = parameters.presence_history, governance(region.countries, parameters)
        presence, integrity, courts = capacity(police, effectiveness, control, parameters)
        self._ratio: Floats = 1.0 + share * (presence / fixed.presence - 1.0)
        self._integrity: Floats = region.integrity + share * (integrity - region.integrity)
        self._courts: Floats = region.courts + share * (courts - region.courts)
        self._country: Ints = np.maximum(region.country, 0)
        self._own = tuple(layer.copy() for layer in (region.presence, region.integrity, region.courts))
        shown = tuple(layer.view() for layer in self._own)
        for layer in shown:
            layer.flags.writeable = False
        self.region = replace(region, presence=shown[0], integrity=shown[1], courts=shown[2])
        self.go_to(year)

    def go_to(self, year: int) -> None:
        """Put the capacity of a year into the region, without asking for memory unless states are made equal."""
        row = min(max(year - self._first, 0), len(self._ratio) - 1)
        presence, integrity, courts = self._own
        np.take(self._ratio[row], self._country, out=presence, mode="clip")
        presence *= self._fixed.presence
        integrity[:], courts[:] = self._integrity[row], self._courts[row]
        if self._equal > 0.0:
            equal = with_equal_state(self.region, self._equal)
            presence[:], integrity[:], courts[:] = equal.presence, equal.integrity, equal.courts

    @staticmethod
    def _observed() -> list[int]:
        return sorted(int(column) for column in read_table(GOVERNANCE)[0] if column.isdigit())


_SERIES = ("police_per_100k", "government_effectiveness", "control_of_corruption")


def is_observed(region: Region) -> bool:
    """Whether any country of a region has figures; those of synthetic regions have none."""
    return not {row["iso3"] for row in read_table(GOVERNANCE)}.isdisjoint(region.countries)
