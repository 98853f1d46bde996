"""What is near: the same neighbourhood in km at every cell size."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from corredor.processes.neighbourhood import KM_PER_DEGREE, Neighbourhood, weight_between_cells

SIZES = (2.0, 1.0, 0.5, 0.25)


def ground(resolution: float, degrees: float = 24.0) -> Any:
    """A square around the equator, land in its west."""
    side = round(degrees / resolution)
    row, column = (a.ravel().astype(np.int32) for a in np.mgrid[:side, :side])
    lat = -degrees / 2 + resolution * (row + 0.5)
    return SimpleNamespace(
        row=row, column=column, shape=(side, side), resolution=resolution, lat=lat, n=len(row), land=column < side // 2
    )


def test_the_cell_and_the_weight_together_spread_by_the_reach() -> None:
    # By hand, two cells of 222.4 km: 250^2 - 222.4^2 / 6 = 54 257 km2 are left for the weight between cells.
    for resolution in SIZES:
        region = ground(resolution)
        point = (region.row == region.shape[0] // 2) & (region.column == region.shape[1] // 2)
        found = Neighbourhood(region).sum(point[None, :].astype(float), 250.0)[0]
        away = KM_PER_DEGREE * (region.lat - region.lat[point][0])
        between = float(found @ away**2) / found.sum()
        assert between + (KM_PER_DEGREE * resolution) ** 2 / 6 == pytest.approx(250.0**2, rel=0.03)


@pytest.mark.parametrize("reach", [150.0, 250.0])
def test_what_lies_evenly_is_heard_of_alike_at_every_cell_size(reach: float) -> None:
    for resolution in SIZES:
        region, cell = ground(resolution), (KM_PER_DEGREE * resolution) ** 2
        even = np.full((1, len(region.row)), cell)
        middle = np.flatnonzero((region.row == region.shape[0] // 2) & (region.column == region.shape[1] // 2))
        assert Neighbourhood(region).sum(even, reach)[0, middle] == pytest.approx(2 * np.pi * reach**2, rel=0.02)


def test_seizures_along_a_lane_call_as_many_patrols_to_it_at_every_cell_size() -> None:
    peak = []
    for resolution in (2.0, 1.0, 0.5):
        region = ground(resolution)
        lane = region.column == region.shape[1] // 2
        called = Neighbourhood(region).sum(np.where(lane, resolution, 0.0)[None, :], 250.0)[0]
        peak.append(called[lane & (region.row == region.shape[0] // 2)][0])
    assert peak == pytest.approx([peak[1]] * 3, rel=0.1)


def test_a_reach_below_the_cell_leaves_the_cell_alone() -> None:
    region = ground(2.0)
    found = Neighbourhood(region).sum(np.eye(1, len(region.row), 50), 60.0)[0]
    assert np.flatnonzero(found).tolist() == [50]
    assert weight_between_cells(222.4, 60.0)[1] == pytest.approx(2 * np.pi * 60.0**2 / 222.4**2)


def test_what_is_met_on_water_says_nothing_of_land_where_that_is_asked() -> None:
    region = ground(1.0)
    coast = int(np.flatnonzero((region.row == 12) & (region.column == 12))[0])
    met = np.eye(1, region.n, coast)
    both, apart = (Neighbourhood(region).sum(met, 150.0, apart=apart)[0] for apart in (False, True))
    assert both[coast - 1] > 0.5 * both[coast]
    assert not apart[region.land].any()
    assert apart[~region.land].tolist() == both[~region.land].tolist()
