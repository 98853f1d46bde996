"""Expected flows under recursive logit choice, against the exact linear system."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import splu

from corredor.kernels.cost_to_go import cost_to_go
from corredor.kernels.flows import Network, expected_flows, walk_cost

SIDE = 24


def square(side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tail, head and length of the arcs between the eight neighbours of a square of cells, by tail."""
    row, column = np.divmod(np.arange(side * side), side)
    arcs = []
    for north in (-1, 0, 1):
        for east in (-1, 0, 1):
            to_row, to_column = row + north, column + east
            inside = (to_row >= 0) & (to_row < side) & (to_column >= 0) & (to_column < side)
            if north or east:
                tail = np.flatnonzero(inside)
                head = (to_row * side + to_column)[inside]
                arcs.append(np.stack([tail, head, np.full(len(tail), np.hypot(north, east))]))
    tail, head, length = np.concatenate(arcs, axis=1)
    order = np.argsort(tail, kind="stable")
    return tail[order].astype(np.int64), head[order].astype(np.int32), length[order]


def ground(kind: str, side: int = SIDE) -> np.ndarray:
    rng = np.random.default_rng(4)
    if kind == "smooth":
        y, x = np.mgrid[:side, :side] / side
        return (0.9 + 0.4 * np.sin(5 * x + 2) * np.cos(4 * y)).ravel()
    return np.asarray(0.9 * rng.lognormal(0.0, 0.6, side * side))


def network(cell_cost: np.ndarray, theta: float, sink: int, side: int = SIDE, cell: float = 1.0) -> Network:
    """Choice on a square of cells whose sink is a place of arrival."""
    tail, head, length = square(side)
    onward = tail != sink
    tail, head, km = tail[onward], head[onward], cell * length[onward]
    count = side * side
    start = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=count))])
    cost = 0.5 * km * (cell_cost[tail] + cell_cost[head])
    walk_cost(start, km, theta, cost)
    back = np.argsort(head, kind="stable")
    into = np.concatenate([[0], np.cumsum(np.bincount(head, minlength=count))])
    value = np.empty(count)
    cost_to_go(into, tail[back].astype(np.int32), cost[back], np.array([sink]), float(np.median(cost)), value)
    return Network(start, head, cost, theta, value)


