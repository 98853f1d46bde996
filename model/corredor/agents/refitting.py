"""Agencies of states whose capacity changes with the year."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.agents.start import country_presence
from corredor.agents.world import World
from corredor.region.region import Floats, Region

FROM_PRESENCE = (AgencyKind.POLICE, AgencyKind.MILITARY, AgencyKind.MARITIME, AgencyKind.PRISONS)


class CountryCapacity(NamedTuple):
    """What agencies are strong by, shape (C,) each."""

    presence: Floats
    courts: Floats
    integrity: Floats


def country_capacity(region: Region) -> CountryCapacity:
    """Capacity of each state as it is now."""
    return CountryCapacity(country_presence(region), region.courts.copy(), region.integrity.copy())


def refit_agencies(world: World, before: CountryCapacity) -> None:
    """Give national agencies the strength and integrity of a region that has changed.

    Strength stays relative to the best equipped of the first month, so that a whole region can become stronger.

    Args:
        world: with the region as it is now.
        before: capacity that the agencies were last fitted to.
    """
    now, agencies = country_capacity(world.region), world.agencies
    by_presence = _growth(now.presence, before.presence)
    by_courts = _growth(now.courts, before.courts)
    by_both = by_courts * _growth(now.integrity, before.integrity)
    for kinds, growth in (
        (FROM_PRESENCE, by_presence),
        ((AgencyKind.PROSECUTION,), by_courts),
        ((AgencyKind.FINANCIAL_INTELLIGENCE,), by_both),
    ):
        rows = np.isin(agencies.kind, kinds)
        agencies.strength[rows] *= growth[agencies.country[rows]]
    national = agencies.kind != AgencyKind.INTERNATIONAL
    agencies.integrity[national] = now.integrity[agencies.country[national]]


def _growth(now: Floats, before: Floats) -> Floats:
    return np.divide(now, before, out=np.ones_like(now), where=before > 0.0)
