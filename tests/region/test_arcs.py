"""Ways across: lengths, modes, straits, the Isthmus, doors, screenlines, and no seams of our own making."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from corredor.region import CORRIDORS, Mode, Region, load
from corredor.region.americas import RESOLUTIONS
from corredor.region.screenlines import read_screenlines
from corredor.region.sphere import cell_area_km2, great_circle_km

LAND = (Mode.ROAD, Mode.RIVER)
SEA = (Mode.COASTAL_SEA, Mode.OPEN_SEA)
GROUND = (*LAND, *SEA, Mode.LANDING)
US_LINES = [CORRIDORS.index(c) for c in ("caribbean", "central_america", "western_caribbean", "pacific", "air")]
REGIONS = [
    ("two-corridors", 1.0),
    ("ring", 1.0),
    ("random", 1.0),
    ("americas", 2.0),
    ("americas", 1.0),
    ("mexico", 1.0),
]


def cell_at(region, lat, lon, land):
    cells = np.flatnonzero(region.land == land)
    return int(cells[great_circle_km(region.lat[cells], region.lon[cells], lat, lon).argmin()])


def sink(region, name):
    return region.n + [s.name for s in region.sinks].index(name)


def shortest(region, start, modes, end=None, weight=None):
    """Length (km, or ``weight``) of the shortest way by ``modes`` and doors, to one node or to all."""
    arcs = region.arcs
    nodes = region.n + len(region.sinks)
    open_ = np.isin(arcs.mode, [*modes, Mode.DOOR])
    cost = arcs.length_km if weight is None else weight
    graph = csr_matrix((cost[open_], (arcs.tail[open_], arcs.head[open_])), shape=(nodes, nodes))
    distance = dijkstra(graph, indices=start)
    return distance if end is None else float(distance[end])


def test_one_degree_of_latitude_is_111_km():
    assert great_circle_km(0.0, -70.0, 1.0, -70.0) == pytest.approx(111.195, abs=0.001)


def test_bogota_to_miami_is_as_far_as_the_textbook_says():
    assert great_circle_km(4.711, -74.072, 25.762, -80.192) == pytest.approx(2431, abs=6)


def test_the_cells_of_a_sphere_add_up_to_its_area():
    lat = np.arange(-89.5, 90, 1.0)
    assert 360 * cell_area_km2(lat, 1.0).sum() == pytest.approx(4 * np.pi * 6371.0**2, rel=1e-9)


@pytest.mark.parametrize(("name", "resolution"), REGIONS)
def test_arcs_are_sorted_and_the_reverse_adjacency_agrees(name, resolution):
    region = load(name, resolution)
    arcs, nodes = region.arcs, region.n + len(region.sinks)
    assert np.array_equal(np.lexsort((arcs.head, arcs.tail)), np.arange(len(arcs.tail)))
    assert np.array_equal(np.diff(arcs.start), np.bincount(arcs.tail, minlength=region.n))
    assert np.array_equal(np.diff(arcs.reverse_start), np.bincount(arcs.head, minlength=nodes))
    assert np.array_equal(arcs.head[arcs.reverse], np.sort(arcs.head))
    assert np.array_equal(np.sort(arcs.reverse), np.arange(len(arcs.tail)))


@pytest.mark.parametrize(("name", "resolution"), REGIONS)
def test_neighbouring_cells_are_joined_both_ways_alike(name, resolution):
    region = load(name, resolution)
    arcs = region.arcs
    ground = np.flatnonzero(np.isin(arcs.mode, GROUND))
    there = {
        (int(t), int(h)): (float(km), int(m), bool(b), int(c))
        for t, h, km, m, b, c in zip(
            *(a[ground] for a in (arcs.tail, arcs.head, arcs.length_km, arcs.mode, arcs.border, arcs.corridor)),
            strict=True,
        )
    }
    assert len(there) == len(ground)
    for (tail, head), (km, *rest) in there.items():
        back = there[head, tail]
        assert back[0] == pytest.approx(km)
        assert list(back[1:]) == rest


@pytest.mark.parametrize(("name", "resolution"), REGIONS)
def test_every_cell_that_carries_traffic_has_a_way_to_each_market_group(name, resolution):
    region = load(name, resolution)
    arcs, nodes = region.arcs, region.n + len(region.sinks)
    backwards = csr_matrix((arcs.length_km, (arcs.head, arcs.tail)), shape=(nodes, nodes))
    carries = np.isin(np.arange(region.n), arcs.tail)
    abroad = np.array([c == "USA" for c in region.countries])
    assert (carries | (region.land & abroad[region.country])).all()
    for market in range(3):
        doors = [region.n + k for k, s in enumerate(region.sinks) if s.market == market]
        assert np.isfinite(dijkstra(backwards, indices=doors, min_only=True)[: region.n][carries]).all()


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_the_isthmus_can_be_walked_and_not_sailed(resolution):
    region = load("americas", resolution)
    medellin = cell_at(region, 5.5, -74.5, True)
    by_land = shortest(region, medellin, LAND, sink(region, "us_land_border"))
    assert 3700 < by_land < 5000
    panama_bay, gulf_of_darien = cell_at(region, 6.5, -79.5, False), cell_at(region, 10.5, -77.0, False)
    assert shortest(region, panama_bay, SEA, gulf_of_darien) > 10_000


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_straits_are_open(resolution):
    region = load("americas", resolution)
    straits = {
        "Yucatan Channel": ((19.5, -84.5), (24.0, -86.0)),
        "Florida Strait": ((24.2, -83.5), (27.5, -79.0)),
        "Windward Passage": ((18.0, -75.0), (22.0, -74.0)),
        "Mona Passage": ((16.9, -68.0), (20.5, -68.0)),
    }
    for name, (south, north) in straits.items():
        a, b = cell_at(region, *south, False), cell_at(region, *north, False)
        direct = great_circle_km(region.lat[a], region.lon[a], region.lat[b], region.lon[b])
        assert shortest(region, a, SEA, b) < 1.5 * direct + 60, name


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_nobody_sails_through_cuba_or_baja_california(resolution):
    region = load("americas", resolution)
    for south, north, least in (((20.6, -79.5), (23.8, -79.5), 800), ((25.0, -113.5), (26.5, -110.5), 500)):
        a, b = cell_at(region, *south, False), cell_at(region, *north, False)
        assert shortest(region, a, SEA, b) > least


def test_lengths_of_the_great_routes_agree_between_resolutions():
    routes = {
        "land": (LAND, (5.5, -74.5), True, "us_land_border"),
        "caribbean": (SEA, (11.5, -74.0), False, "us_gulf_atlantic"),
        "pacific": (SEA, (3.0, -79.0), False, "us_pacific"),
        "europe": (GROUND, (-3.0, -60.0), True, "europe"),
    }
    lengths = {
        name: [
            shortest(region, cell_at(region, *at, land), modes, sink(region, door))
            for region in (load("americas", r) for r in (2.0, 1.0, 0.5, 0.25))
        ]
        for name, (modes, at, land, door) in routes.items()
    }
    for name, (two, one, half, quarter) in lengths.items():
        assert two == pytest.approx(quarter, rel=0.15), name
        assert one == pytest.approx(quarter, rel=0.08), name
        assert half == pytest.approx(quarter, rel=0.05), name


@pytest.mark.parametrize("resolution", [0.5, 0.25])
def test_a_road_over_cuba_is_no_way_through_central_america(resolution):
    region = load("americas", resolution)
    over = (region.arcs.mode == Mode.ROAD) & (region.country[region.arcs.tail] == region.countries.index("CUB"))
    counted = set(region.arcs.corridor[over].tolist()) - {-1}
    assert counted <= {CORRIDORS.index("caribbean"), CORRIDORS.index("western_caribbean")}
    assert counted


@pytest.mark.parametrize("resolution", RESOLUTIONS[:3])
def test_a_boat_lands_on_its_own_side_of_an_isthmus(resolution):
    region = load("americas", resolution)
    index = {(int(i), int(j)): k for k, (i, j) in enumerate(zip(region.row, region.column, strict=True))}
    across = np.flatnonzero((region.arcs.mode == Mode.LANDING) & (region.arcs.head < region.n))
    for a in across:
        u, v = region.arcs.tail[a], region.arcs.head[a]
        sides = [index.get((int(region.row[x]), int(region.column[y])), -1) for x, y in ((u, v), (v, u))]
        if region.row[u] != region.row[v] and region.column[u] != region.column[v] and min(sides) >= 0:
            mass = region.country[sides] if region.land[sides].all() else np.array([-1, -2])
            assert mass[0] != mass[1]


@pytest.mark.parametrize("country", ["COL", "PER", "BOL", "MEX"])
def test_roads_over_large_cells_go_round_what_is_hard_and_no_more(country):
    """Means over all steps, most of which no way takes; what ways cost is in ``test_passages.py``."""
    hard = []
    for resolution in RESOLUTIONS:
        region = load("americas", resolution)
        road = region.arcs.mode == Mode.ROAD
        road[road] = region.country[region.arcs.tail[road]] == region.countries.index(country)
        hard.append(region.arcs.difficulty[road].mean())
    assert all(coarse < 1.01 * fine for coarse, fine in pairwise(hard))
    assert hard[0] > 0.88 * hard[-1]


@pytest.mark.parametrize("resolution", [2.0, 1.0])
def test_every_screenline_is_crossed(resolution):
    corridor = load("americas", resolution).arcs.corridor
    assert all((corridor == k).any() for k in range(len(CORRIDORS)))


@pytest.mark.parametrize(("resolution", "share"), [(2.0, 0.9), (1.0, 0.97)])
def test_a_way_to_the_united_states_crosses_exactly_one_screenline_of_its_chain(resolution, share):
    region = load("americas", resolution)
    arcs, nodes = region.arcs, region.n + len(region.sinks)
    dice = np.random.default_rng(4)
    sources = np.flatnonzero(region.coca_ha > 0)
    counts = []
    for _ in range(6):
        taste = np.exp(dice.normal(0.0, 0.6, len(Mode)))[arcs.mode] * np.exp(dice.normal(0.0, 0.2, len(arcs.mode)))
        backwards = csr_matrix((arcs.length_km * arcs.difficulty * taste, (arcs.head, arcs.tail)), shape=(nodes, nodes))
        doors = [region.n, region.n + 1, region.n + 2]
        _, onward, _ = dijkstra(backwards, indices=doors, min_only=True, return_predecessors=True)
        counts += [_crossings(region, int(source), onward) for source in sources]
    assert np.mean(np.array(counts) == 1) >= share
    assert 0 not in counts


def _crossings(region, node, onward):
    arcs, count = region.arcs, 0
    while node < region.n:
        begin, end = arcs.start[node], arcs.start[node + 1]
        arc = begin + int(np.searchsorted(arcs.head[begin:end], onward[node]))
        count += int(arcs.corridor[arc] in US_LINES)
        node = int(arcs.head[arc])
    return count


def links(region: Region) -> dict[int, tuple[str, str, int]]:
    """Country of departure, of landing, and number of flights of each air link."""
    arcs, found = region.arcs, {}
    for link in np.unique(arcs.link[arcs.mode == Mode.FLIGHT]).tolist():
        own = np.flatnonzero(arcs.link == link)
        assert (arcs.mode[own] == Mode.FLIGHT).all()
        ends = [{region.countries[k] for k in region.country[cells[own]]} for cells in (arcs.tail, arcs.head)]
        assert [len(end) for end in ends] == [1, 1]
        found[link] = (ends[0].pop(), ends[1].pop(), len(own))
    return found


def test_air_links_of_all_kinds_exist_and_are_the_same_at_every_resolution():
    found = [links(load("americas", resolution)) for resolution in (2.0, 1.0, 0.5)]
    between = [{link: ends[:2] for link, ends in at.items()} for at in found]
    assert between[0] == between[1] == between[2]
    pairs = list(between[0].values())
    assert {
        ("PER", "COL"),
        ("BOL", "COL"),
        ("BOL", "BRA"),
        ("BOL", "PRY"),
        ("COL", "BHS"),
        ("COL", "HND"),
        ("COL", "MEX"),
    } <= set(pairs)
    assert max(pairs.count(pair) for pair in pairs) <= 6
    for at, most in zip(found, (1, 4, 16), strict=True):
        assert max(number for _, _, number in at.values()) == most


def test_smaller_cells_fly_from_where_they_lie_in_their_area_to_the_same_place_in_the_other():
    region = load("americas", 1.0)
    arcs, inland = region.arcs, 0
    for link, (_, _, number) in links(region).items():
        own = np.flatnonzero(arcs.link == link)
        apart = np.column_stack(
            [
                region.lat[arcs.head[own]] - region.lat[arcs.tail[own]],
                region.lon[arcs.head[own]] - region.lon[arcs.tail[own]],
            ]
        )
        if number == 4 and len(set(arcs.head[own].tolist())) == 4:  # all of both areas is land of their countries
            assert np.ptp(apart, axis=0) == pytest.approx([0.0, 0.0])
            inland += 1
    assert inland >= 10


def test_flights_stay_within_range():
    arcs = load("americas", 1.0).arcs
    assert arcs.length_km[arcs.mode == Mode.FLIGHT].max() < 2700


def test_pacific_ports_reach_europe_by_the_canal():
    region = load("americas", 1.0)
    arcs = region.arcs
    doors = arcs.head == sink(region, "europe")
    leg = dict(zip(arcs.tail[doors].tolist(), arcs.length_km[doors].tolist(), strict=True))
    buenaventura, cartagena = cell_at(region, 3.9, -77.0, True), cell_at(region, 10.4, -75.5, True)
    assert leg[buenaventura] == pytest.approx(leg[cartagena] + 1100, abs=500)


def test_the_united_states_is_entered_by_doors_only():
    region = load("americas", 1.0)
    arcs = region.arcs
    usa = np.flatnonzero(region.country == region.countries.index("USA"))
    assert not np.isin(arcs.tail, usa).any()
    assert not np.isin(arcs.head, usa).any()
    assert region.population[usa].sum() > 5e7


@pytest.mark.parametrize("resolution", [1.0, 0.5])
def test_no_way_is_cheaper_for_running_along_a_boundary_of_zones(resolution):
    """At sea an arc across a boundary of zones costs what its length costs, like all others."""
    region = load("americas", resolution)
    arcs = region.arcs
    sea = np.flatnonzero(np.isin(arcs.mode, SEA))
    across = region.zone[arcs.tail[sea]] != region.zone[arcs.head[sea]]
    assert across.any()
    assert (arcs.difficulty[sea] == 1.0).all()
    assert not arcs.border[sea].any()
    straight = great_circle_km(
        *(x[arcs.tail[sea]] for x in (region.lat, region.lon)), *(x[arcs.head[sea]] for x in (region.lat, region.lon))
    )
    assert arcs.length_km[sea] == pytest.approx(straight)


def test_traffic_does_not_gather_on_zone_boundaries():
    """Shortest ways over a sea of equal cost touch boundary cells no more often than their number would have it."""
    region = load("americas", 1.0)
    arcs = region.arcs
    sea = np.isin(arcs.mode, SEA)
    skirts = np.zeros(region.n, dtype=np.bool_)
    skirts[arcs.tail[sea & (region.zone[arcs.tail] != region.zone[np.minimum(arcs.head, region.n - 1)])]] = True
    graph = csr_matrix((arcs.length_km[sea], (arcs.tail[sea], arcs.head[sea])), shape=(region.n, region.n))
    dice = np.random.default_rng(1)
    waters = np.flatnonzero(
        ~region.land & (region.lat > 8) & (region.lat < 30) & (region.lon > -90) & (region.lon < -58)
    )
    starts = dice.choice(waters, 40, replace=False)
    _, onward = dijkstra(graph, indices=starts, return_predecessors=True)
    touched, passed = 0, 0
    for k, start in enumerate(starts):
        for node in dice.choice(waters, 40, replace=False):
            while node >= 0 and node != start:
                touched, passed = touched + int(skirts[node]), passed + 1
                node = onward[k, node]
    assert touched / passed < 2.0 * skirts[waters].mean()


def test_no_corner_of_a_screenline_lies_on_an_arc():
    """A corner on an arc would make a crossing depend on the direction of travel; degrees of arcs are eighths."""
    for line in read_screenlines():
        for lat, lon in ((line.lat_a, line.lon_a), (line.lat_b, line.lon_b)):
            for degrees in (lat, lon, lat + lon, lat - lon):
                assert abs(degrees * 8 - round(degrees * 8)) > 1e-6


def test_boats_follow_the_coast_as_widely_on_every_grid():
    shares = []
    for resolution in (2.0, 1.0, 0.5):
        arcs = load("americas", resolution).arcs
        coastal, sea = arcs.mode == Mode.COASTAL_SEA, np.isin(arcs.mode, SEA)
        shares.append(arcs.length_km[coastal].sum() / arcs.length_km[sea].sum())
    # By the centres of cells it was 8, 15 and 21 %.
    assert shares == pytest.approx([0.25] * 3, abs=0.02)
