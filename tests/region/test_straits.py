"""Waters that a coarse grid would join over land too narrow for it: by hand on drawn masks, and around Cuba."""

import numpy as np
import pytest

from corredor.region import load
from corredor.region.straits import closed_steps, straits

SEA_OF_FOUR = (np.array([0, 0, 1, 1], np.int32), np.array([0, 1, 0, 1], np.int32), np.zeros(4, np.bool_))


def drawn(*lines: str) -> np.ndarray:
    """Land where there is an x, four by four."""
    return np.array([[mark == "x" for mark in line] for line in lines])


def closed(*lines: str) -> set[tuple[int, int]]:
    return {(int(a), int(b)) for a, b in closed_steps(*SEA_OF_FOUR, drawn(*lines), (2, 2))}


def both_ways(*pairs: tuple[int, int]) -> set[tuple[int, int]]:
    return {(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}


def test_open_water_and_an_islet_part_nobody():
    assert closed("....", "....", "....", "....") == set()
    assert closed("....", ".x..", "....", "....") == set()


def test_a_strip_of_land_parts_the_cells_on_its_two_sides_and_no_others():
    assert closed("....", "xxxx", "....", "....") == both_ways((0, 2), (1, 3), (0, 3), (1, 2))


def test_a_cape_can_be_rounded_by_the_diagonal_and_not_within_the_column_that_it_fills():
    assert closed("....", "xx..", "....", "....") == both_ways((0, 2))


def test_what_parts_two_columns_leaves_rows_alone():
    assert closed(".x..", ".x..", ".x..", ".x..") == both_ways((0, 1), (2, 3), (0, 3), (1, 2))


def test_the_finest_grid_has_nothing_to_close():
    cells = np.indices((4, 4)).reshape(2, -1).astype(np.int32)
    land = drawn("....", "xxxx", "....", "....")
    assert len(closed_steps(cells[0], cells[1], land.ravel(), land, (4, 4))) == 0


def test_only_sea_cells_are_asked_about():
    row, column, _ = SEA_OF_FOUR
    land = np.array([False, False, True, True])
    assert len(closed_steps(row, column, land, drawn("....", "xxxx", "xxxx", "xxxx"), (2, 2))) == 0


@pytest.mark.parametrize("size", [1, 2, 4])
def test_no_boat_crosses_a_strip_at_any_cell_size(size):
    mask = np.zeros((8, 8), np.bool_)
    mask[3] = True
    n = 8 // size
    row, column = (x.ravel().astype(np.int32) for x in np.indices((n, n)))
    land = mask.reshape(n, size, n, size).mean(axis=(1, 3)).ravel() > 0.5
    shut = {(int(a), int(b)) for a, b in closed_steps(row, column, land, mask, (n, n))}
    for a in range(n * n):
        for b in range(n * n):
            beside = max(abs(row[a] - row[b]), abs(column[a] - column[b])) == 1
            if beside and not land[a] and not land[b] and (a, b) not in shut:
                assert (row[a] * size + size / 2 < 3.5) == (row[b] * size + size / 2 < 3.5)


def between(*lines: str) -> set[tuple[int, int]]:
    """Of four cells the first and the last are sea."""
    row, column, _ = SEA_OF_FOUR
    land = np.array([False, True, True, False])
    return {(int(a), int(b)) for a, b in straits(row, column, land, drawn(*lines), (2, 2))}


def test_a_diagonal_between_two_lands_is_the_waters_where_the_water_goes_through():
    assert between("..xx", "...x", "x...", "xx..") == both_ways((0, 3))


def test_and_the_lands_where_that_goes_through_or_the_waters_touch_at_a_corner_alone():
    assert between("..xx", ".xxx", "xxx.", "xx..") == set()
    assert between("..xx", "..xx", "xx..", "xx..") == set()


def test_what_lies_in_a_lake_is_no_strait():
    assert between(".xxx", "xx.x", "x.x.", "xx..") == set()


@pytest.mark.parametrize("resolution", [2.0, 1.0])
def test_boats_go_up_the_gulf_of_california_and_no_road_crosses_it(resolution):
    region = load("americas", resolution)
    arcs, inner = region.arcs, region.arcs.head < region.n
    tail, head = arcs.tail[inner], arcs.head[inner]
    gulf = ~region.land & (region.lat > 24.0) & (region.lat < 30.0)
    gulf &= (region.lon > -109.9 - 0.62 * (region.lat - 23.0)) & (region.lon < -108.0)
    north, south = (int(np.flatnonzero(gulf)[k(region.lat[gulf])]) for k in (np.argmax, np.argmin))
    reached, before = {south}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {int(h) for t, h in zip(tail, head, strict=True) if t in reached and gulf[h]}
    assert north in reached
    names = np.array([*region.divisions, ""])[region.division]
    south, mainland = names == "MX-BCS", np.isin(names, ["MX-SON", "MX-SIN"])
    assert south.any()
    assert mainland.any()
    assert not (south[tail] & mainland[head]).any()
