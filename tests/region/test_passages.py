"""Roads through large cells: by hand on drawn ground, and over Mexico."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from corredor.region import Region, load
from corredor.region.passages import CLOSED, Ground, ground, middles
from corredor.region.region import Mode

PLAIN, MOUNTAIN = 1.0, 3.0
HERE = np.array([0])


def step(parts: np.ndarray, size: int, down: int, right: int) -> float:
    """Difficulty from the first cell to the one beside it."""
    return float(Ground(size, parts).passages(HERE, HERE, HERE + down, HERE + right)[0])


@pytest.mark.parametrize("size", [1, 2, 4, 8])
@pytest.mark.parametrize(("down", "right"), [(0, 1), (1, 0), (1, 1)])
def test_uniform_ground_is_as_difficult_as_it_is(size: int, down: int, right: int) -> None:
    assert step(np.full((2 * size, 2 * size), 1.7), size, down, right) == pytest.approx(1.7)


@pytest.mark.parametrize("size", [1, 2, 8])
def test_the_other_diagonal_too(size: int) -> None:
    cells = Ground(size, np.full((2 * size, 2 * size), 1.7))
    assert cells.passages(HERE, HERE + 1, HERE + 1, HERE) == pytest.approx(1.7)


@pytest.mark.parametrize("size", [2, 4, 8])
def test_along_a_plain_beside_mountains_a_way_keeps_to_the_plain(size: int) -> None:
    parts = np.full((size, 2 * size), MOUNTAIN)
    parts[: size // 2] = PLAIN
    assert step(parts, size, 0, 1) == pytest.approx(PLAIN)
    assert step(parts.T, size, 1, 0) == pytest.approx(PLAIN)


@pytest.mark.parametrize("size", [2, 4, 8])
def test_across_them_it_meets_both(size: int) -> None:
    parts = np.full((size, 2 * size), PLAIN)
    parts[:, size:] = MOUNTAIN
    assert step(parts, size, 0, 1) == pytest.approx((PLAIN + MOUNTAIN) / 2)


def test_a_way_round_is_taken_where_it_costs_less_than_the_way_through() -> None:
    parts = np.full((4, 8), PLAIN)
    parts[:3, 3] = 10.0
    assert step(parts, 4, 0, 1) == pytest.approx(PLAIN), "the free row is as short"
    parts[3, 3] = 2.0
    assert step(parts, 4, 0, 1) == pytest.approx((7 * PLAIN + 2.0) / 8), "a pass is less than the ridge"


def test_a_cell_of_one_part_is_the_mean_of_both() -> None:
    assert step(np.array([[1.0, 2.0]]), 1, 0, 1) == pytest.approx(1.5)


def test_a_step_is_as_difficult_either_way() -> None:
    parts = 1.0 + np.random.default_rng(1).random((16, 16))
    cells = Ground(8, parts)
    for down, right in ((0, 1), (1, 0), (1, 1)):
        there = cells.passages(HERE, HERE, HERE + down, HERE + right)
        assert there == pytest.approx(cells.passages(HERE + down, HERE + right, HERE, HERE))


def test_a_cell_by_itself_is_the_mean_of_both_ways_over_it() -> None:
    parts = np.array([[PLAIN, MOUNTAIN], [PLAIN, MOUNTAIN]])
    along, across = PLAIN, (PLAIN + MOUNTAIN) / 2
    assert Ground(2, parts).within(HERE, HERE) == pytest.approx((along + across) / 2)


def test_water_within_a_cell_of_land_is_as_its_land_and_a_cell_of_sea_is_closed() -> None:
    land = np.array([[True, False]])
    row, column = np.array([0, 1, 0]), np.array([0, 1, 3])
    made = ground(2, (1, 2), land, row, column, np.array([PLAIN, MOUNTAIN, 9.0]))
    mean = (PLAIN + MOUNTAIN) / 2
    assert made.difficulty == pytest.approx(np.array([[PLAIN, mean, CLOSED, CLOSED], [mean, MOUNTAIN, CLOSED, CLOSED]]))


def test_the_middle_of_a_cell_is_that_of_its_land_and_at_sea_its_centre() -> None:
    fine = np.zeros((2, 6), np.bool_)
    fine[0, 0] = fine[1, 4] = True
    row, column = middles(2, np.array([[True, False, False]]), fine)
    assert row == pytest.approx(np.array([[0.25, 0.5, 0.5]]))
    assert column == pytest.approx(np.array([[0.25, 1.5, 2.5]]))


@pytest.mark.parametrize("size", [1, 4])
def test_a_cell_full_of_land_has_it_in_the_centre(size: int) -> None:
    row, column = middles(size, np.ones((2, 3), np.bool_), np.ones((2 * size, 3 * size), np.bool_))
    assert row == pytest.approx(np.array([[0.5] * 3, [1.5] * 3]))
    assert column == pytest.approx(np.array([[0.5, 1.5, 2.5]] * 2))


def to_the_border(resolution: float) -> tuple[np.ndarray, Region]:
    """Road cost from every cell to the door over land, in km of easy road."""
    region = load("americas", resolution)
    arcs = region.arcs
    sink = region.n + [sink.name for sink in region.sinks].index("us_land_border")
    use = np.isin(arcs.mode, [Mode.ROAD, Mode.RIVER]) | (arcs.head == sink)
    size = region.n + len(region.sinks)
    cost = arcs.length_km * arcs.difficulty
    graph = csr_matrix((cost[use], (arcs.head[use], arcs.tail[use])), shape=(size, size))
    return dijkstra(graph, indices=sink)[: region.n], region


def test_from_mexico_to_the_border_costs_as_much_at_two_degrees_as_on_the_finest_grid() -> None:
    (coarse, whole), (fine, parts) = to_the_border(2.0), to_the_border(0.25)
    mexico = parts.land & (parts.country == parts.countries.index("MEX")) & (parts.lat < 20.5) & np.isfinite(fine)
    own = np.flatnonzero(whole.land & (whole.country == whole.countries.index("MEX")) & np.isfinite(coarse))
    away = (parts.lat[mexico][:, None] - whole.lat[own]) ** 2 + (parts.lon[mexico][:, None] - whole.lon[own]) ** 2
    ratio = coarse[own[away.argmin(axis=1)]].mean() / fine[mexico].mean()
    assert 0.97 < ratio < 1.06, "by means over cells it was 1.13"
