"""The loads of a month, averaged over very many of them, against the chain that they are drawn from."""

from __future__ import annotations

import numpy as np
import pytest
from flow_ground import FlowHalf

from corredor.kernels.expected_loads import ExpectedLoads, expected_loads
from corredor.kernels.loads import Senders, Tally, Ways, send_loads
from corredor.processes.route_parameters import arc_scale, choice_scale

SHARE = 0.25
"""Of the stock on offer that each sender buys, so that no hub runs short."""
LOADS = 2_000
"""From each hub and sender."""


class OneMonth:
    """Senders with plans of their own, in a world with patrols, and far more loads than ever set out."""

    def __init__(self) -> None:
        half = FlowHalf(senders=2, spun_up=False)
        half.run(3)
        world, p = half.world, half.world.parameters.routes
        self.ways: Ways = half.interdiction._ways()
        senders = half.interdiction._senders()
        share = np.full(len(senders.row), SHARE)
        load_kg = np.linspace(80.0, 120.0, len(senders.row))
        self.senders: Senders = senders._replace(share=share, load_kg=load_kg)
        self.hubs = half.interdiction.hubs
        self.stock = np.zeros(world.region.n)
        self.stock[self.hubs] = LOADS * 100.0 / SHARE
        self.hazard = 3.0 * world.enforcement.hazard_per_km
        self.scales = choice_scale(p), 10.0 * arc_scale(p, world.region.resolution)

    def draw(self) -> Tally:
        n, sinks, count = len(self.hazard), len(self.ways.sink_market), len(self.senders.row)
        markets = self.senders.netback.shape[1]
        tally = Tally(
            *(
                np.zeros(s)
                for s in [(markets, n), n, (markets, 9), n, n, n, n, n, markets, markets, markets, (count, sinks)]
            ),
            np.zeros((count, n)),
            np.zeros((count, n)),
            *(np.zeros(count) for _ in range(5)),
            np.zeros(1),
            np.zeros(len(self.ways.head)),
        )
        price, worth = np.zeros(n), np.zeros((markets, n))
        send_loads(
            np.uint64(5), self.ways, self.senders, self.hubs, self.stock.copy(), 1.0, price, self.hazard, worth,
            *self.scales, tally,
        )  # fmt: skip
        return tally

    def expect(self) -> ExpectedLoads:
        return expected_loads(self.ways, self.senders, self.hubs, self.stock, 1.0, self.hazard, *self.scales)


@pytest.fixture(scope="module")
def month() -> OneMonth:
    return OneMonth()


def test_loads_go_on_average_where_the_chain_says(month: OneMonth) -> None:
    drawn, expected = month.draw(), month.expect()
    spread = (expected.flow_kg > 0.01 * expected.flow_kg.max()).sum()
    assert spread > 40
    for found, mean in (
        (drawn.flow_kg, expected.flow_kg),
        (drawn.seized_kg, expected.seized_kg),
        (drawn.sent_by_market, expected.sent_kg),
        (drawn.arrived.sum(axis=0), expected.arrived_kg),
    ):
        loads = mean / month.senders.load_kg.max()
        assert (np.abs(found - mean) / month.senders.load_kg.max() < 5.0 * np.sqrt(loads) + 5.0).all()
    assert np.abs(drawn.flow_kg - expected.flow_kg).sum() < 0.02 * expected.flow_kg.sum()


def test_what_is_expected_to_set_out_is_seized_or_arrives(month: OneMonth) -> None:
    found = month.expect()
    assert found.seized_kg.sum() > 0.02 * found.sent_kg.sum()
    assert found.seized_kg.sum() + found.arrived_kg.sum() == pytest.approx(found.sent_kg.sum(), rel=1e-9)


def test_many_months_of_one_state_average_to_what_is_expected() -> None:
    half = FlowHalf(senders=4, spun_up=False)
    half.run(3)
    half.world.cocaine.stock_kg *= 20.0  # so that no hub runs short, which would keep loads back
    world, stock = half.world, half.world.cocaine.stock_kg.copy()
    expected, sent = half.interdiction.expected(), []
    assert np.array_equal(world.cocaine.stock_kg, stock)
    for month in range(60):
        world.month = month
        sent.append(half.interdiction._send().sent_by_market.sum())
        world.cocaine.stock_kg[:] = stock
    error = np.std(sent) / np.sqrt(len(sent))
    assert abs(np.mean(sent) - expected.sent_kg.sum()) < 4.0 * error
