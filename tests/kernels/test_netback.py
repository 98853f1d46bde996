"""Netback against Bellman's iteration and SciPy's Dijkstra."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from corredor.kernels.netback import UNREACHED, arc_terms, netback


class Network:
    """A random directed graph of ``n`` cells and two sinks."""

    def __init__(self, seed: int, n: int = 60, degree: int = 4) -> None:
        rng = np.random.default_rng(seed)
        tail = np.repeat(np.arange(n), degree)
        head = rng.integers(0, n, tail.size)
        doors = rng.choice(n, 6, replace=False)
        pairs = np.unique(np.column_stack([tail, head])[tail != head], axis=0)
        pairs = np.vstack([pairs, np.column_stack([doors, n + np.arange(6) % 2])])
        self.n, self.sinks = n, 2
        self.tail, self.head = pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32)
        self.cost = rng.uniform(1.0, 30.0, len(pairs))
        self.survival = rng.uniform(0.8, 1.0, len(pairs))
        self.reverse = np.argsort(self.head, kind="stable").astype(np.int64)
        self.reverse_start = np.concatenate([[0], np.cumsum(np.bincount(self.head, minlength=n + 2))]).astype(np.int64)

    def netback(self, price: np.ndarray, wanted: np.ndarray | None = None) -> np.ndarray:
        value = np.empty(self.n + self.sinks)
        everywhere = np.ones(self.n, np.bool_) if wanted is None else wanted
        by_head = (x[self.reverse] for x in (self.tail, self.cost, self.survival))
        netback(self.reverse_start, *by_head, price, everywhere, value)
        return value

    def bellman(self, price: np.ndarray) -> np.ndarray:
        value = np.full(self.n + self.sinks, UNREACHED)
        value[self.n :][price > 0] = price[price > 0]
        for _ in range(self.n):
            ahead = value[self.head]
            offer = np.where(ahead > 0, self.survival * ahead, ahead) - self.cost
            offer[ahead <= UNREACHED] = UNREACHED
            np.maximum.at(value, self.tail, offer)
        return value


@pytest.mark.parametrize("seed", range(8))
def test_netback_is_the_fixed_point_of_bellman(seed: int) -> None:
    graph, price = Network(seed), np.array([50.0, 30.0])
    found = graph.netback(price)
    assert found == pytest.approx(graph.bellman(price), rel=1e-12)
    assert found.min() < 0 < found[: graph.n].max()


@pytest.mark.parametrize("seed", range(4))
def test_without_loss_netback_is_price_less_the_shortest_distance(seed: int) -> None:
    graph, price = Network(seed), np.array([5000.0, 0.0])
    graph.survival[:] = 1.0
    size = graph.n + graph.sinks
    matrix = sparse.csr_matrix((graph.cost, (graph.head, graph.tail)), shape=(size, size))
    distance = dijkstra(matrix, indices=graph.n)
    reached = np.isfinite(distance[: graph.n])
    assert graph.netback(price)[: graph.n][reached] == pytest.approx(5000.0 - distance[: graph.n][reached], rel=1e-12)
    assert (graph.netback(price)[: graph.n][~reached] == UNREACHED).all()


def test_stopping_early_leaves_wanted_cells_and_all_better_ones_final() -> None:
    graph, price = Network(3), np.array([400.0, 300.0])
    full = graph.netback(price)
    wanted = np.zeros(graph.n, np.bool_)
    wanted[np.argsort(-full[: graph.n])[20]] = True
    early = graph.netback(price, wanted)
    better = full >= full[np.flatnonzero(wanted)[0]]
    assert np.array_equal(early[better], full[better])


def test_an_arc_is_shared_by_the_cells_at_its_ends() -> None:
    cost, survival = np.empty(2), np.empty(2)
    arc_terms(
        np.array([0, 1], np.int32),
        np.array([1, 2], np.int32),
        np.array([100.0, 50.0]),
        np.array([10.0, 200.0]),
        np.array([100.0, 40.0]),
        np.ones(2),
        np.array([1.0, 1.5]),
        np.array([1e-3, 3e-3]),
        np.array([0.0, 1e-3]),
        cost,
        survival,
    )
    assert cost == pytest.approx([100 * 1.25 + 10, 50 * 1.5 + 200])
    assert survival == pytest.approx(np.exp([-100 * 0.5 * (1e-3 + 3e-3 + 1e-3), -40 * 4e-3]))
