"""State presence, integrity and courts, from capacity alone: effectiveness, control of corruption, police if weighed.

Indices of law or stability already contain violence; the table has no such column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import Floats, Region
from corredor.region.settings import RegionParameters
from corredor.region.tables import read_table

WGI_LOW, WGI_HIGH = -2.5, 2.5
"""Span of the Worldwide Governance Indicators, in standard scores."""


@dataclass(frozen=True)
class Governance:
    """By country, 0 to 1; ``filled`` names the countries for which a regional median stands in, by indicator."""

    presence: Floats
    integrity: Floats
    courts: Floats
    filled: dict[str, tuple[str, ...]]


def governance(countries: tuple[str, ...], parameters: RegionParameters) -> Governance:
    """Capacity of each state, from the table that ships; a missing figure is the median of the others."""
    rows = {row["iso3"]: row for row in read_table("governance.csv")}
    filled: dict[str, tuple[str, ...]] = {}

    def column(name: str) -> Floats:
        values = np.array([float(rows.get(c, {}).get(name) or "nan") for c in countries])
        missing = np.isnan(values)
        filled[name] = tuple(c for c, gap in zip(countries, missing, strict=True) if gap)
        values[missing] = np.nanmedian(values)
        return values

    police, control = column("police_per_100k"), column("control_of_corruption")
    return Governance(*capacity(police, column("government_effectiveness"), control, parameters), filled)


def capacity(
    police: Floats, effectiveness: Floats, control: Floats, parameters: RegionParameters
) -> tuple[Floats, Floats, Floats]:
    """Presence, integrity and courts, 0 to 1, elementwise.

    Args:
        police: officers per 100 000 people.
        effectiveness: of government, a standard score.
        control: of corruption, a standard score.
        parameters: of the region.
    """

    def from_wgi(values: Floats) -> Floats:
        return np.clip((values - WGI_LOW) / (WGI_HIGH - WGI_LOW), 0.0, 1.0)

    manned = np.clip(police / parameters.presence_police_full, 0.0, 1.0)
    integrity, courts = from_wgi(control), from_wgi(effectiveness)
    weight = parameters.presence_police_weight
    return weight * manned + (1 - weight) * (integrity + courts) / 2, integrity, courts


def presence(national: Floats, to_city_km: Floats, parameters: RegionParameters) -> Floats:
    """Presence of land cells: the country's, thinning with distance from its cities down to a floor."""
    floor = parameters.presence_floor
    return np.asarray(national * (floor + (1 - floor) * np.exp(-to_city_km / parameters.presence_reach)))


def felt(presence: Floats, people: Floats, cell: NDArray[np.int64], centre: Floats) -> Floats:
    r"""Presence of large cells as their people see it, shape (N,): :math:`\sum_k n_k p_k / \sum_k n_k`.

    Args:
        presence: (K,), of the parts of the cells.
        people: (K,), persons.
        cell: (K,), number of the cell of which each is a part.
        centre: (N,), presence at the centres of the cells, which those without parts keep.
    """
    there = np.bincount(cell, people, len(centre))
    total = np.bincount(cell, people * presence, len(centre))
    return np.divide(total, there, out=centre.copy(), where=there > 0.0)


def with_equal_state(region: Region, share: float = 1.0) -> Region:
    """The same region with state capacity so far on the way to the mean over people: presence, integrity and courts."""
    people = region.population
    by_country = np.bincount(region.country[region.land], people[region.land], len(region.countries))

    def nearer(values: Floats, weights: Floats) -> Floats:
        return (1.0 - share) * values + share * np.average(values, weights=weights)

    return replace(
        region,
        presence=np.where(region.land, nearer(region.presence, people), 0.0),
        integrity=nearer(region.integrity, by_country),
        courts=nearer(region.courts, by_country),
    )
