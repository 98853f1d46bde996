"""Loads on a straight corridor, and whose draws are whose."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.kernels.loads import Senders, Tally, Ways, send_loads

CELLS = 5
LENGTH = 100.0
PRICE = 1000.0


def corridor() -> Ways:
    """Cells 0 to 4 in a line, and behind the last the only market."""
    arcs = CELLS
    return Ways(
        start=np.arange(CELLS + 1, dtype=np.int64),
        head=np.arange(1, CELLS + 1, dtype=np.int32),
        km_cost=np.full(arcs, 6.0),
        fee=np.full(arcs, 4.0),
        exposure_km=np.full(arcs, LENGTH),
        watch=np.ones(arcs),
        corridor=np.array([-1, 0, -1, -1, -1], np.int8),
        rent_share=np.full(arcs, 0.5),
        rent_value=PRICE,
        rent_cell=np.arange(CELLS, dtype=np.int32),
        sink_market=np.zeros(1, np.int64),
        cost_level=np.ones(1),
    )


def senders(rows: list[int], share: list[float], load_kg: float = 100.0, toll: float = 0.0) -> Senders:
    count, ahead = len(rows), np.arange(CELLS, -1, -1)
    return Senders(
        row=np.array(rows, np.int64),
        share=np.array(share),
        load_kg=np.full(count, load_kg),
        factor=np.ones((count, CELLS)),
        hazard=np.zeros((count, CELLS)),
        toll=np.full((count, CELLS), toll),
        netback=np.broadcast_to(PRICE - 10.0 * ahead, (count, 1, CELLS + 1)).copy(),
    )


def tally(count: int) -> Tally:
    return Tally(
        *(np.zeros(shape) for shape in [(1, CELLS), CELLS, (1, 1), CELLS, CELLS, CELLS, CELLS, CELLS, 1, 1, 1]),
        np.zeros((count, 1)),
        np.zeros((count, CELLS)),
        np.zeros((count, CELLS)),
        *(np.zeros(count) for _ in range(5)),
        np.zeros(1),
        np.zeros(CELLS),
    )


def send(
    who: Senders, stock: float, hazard: float | np.ndarray, key: int = 7, ways: Ways | None = None
) -> tuple[Tally, np.ndarray]:
    left, done = np.zeros(CELLS), tally(len(who.row))
    left[0] = stock
    where = np.full(CELLS, hazard) if np.isscalar(hazard) else np.asarray(hazard)
    send_loads(
        np.uint64(key),
        ways or corridor(),
        who,
        np.zeros(1, np.int64),
        left,
        1.0,
        np.full(CELLS, 100.0),
        where,
        np.full((1, CELLS), 500.0),
        100.0,
        10.0,
        done,
    )
    return done, left


def test_as_many_loads_arrive_as_the_hazard_of_the_corridor_says() -> None:
    hazard = 4e-4
    done, _ = send(senders([3], [1.0]), 4e6, hazard)
    loads = done.loads.sum()
    expected = np.exp(-hazard * LENGTH * CELLS)
    assert loads == 40_000
    assert abs(1 - done.lost.sum() / loads - expected) < 4 * np.sqrt(expected * (1 - expected) / loads)


def test_seizures_of_a_cell_are_its_hazard_times_the_load_km_in_it() -> None:
    hazard = np.array([1e-5, 2e-4, 5e-4, 0.0, 1e-4])
    done, _ = send(senders([3], [1.0]), 4e6, hazard)
    expected = hazard * done.exposure[0]
    assert done.seizures[3] == 0
    assert (np.abs(done.seizures - expected) <= 4 * np.sqrt(expected) + 1e-3 * expected).all()


def test_what_is_sent_is_seized_or_arrives() -> None:
    done, left = send(senders([1, 2], [0.7, 0.3], load_kg=330.0), 1e5, 1e-3)
    assert left[0] + done.seized_kg.sum() + done.arrived.sum() == pytest.approx(1e5, abs=1e-9)
    assert done.sent_by_market.sum() == pytest.approx(done.seized_by_market.sum() + done.arrived.sum())
    assert done.spent_by_market.sum() == pytest.approx(done.purchase.sum() + done.carriage.sum() + done.tolls.sum())
    assert done.corridor_kg[0, 0] <= done.flow_kg[0, 1] + 1e-9


def test_draws_of_one_organisation_do_not_depend_on_others() -> None:
    alone, _ = send(senders([5], [0.5]), 1e5, 1e-3)
    for others in ([2, 5], [5, 9]):
        both, _ = send(senders(others, [0.5, 0.5]), 1e5, 1e-3)
        me = others.index(5)
        assert np.array_equal(both.losses[me], alone.losses[0])
        assert both.arrived[me, 0] == alone.arrived[0, 0]


def test_the_number_of_loads_is_right_on_average_though_loads_are_whole() -> None:
    counts = [send(senders([1], [0.375]), 1000.0, 0.0, key)[0].loads[0] for key in range(400)]
    assert set(counts) == {3.0, 4.0}
    assert np.mean(counts) == pytest.approx(3.75, abs=0.1)


def test_carriage_and_tolls_are_paid_and_more_of_the_carriage_stays_where_more_has_been_spent() -> None:
    toll = 1e-4
    done, _ = send(senders([1], [1.0], toll=toll), 100.0, 0.0)
    ahead = PRICE - 10.0 * np.arange(CELLS - 1, -1, -1)
    tolls = 100.0 * ((1 - np.exp(-toll * LENGTH)) * ahead).sum()
    assert done.purchase[0] == pytest.approx(100.0 * 100.0)
    assert done.carriage[0] == pytest.approx(100.0 * 10.0 * CELLS)
    assert done.tolls[0] == pytest.approx(tolls)
    assert done.toll_usd.sum() == pytest.approx(tolls)
    spent = 100.0 + np.concatenate([[0.0], np.cumsum(10.0 + (1 - np.exp(-toll * LENGTH)) * ahead)[:-1]])
    stays = np.append(0.5 * spent[:-1] / PRICE, 0.5)  # the last arc is a door
    assert done.rent_usd == pytest.approx(100.0 * 10.0 * stays)


def test_no_more_than_the_carriage_stays_on_the_ground_however_much_has_been_spent() -> None:
    done, _ = send(senders([1], [1.0]), 100.0, 0.0, ways=corridor()._replace(rent_value=1.0))
    assert done.rent_usd[:-1] == pytest.approx(100.0 * 10.0)
    assert done.rent_usd[-1] == pytest.approx(0.5 * 100.0 * 10.0)


def test_there_is_nothing_to_send_where_no_market_can_be_reached() -> None:
    who = senders([1], [1.0])
    who.netback[:] = -1e18
    done, left = send(who, 1e4, 0.0)
    assert done.loads[0] == 0
    assert left[0] == 1e4
