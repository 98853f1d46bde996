"""Plazas: how the places of an organisation are shared out among its lieutenants."""

from __future__ import annotations

import numpy as np

from corredor.region.region import Floats, Ints

PLACES_A_PLAZA = 3
"""No organisation has more lieutenants than a third of its places."""


def seat_plazas(xyz_km: Floats, members: Floats, lieutenants: int) -> Ints:
    """Give every place of an organisation to the nearest of its lieutenants.

    The leader (plaza 0) sits where most members are; each further lieutenant sits at the place farthest from those
    already seated (Gonzalez 1985, farthest-point clustering), so that plazas are compact whatever the grid.

    Args:
        xyz_km: shape (K, 3), the organisation's places on the sphere, km.
        members: shape (K,), its members there.
        lieutenants: plazas wanted; at most ``K / 3`` are seated, and at least one.

    Returns:
        Shape (K,), plaza of each place, from 0. Ties go to the earlier place, so that runs pair.

    Raises:
        ValueError: if ``lieutenants`` is below one.
    """
    if lieutenants < 1:
        raise ValueError(f"an organisation has at least one plaza, not {lieutenants}")
    if len(members) == 0:
        return np.empty(0, np.int32)
    seats = [int(np.argmax(members))]
    nearest = _distance_km(xyz_km, seats[0])
    plaza = np.zeros(len(members), np.int32)
    for number in range(1, max(1, min(lieutenants, len(members) // PLACES_A_PLAZA))):
        seats.append(int(np.argmax(nearest)))
        distance = _distance_km(xyz_km, seats[-1])
        plaza[distance < nearest] = number
        nearest = np.minimum(nearest, distance)
    return plaza


def _distance_km(xyz_km: Floats, place: int) -> Floats:
    distance: Floats = np.sqrt(((xyz_km - xyz_km[place]) ** 2).sum(axis=1))
    return distance