def exact(net: Network, sent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Node and arc flows by sparse LU: Z = W Z + b, flow potentials by the transpose.

    Sharp choice underflows, and is scaled by the cost-to-go.
    """
    count = len(net.value)
    tail = np.repeat(np.arange(count), np.diff(net.start))
    scale = net.value if net.theta > 5.0 else np.zeros(count)
    weight = np.exp(-net.theta * (net.cost + scale[net.head] - scale[tail]))
    inside = sparse.identity(count, format="csc") - sparse.csc_matrix((weight, (tail, net.head)), shape=(count, count))
    solver = splu(inside)
    ways = solver.solve((np.diff(net.start) == 0).astype(float))
    potential = solver.solve(sent / ways, trans="T")
    return potential * ways, potential[tail] * weight * ways[net.head]


def sent_from(*cells: int, side: int = SIDE) -> np.ndarray:
    sent = np.zeros(side * side)
    sent[list(cells)] = np.linspace(1.0, 2.0, len(cells))
    return sent


@pytest.mark.parametrize("kind", ["smooth", "noise"])
@pytest.mark.parametrize("theta", [0.3, 1.0, 5.0, 20.0])
def test_flows_are_those_of_the_linear_system(kind: str, theta: float) -> None:
    net, sent = network(ground(kind), theta, sink=SIDE + 2), sent_from(SIDE * SIDE - 1, 300, 23)
    found = expected_flows(net, sent, tolerance=0.0)
    node, arc = exact(net, sent)
    assert found.passes > 0
    np.testing.assert_allclose(found.node, node, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(found.arc, arc, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("kind", ["smooth", "noise"])
def test_one_pass_misplaces_no_more_than_its_bound(kind: str) -> None:
    sent, errors = sent_from(SIDE * SIDE - 1, 300), []
    for theta in (3.0, 6.0, 12.0, 20.0):
        net = network(ground(kind), theta, sink=SIDE + 2)
        found, (_, arc) = expected_flows(net, sent, tolerance=0.9999), exact(net, sent)
        assert found.passes == 0, theta
        errors.append(np.abs(found.arc - arc).max() / sent.sum())
        assert errors[-1] <= found.bound + 1e-12
    assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize("theta", [0.5, 1.0, 2.0])
def test_passes_stop_when_what_they_lack_is_tolerable(theta: float) -> None:
    net, sent = network(ground("noise"), theta, sink=SIDE + 2), sent_from(SIDE * SIDE - 1, 300)
    rough, fine = expected_flows(net, sent, 0.01), expected_flows(net, sent, 0.0)
    assert 0 < rough.passes < fine.passes
    assert np.abs(rough.arc - fine.arc).max() <= rough.bound * sent.sum()
    assert fine.bound < 1e-9 < rough.bound < 0.01


def test_diffuse_choice_gets_the_exact_system_and_sharp_choice_one_pass() -> None:
    sent = sent_from(SIDE * SIDE - 1)
    passes = [expected_flows(network(ground("smooth"), t, SIDE + 2), sent, 0.02).passes for t in (0.5, 60.0)]
    assert passes[0] > 5
    assert passes[1] == 0


@pytest.mark.parametrize("theta", [0.5, 5.0, 200.0])
@pytest.mark.parametrize("tolerance", [0.0, 0.9999])
def test_what_is_sent_arrives(theta: float, tolerance: float) -> None:
    net, sent = network(ground("noise"), theta, sink=40), sent_from(5, 300, 575)
    found = expected_flows(net, sent, tolerance)
    assert found.node[40] == pytest.approx(sent.sum(), rel=1e-9)
    tail = np.repeat(np.arange(len(sent)), np.diff(net.start))
    left, came = np.bincount(tail, found.arc, len(sent)), sent + np.bincount(net.head, found.arc, len(sent))
    left[40] = came[40]
    np.testing.assert_allclose(left, came, atol=1e-9 * sent.sum())


def test_the_sharpest_choice_is_the_least_cost_way() -> None:
    net, sent = network(ground("noise"), 1e4, sink=40), sent_from(575)
    found = expected_flows(net, sent, 0.01)
    travelled = found.arc @ net.cost
    assert travelled == pytest.approx(net.value[575], rel=1e-6)
    assert found.passes == 0


def test_the_walk_of_reference_has_the_decay_of_a_square_grid() -> None:
    tail, _, km = square(5)
    start, cost = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=25))]), np.zeros(len(km))
    walk_cost(start, km, 2.0, cost)
    odds = np.bincount(tail, np.exp(-2.0 * cost))
    np.testing.assert_allclose(odds, 1.0, rtol=1e-12)
    middle = cost[start[12] : start[13]]
    assert 2.0 * middle.min() == pytest.approx(1.7776, abs=1e-4)


def test_refining_the_grid_does_not_spread_the_flow_further() -> None:
    """How far from the straight line flow passes half-way, in km, when cells are halved and theta stays."""

    def spread(side: int) -> float:
        cell = 48.0 / side
        row = side // 2
        sink, source = row * side + side // 8, row * side + side - 1 - side // 8
        net = network(np.full(side * side, 0.9), 0.5, sink, side, cell)
        arcs = expected_flows(net, sent_from(source, side=side), 0.0)
        rows, columns = np.divmod(np.arange(side * side), side)
        passing = np.where(columns == side // 2, arcs.node, 0.0)
        offset = cell * (rows - row)
        return float(np.sqrt((passing * offset**2).sum() / passing.sum()))

    assert spread(48) == pytest.approx(spread(24), rel=0.15)


def test_nothing_can_be_sent_from_where_there_is_no_way() -> None:
    net = network(ground("smooth"), 5.0, sink=40)
    net.value[100] = np.inf
    with pytest.raises(ValueError, match="no place of arrival"):
        expected_flows(net, sent_from(100), 0.1)
