"""The plain cost-to-go against SciPy's Dijkstra."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from corredor.kernels.cost_to_go import cost_to_go


@pytest.mark.parametrize("width", [0.01, 0.3, 5.0, 1000.0])
@pytest.mark.parametrize("seed", range(4))
def test_any_width_of_bucket_finds_the_shortest_distance(seed: int, width: float) -> None:
    rng = np.random.default_rng(seed)
    n, arcs = 200, 700
    pairs = np.unique(rng.integers(0, n, (arcs, 2)), axis=0)
    tail, head = pairs[pairs[:, 0] != pairs[:, 1]].T
    cost = np.exp(rng.standard_normal(len(tail)))
    order = np.argsort(head, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(head, minlength=n))])
    sources = rng.choice(n, 3, replace=False)
    found = np.empty(n)
    cost_to_go(start, tail[order].astype(np.int32), cost[order], sources, width, found)
    expected = dijkstra(sparse.csr_matrix((cost, (head, tail)), shape=(n, n)), indices=sources).min(axis=0)
    assert found == pytest.approx(expected, rel=1e-12)
    assert np.isinf(found).any()


def test_a_graph_without_arcs_has_only_its_sources() -> None:
    found = np.empty(3)
    nothing = np.zeros(0, np.int32)
    cost_to_go(np.zeros(4, np.int64), nothing, np.zeros(0), np.array([1]), 1.0, found)
    assert found.tolist() == [np.inf, 0.0, np.inf]
