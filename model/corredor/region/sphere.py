"""Distances on the sphere; angles in degrees, lengths in km."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from corredor.region.region import EARTH_RADIUS_KM, Floats


def great_circle_km(lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike) -> Floats:
    """Great-circle distance by the haversine formula, km; arguments broadcast.

    Source: Sinnott (1984), Virtues of the haversine.
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_dlat = (phi_b - phi_a) / 2
    half_dlon = (np.radians(lon_b) - np.radians(lon_a)) / 2
    h = np.sin(half_dlat) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_dlon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0))), dtype=np.float64)


def xyz_km(lat: ArrayLike, lon: ArrayLike) -> Floats:
    """Points on the sphere as Cartesian km, shape (..., 3)."""
    phi, theta = np.radians(lat), np.radians(lon)
    unit = np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=-1)
    return np.asarray(EARTH_RADIUS_KM * unit, dtype=np.float64)


def cell_area_km2(lat: ArrayLike, resolution: float) -> Floats:
    """Area of a cell of ``resolution`` degrees centred at ``lat``, km2."""
    half = resolution / 2
    band = np.sin(np.radians(np.asarray(lat) + half)) - np.sin(np.radians(np.asarray(lat) - half))
    return np.asarray(EARTH_RADIUS_KM**2 * np.radians(resolution) * band, dtype=np.float64)


def densify(lat: ArrayLike, lon: ArrayLike, step_km: float = 25.0) -> tuple[Floats, Floats]:
    """Points at most ``step_km`` apart along a polyline."""
    la, lo = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
    lats, lons = [la[:1]], [lo[:1]]
    for i in range(len(la) - 1):
        length = float(great_circle_km(la[i], lo[i], la[i + 1], lo[i + 1]))
        t = np.linspace(0.0, 1.0, max(2, int(np.ceil(length / step_km)) + 1))[1:]
        lats.append(la[i] + t * (la[i + 1] - la[i]))
        lons.append(lo[i] + t * (lo[i + 1] - lo[i]))
    return np.concatenate(lats), np.concatenate(lons)


def nearest_km(lat: ArrayLike, lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike) -> tuple[Floats, np.ndarray]:
    """Distance to, and number of, the nearest of the points ``to_lat``, ``to_lon``; infinite if there are none."""
    from scipy.spatial import cKDTree

    lat = np.asarray(lat, dtype=np.float64)
    targets = xyz_km(to_lat, to_lon).reshape(-1, 3)
    if not len(targets):
        return np.full(lat.shape, np.inf), np.zeros(lat.shape, dtype=np.int64)
    chord, index = cKDTree(targets).query(xyz_km(lat, lon))
    arc = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / (2 * EARTH_RADIUS_KM), 1.0))
    return np.asarray(arc, dtype=np.float64), np.asarray(index, dtype=np.int64)
