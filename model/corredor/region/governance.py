"""State presence, integrity and courts, from capacity alone: police per head, effectiveness, control of corruption.

Indices of law or stability already contain violence; the table has no such column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corredor.region.region import Floats
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

    def from_wgi(values: Floats) -> Floats:
        return np.clip((values - WGI_LOW) / (WGI_HIGH - WGI_LOW), 0.0, 1.0)

    police = np.clip(column("police_per_100k") / parameters.presence_police_full, 0.0, 1.0)
    integrity = from_wgi(column("control_of_corruption"))
    courts = from_wgi(column("government_effectiveness"))
    weight = parameters.presence_police_weight
    presence = weight * police + (1 - weight) * (integrity + courts) / 2
    return Governance(presence, integrity, courts, filled)


def presence(national: Floats, to_city_km: Floats, parameters: RegionParameters) -> Floats:
    """Presence of land cells: the country's, thinning with distance from its cities down to a floor."""
    floor = parameters.presence_floor
    return np.asarray(national * (floor + (1 - floor) * np.exp(-to_city_km / parameters.presence_reach)))
