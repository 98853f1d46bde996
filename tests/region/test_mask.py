"""What derives from the mask of countries and sea, and that what comes from tables fits it: no leak, no stray fee."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

import corredor.model  # noqa: F401  (registers the parameters)
from corredor.agents.world import World
from corredor.processes.carriage import carriage_of
from corredor.region import CORRIDORS, Mode, Zone, load
from corredor.region.americas import RESOLUTIONS
from corredor.region.graph import STEPS
from corredor.region.sphere import nearest_km

LAND = (Mode.ROAD, Mode.RIVER)
US_CHAIN = ("caribbean", "central_america", "western_caribbean", "pacific", "air")
SOUTH_CHAIN = ("amazon", "southern_cone")
WESTERN_CARIBBEAN = ((16.5, -84.5), (13.5, -82.7), (10.5, -81.6), (18.0, -87.0))


def countries(region):
    """Code of each cell's country, empty at sea."""
    return np.array([*region.countries, ""])[np.where(region.land, region.country, -1)]


def without_lines(region, corridors, modes=tuple(Mode)):
    """Arcs by these modes that no line of these corridors counts."""
    counted = np.isin(region.arcs.corridor, [CORRIDORS.index(c) for c in corridors])
    return np.isin(region.arcs.mode, modes) & ~counted


def reached(region, open_, start, backwards=False):
    """Cells from which ``start`` is reached by the open arcs, or that are reached from it."""
    nodes = region.n + len(region.sinks)
    ends = region.arcs.tail[open_], region.arcs.head[open_]
    graph = csr_matrix((np.ones(open_.sum()), ends[::-1] if backwards else ends), shape=(nodes, nodes))
    return np.isfinite(dijkstra(graph, indices=start, unweighted=True, min_only=True)[: region.n])


def us_side(region):
    """Cells from which the United States is reached without crossing a line of its chain."""
    doors = [region.n + k for k in range(3)]
    return reached(region, without_lines(region, US_CHAIN), doors, backwards=True)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_no_way_leaks_past_the_lines_around_the_united_states(resolution):
    """By any mode, over land, at sea, round an end or by air: without crossing a line nobody from the south arrives."""
    region = load("americas", resolution)
    north, iso = us_side(region), countries(region)
    assert not north[region.coca_ha > 0].any()
    south = ~np.isin(iso, ["", "MEX", "USA", "GTM", "BLZ", "CUB"])
    assert not north[south].any()
    assert not north[region.zone == Zone.ATLANTIC].any()


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_the_line_around_the_united_states_follows_the_mask_within_a_cell(resolution):
    region = load("americas", resolution)
    north, iso = us_side(region), countries(region)
    mexican = iso == "MEX"
    foreign = region.land & ~mexican & (iso != "USA")
    stray_south, stray_north = mexican & ~north, foreign & north
    assert stray_south.sum() + stray_north.sum() <= 0.025 * mexican.sum()
    within = max(1.5 * 111.2 * resolution, 65.0)
    for stray, beyond in ((stray_south, foreign), (stray_north, mexican | (~region.land & north))):
        if stray.any():
            away, _ = nearest_km(region.lat[stray], region.lon[stray], region.lat[beyond], region.lon[beyond])
            assert away.max() < within


@pytest.mark.parametrize("resolution", RESOLUTIONS[:3])
def test_the_southern_lines_close_the_land_but_for_the_guianas(resolution):
    """By land from the coca of the Andes nobody gets beyond the borders of Brazil and Bolivia, unless by Guyana."""
    region = load("americas", resolution)
    iso, open_ = countries(region), without_lines(region, SOUTH_CHAIN, LAND)
    coca = np.flatnonzero(region.coca_ha > 0)
    guyana = np.isin(iso[region.arcs.tail], ["GUY"])
    beyond = np.isin(iso, ["BRA", "PRY", "ARG", "CHL", "URY"])
    assert reached(region, open_ & ~guyana, coca)[beyond].mean() < 0.03
    assert reached(region, open_, coca)[iso == "BRA"].all()


@pytest.mark.parametrize("resolution", RESOLUTIONS[:3])
def test_doors_to_the_united_states_are_all_cells_beside_it_and_no_others(resolution):
    region = load("americas", resolution)
    iso = countries(region)
    index = {(int(i), int(j)): k for k, (i, j) in enumerate(zip(region.row, region.column, strict=True))}
    beside = {
        index[at]
        for k in np.flatnonzero(iso == "USA")
        for di, dj in STEPS
        if (at := (int(region.row[k]) + di, int(region.column[k]) + dj)) in index
    }
    wanted = {k for k in beside if iso[k] in ("", "MEX")}
    door = (region.arcs.head >= region.n) & (region.arcs.head < region.n + 3)
    by_land = region.arcs.head == region.n
    assert set(region.arcs.tail[door].tolist()) == wanted
    assert set(iso[region.arcs.tail[by_land]]) == {"MEX"}
    assert not region.land[region.arcs.tail[door & ~by_land]].any()


@pytest.mark.parametrize("resolution", RESOLUTIONS[:3])
def test_fees_change_only_where_the_mask_does(resolution):
    """But for flights and doors: nothing within a country or at sea, something between countries and at landings."""
    region = load("americas", resolution)
    arcs, fee = region.arcs, carriage_of(World(region, seed=1)).base_fee
    ground = (arcs.mode != Mode.FLIGHT) & (arcs.mode != Mode.DOOR)
    head = np.minimum(arcs.head, region.n - 1)
    alike = (region.country[arcs.tail] == region.country[head]) & (region.land[arcs.tail] == region.land[head])
    assert not fee[ground & alike].any()
    assert (fee[ground & ~alike] > 0).all()


@pytest.mark.parametrize("resolution", RESOLUTIONS[:3])
def test_on_land_a_zone_is_a_country_but_for_the_belt_in_mexico(resolution):
    region = load("americas", resolution)
    iso = countries(region)
    zones = {code: set(region.zone[iso == code].tolist()) for code in region.countries}
    assert zones.pop("MEX") == {Zone.MEXICO, Zone.US_BORDER}
    assert {len(held) for held in zones.values()} == {1}
    assert set(region.zone[~region.land].tolist()) == {Zone.CARIBBEAN, Zone.PACIFIC, Zone.US_BORDER, Zone.ATLANTIC}


@pytest.mark.parametrize("resolution", RESOLUTIONS[:3])
def test_the_western_caribbean_is_patrolled_with_the_pacific_and_counted_by_itself(resolution):
    region = load("americas", resolution)
    sea, north = np.flatnonzero(~region.land), us_side(region)
    for lat, lon in WESTERN_CARIBBEAN:
        cell = sea[np.hypot(region.lat[sea] - lat, region.lon[sea] - lon).argmin()]
        assert region.zone[cell] == Zone.PACIFIC
        assert not north[cell]
    counted = region.arcs.corridor == CORRIDORS.index("western_caribbean")
    assert counted.any()
    assert (region.lon[region.arcs.tail[counted & (region.arcs.mode != Mode.DOOR)]] > -92.0).all()
