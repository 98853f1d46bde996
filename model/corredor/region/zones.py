"""Who patrols each cell: on land by the mask of countries, at sea by a table of polygons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import Bools, Floats, Zone
from corredor.region.settings import RegionParameters
from corredor.region.sphere import densify, nearest_km
from corredor.region.tables import polylines

PACIFIC_WEST_OF = -67.5
CENTRAL_AMERICA = ("BLZ", "GTM", "HND", "SLV", "NIC", "CRI", "PAN")
ANDES = ("VEN", "COL", "ECU", "PER", "BOL")
SOUTH_AMERICA = ("BRA", "ARG", "CHL", "PRY", "URY", "GUY", "SUR", "GUF")


def inside_polygon(lat: Floats, lon: Floats, corners_lat: Floats, corners_lon: Floats) -> Bools:
    """Whether each point lies inside the polygon, by the even-odd rule."""
    inside = np.zeros(len(lat), dtype=np.bool_)
    for i in range(len(corners_lat)):
        a, b = corners_lat[i - 1], corners_lat[i]
        if a != b:
            at = corners_lon[i - 1] + (lat - a) / (b - a) * (corners_lon[i] - corners_lon[i - 1])
            inside ^= ((a > lat) != (b > lat)) & (lon < at)
    return inside


def zones(
    lat: Floats, lon: Floats, iso3: NDArray[np.str_], beside_usa: Bools, parameters: RegionParameters
) -> NDArray[np.int8]:
    """``Zone`` of each cell.

    Args:
        lat: centres, degrees.
        lon: centres, degrees.
        iso3: country of each cell, empty at sea.
        beside_usa: cells with a door to the United States; in Mexico they are of the belt, however far a large one has
            its centre.
        parameters: the width of the belt along the land border of the United States.
    """
    zone = np.where(lon < PACIFIC_WEST_OF, int(Zone.PACIFIC), int(Zone.ATLANTIC)).astype(np.int8)
    unplaced = iso3 == ""
    for name, corners in polylines("zones.csv", "zone").items():
        here = unplaced & inside_polygon(lat, lon, *corners)
        zone[here] = Zone[name]
        unplaced &= ~here
    zone[iso3 != ""] = Zone.CARIBBEAN
    zone[np.isin(iso3, CENTRAL_AMERICA)] = Zone.CENTRAL_AMERICA
    zone[np.isin(iso3, ANDES)] = Zone.ANDES
    zone[np.isin(iso3, SOUTH_AMERICA)] = Zone.SOUTH_AMERICA
    border_lat, border_lon = densify(*polylines("us_edge.csv", "door")["us_land_border"])
    belt = beside_usa | (nearest_km(lat, lon, border_lat, border_lon)[0] < parameters.us_border_belt)
    zone[iso3 == "MEX"] = Zone.MEXICO
    zone[((iso3 == "MEX") & belt) | (iso3 == "USA")] = Zone.US_BORDER
    return zone
