"""People: relative figures from the mask file, rescaled to totals of divisions and countries in the base year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import Floats, Ints
from corredor.region.sphere import nearest_km
from corredor.region.tables import read_table

PEOPLE_STEP, PEOPLE_OFFSET = 2000.0, 8.0
"""How ``masks.npz`` codes people: round((log2(people) + offset) * step)."""


def decoded(code: NDArray[np.uint16]) -> Floats:
    """Relative people of each land cell."""
    return np.asarray(np.exp2(code.astype(np.float64) / PEOPLE_STEP - PEOPLE_OFFSET))


def national_totals(usa_share: float) -> dict[str, float]:
    """Persons in the base year by country; of the United States only the share that lives inside the window."""
    totals = {r["iso3"]: float(r["persons"]) for r in read_table("population.csv") if not r["iso_3166_2"]}
    return totals | {"USA": totals["USA"] * usa_share}


def rescale(
    people: Floats,
    unit: Ints,
    lat: Floats,
    lon: Floats,
    unit_code: NDArray[np.str_],
    unit_iso3: NDArray[np.str_],
    unit_point: tuple[Floats, Floats],
    usa_share: float,
) -> Floats:
    """People of each land cell, in the shares of divisions where they are known, and in national totals.

    A division without a cell of its own (at coarse resolution) is counted in the nearest cell's division.

    Args:
        people: relative figures, shape (cells,).
        unit: unit of each cell.
        lat: centres, degrees.
        lon: centres, degrees.
        unit_code: division code of each unit.
        unit_iso3: country of each unit.
        unit_point: latitudes and longitudes of a point inside each unit.
        usa_share: share of the people of the United States inside the window.
    """
    people = people.copy()
    present = set(unit.tolist())
    target = np.zeros(len(unit_code))
    known = {r["iso_3166_2"]: float(r["persons"]) for r in read_table("population.csv") if r["iso_3166_2"]}
    for k, code in enumerate(unit_code.tolist()):
        if code in known:
            target[k if k in present else _host(k, unit, lat, lon, unit_iso3, unit_point)] += known[code]
    for divided in np.flatnonzero(target):
        own = unit == divided
        people[own] *= target[divided] / people[own].sum()
    for iso3, total in national_totals(usa_share).items():
        own = unit_iso3[unit] == iso3
        if own.any():
            people[own] *= total / people[own].sum()
    return people


def _host(
    k: int, unit: Ints, lat: Floats, lon: Floats, unit_iso3: NDArray[np.str_], unit_point: tuple[Floats, Floats]
) -> int:
    """The unit, of the same country, of the cell nearest to the inside point of unit ``k``."""
    own = np.flatnonzero(unit_iso3[unit] == unit_iso3[k])
    nearest = nearest_km(unit_point[0][k : k + 1], unit_point[1][k : k + 1], lat[own], lon[own])[1][0]
    return int(unit[own[nearest]])
