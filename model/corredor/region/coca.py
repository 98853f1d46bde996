"""Where coca grows: hectares at the base year, and suitability for more.

Peru and Bolivia: hand-placed growing areas that fade over ``coca_spread`` km. Colombia: the share of each department,
spread within it towards thinly peopled land. Suitability beyond that: the humid foothills of the tropical Andes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import Floats
from corredor.region.settings import RegionParameters
from corredor.region.sphere import great_circle_km
from corredor.region.tables import read_table
from corredor.region.terrain import ANDEAN_RANGES, crest_km

FEWEST_HA_PER_KM2 = 0.01
"""Below this a cell counts as without coca."""
CROWDED_PER_KM2 = 8.0
"""People per km2 at which a cell has half the weight of an empty one within its department."""
LEAST_SUITABILITY = 0.05
"""Below this nothing is planted."""
FOOTHILL_SUITABILITY = 0.25
FOOTHILL_KM, FOOTHILL_WIDTH_KM = 120.0, 120.0
FOOTHILL_COUNTRIES = ("COL", "ECU", "PER", "BOL", "VEN")
TROPICS = (-18.5, 11.0)
DESERT_SOUTH_OF = -3.0


def coca(
    lat: Floats,
    lon: Floats,
    area_km2: Floats,
    people_per_km2: Floats,
    iso3: NDArray[np.str_],
    division: NDArray[np.str_],
    parameters: RegionParameters,
) -> tuple[Floats, Floats]:
    """Suitability (0 to 1) and hectares of each cell; the totals by country are those of ``coca.csv``."""
    density = np.zeros(len(lat))
    for country, total in _values("total"):
        weight = _country_weight(country, lat, lon, people_per_km2, iso3, division, parameters)
        hectares = total * weight * area_km2 / float((weight * area_km2).sum())
        grown = np.where(hectares >= FEWEST_HA_PER_KM2 * area_km2, hectares, 0.0)
        density += total * grown / float(grown.sum()) / area_km2
    peak = float(np.quantile(density[density > 0], 0.9))
    suitability = np.clip(np.maximum(density / peak, _foothills(lat, lon, iso3)), 0.0, 1.0)
    return np.where(suitability < LEAST_SUITABILITY, 0.0, suitability), density * area_km2


def _values(kind: str) -> list[tuple[str, float]]:
    return [(row["iso3"], float(row["value"])) for row in read_table("coca.csv") if row["kind"] == kind]


def _country_weight(
    country: str,
    lat: Floats,
    lon: Floats,
    people_per_km2: Floats,
    iso3: NDArray[np.str_],
    division: NDArray[np.str_],
    parameters: RegionParameters,
) -> Floats:
    """Relative hectares per km2 within one country."""
    weight = np.zeros(len(lat))
    for row in read_table("coca.csv"):
        if row["iso3"] != country or row["kind"] == "total":
            continue
        if row["kind"] == "spot":
            distance = great_circle_km(lat, lon, float(row["lat"]), float(row["lon"]))
            kernel = np.exp(-0.5 * (distance / parameters.coca_spread) ** 2)
        else:
            kernel = np.where(division == row["iso_3166_2"], 1.0 / (1.0 + people_per_km2 / CROWDED_PER_KM2), 0.0)
        kernel = np.where(iso3 == country, kernel, 0.0)
        if kernel.any():
            weight += float(row["value"]) * kernel / float(kernel.sum())
    return weight


def _foothills(lat: Floats, lon: Floats, iso3: NDArray[np.str_]) -> Floats:
    """Suitability of the humid Andean foothills, where coca could be planted though it was not in the base year."""
    away = crest_km(lat, lon, ANDEAN_RANGES)
    belt = FOOTHILL_SUITABILITY * np.exp(-(((away - FOOTHILL_KM) / FOOTHILL_WIDTH_KM) ** 2))
    tropical = (lat > TROPICS[0]) & (lat < TROPICS[1]) & np.isin(iso3, FOOTHILL_COUNTRIES)
    return np.asarray(np.where(tropical & ~_dry_side(lat, lon), belt, 0.0))


def _dry_side(lat: Floats, lon: Floats) -> NDArray[np.bool_]:
    """The rainless Pacific slope of Peru and the high plateau, west of a line from the coast to Lake Titicaca."""
    divide_lat = np.array([-20.0, -16.0, -12.5, -9.0, -5.0, DESERT_SOUTH_OF])
    divide_lon = np.array([-66.0, -69.0, -74.0, -76.8, -78.6, -79.2])
    return np.asarray((lat < DESERT_SOUTH_OF) & (lon < np.interp(lat, divide_lat, divide_lon)))
