"""A way is as wide on every grid, and so are the fights over it."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip

from corredor.agents.state import HomicideKind
from corredor.processes.corridors import Corridors
from corredor.processes.violence import Violence
from corredor.region.region import Region

WIDTH = 100.0
PAID_PER_DEGREE = 4e6


def along_a_way(region: Region) -> np.ndarray:
    """What is paid on a way from west to east, in the row of cells that holds the latitude of 1 degree."""
    on_it = region.row == np.searchsorted(np.unique(region.lat) - region.resolution / 2, 1.0, side="right") - 1
    return PAID_PER_DEGREE * region.resolution * on_it


def test_what_is_paid_in_a_place_falls_to_its_neighbours_as_worked_by_hand() -> None:
    # Three cells of one degree in a column: s^2 = 100^2 - 111.2^2 / 6 = 7939, g = exp(-111.2^2 / 2 / 7939) = 0.459,
    # so that the middle one gives 0.459 / 1.918 = 0.239 to each of the others and keeps 0.521.
    near = Corridors(strip(columns=1, rows=3), WIDTH).spread(np.array([0.0, 1.0, 0.0]))
    assert near == pytest.approx([0.239, 0.521, 0.239], rel=0.01)


def test_nothing_is_lost_and_nothing_crosses_a_border() -> None:
    region = strip(8, 6, 0.5)
    paid = np.random.default_rng(0).random(region.n_places) * (region.country[region.places] == 0)
    near = Corridors(region, WIDTH).spread(paid)
    assert near.sum() == pytest.approx(paid.sum())
    assert near[region.country[region.places] == 1].sum() == 0.0


def test_a_way_is_as_wide_on_every_grid() -> None:
    for resolution in (2.0, 1.0, 0.5, 0.25):
        region = strip(8, 14, resolution)
        paid = along_a_way(region)
        north = 111.195 * region.lat
        where = np.average(north, weights=paid)
        near = Corridors(region, WIDTH).spread(paid)
        # members are anywhere in a cell, and so is the way: each adds the variance of a uniform distribution
        variance = np.average((north - where) ** 2, weights=near) + (111.195 * resolution) ** 2 / 6
        assert variance == pytest.approx(WIDTH**2, rel=0.06), resolution


def deaths(resolution: float, width: float) -> float:
    """Expected in a month on 8 by 14 degrees through which a way leads, two organisations at war all over."""
    world = empty_world(strip(8, 14, resolution))
    region = world.region
    for k, density in enumerate((300.0, 500.0)):
        members = np.full(region.n_places, density * resolution**2)
        put(world, f"Casa {k}", members, np.full(region.n_places, 0.3))
    world.hostility[:2, :2] = 1.0 - np.eye(2)
    world.ground.local_usd[:] = 1e5 * resolution**2
    world.ground.flow_usd[:] = Corridors(region, width).spread(along_a_way(region))
    Violence(world).step()
    return float(world.violence.expected[HomicideKind.TURF].sum())


def test_a_strip_of_land_with_the_same_way_people_and_members_loses_as_many_on_every_grid() -> None:
    wide = {size: deaths(size, WIDTH) for size in (2.0, 1.0, 0.5, 0.25)}
    assert wide[0.5] == pytest.approx(wide[0.25], rel=0.02)
    assert wide[1.0] == pytest.approx(wide[0.25], rel=0.05)
    assert wide[2.0] == pytest.approx(wide[0.25], rel=0.1)
    # a way as wide as a cell: effort goes with the root of what there is for each, and a line has hardly any members
    line = {size: deaths(size, 1.0) for size in (2.0, 0.25)}
    assert line[0.25] < 0.75 * line[2.0]
