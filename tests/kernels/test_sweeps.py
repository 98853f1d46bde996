"""Row sweeps against SciPy's Dijkstra and the plain netback, on made-up costs and on the real map."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from corredor.kernels.cost_to_go import cost_to_go
from corredor.kernels.lattice import Lattice, Terms
from corredor.kernels.netback import UNREACHED, arc_terms, netback
from corredor.region import load
from corredor.region.region import MARKETS, Mode

TOLERANCE = 5e-6
STEPS = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]


class Country:
    """A made-up grid: arcs between kept cells, some flights, some doors, and the same as a plain graph."""

    def __init__(self, kept: np.ndarray, seed: int = 0, flights: int = 6, doors: int = 9) -> None:
        rng = np.random.default_rng(seed)
        self.shape = kept.shape
        self.row, self.column = (x.astype(np.int32) for x in np.nonzero(kept))
        self.n, self.sinks = len(self.row), 4
        index = np.full((kept.shape[0] + 2, kept.shape[1] + 2), -1)
        index[self.row + 1, self.column + 1] = np.arange(self.n)
        beside = [index[self.row + 1 + i, self.column + 1 + j] for i, j in STEPS]
        tail = np.concatenate([np.flatnonzero(b >= 0) for b in beside])
        head = np.concatenate([b[b >= 0] for b in beside])
        far = rng.permutation(self.n)[: 2 * flights].reshape(2, -1)
        door = rng.choice(self.n, doors, replace=False)
        self.tail = np.concatenate([tail, far[0], door]).astype(np.int32)
        self.head = np.concatenate([head, far[1], self.n + np.arange(doors) % self.sinks]).astype(np.int32)
        arcs = len(self.tail)
        self.flight = np.zeros(arcs, np.bool_)
        self.flight[len(tail) : len(tail) + flights] = True
        step = np.hypot(self.row[head] - self.row[tail], self.column[head] - self.column[tail])
        self.km = np.concatenate([111.0 * step, np.full(flights + doors, 90.0)])
        self.km_cost = 1.8 * self.km
        self.fee = rng.choice([0.0, 0.0, 0.0, 150.0], arcs)
        self.market = np.arange(self.sinks) % 3
        self.price = rng.uniform(8e3, 40e3, self.sinks)
        self.rng = rng

    def lattice(self, dtype: type = np.float64, watch: np.ndarray | float = 1.0) -> Lattice:
        lattice = Lattice(
            self.row, self.column, self.shape, self.tail, self.head,
            flight=self.flight, km_cost=self.km_cost, km=self.km, markets=3, dtype=dtype,
        )  # fmt: skip
        lattice.charge(Terms(self.km_cost, self.fee, self.km * watch, self.km))
        return lattice


def netbacks(country: Country, lattice: Lattice, beliefs: tuple[np.ndarray, ...]) -> np.ndarray:
    found = np.full((len(beliefs[0]), 3, country.n + country.sinks), np.nan)
    slots = np.arange(len(found))
    lattice.netbacks(slots, *beliefs, country.price, country.market, found)
    return found


def plain_netbacks(country: Country, beliefs: tuple[np.ndarray, ...], watch: np.ndarray | float = 1.0) -> np.ndarray:
    order = np.argsort(country.head, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(country.head, minlength=country.n + country.sinks))])
    arcs = len(country.tail)
    found = np.empty((len(beliefs[0]), 3, country.n + country.sinks))
    cost, survival = np.empty(arcs), np.empty(arcs)
    for o, (factor, hazard, toll) in enumerate(zip(*beliefs, strict=True)):
        arc_terms(
            country.tail, country.head, country.km_cost, country.fee, country.km, np.full(arcs, 1.0) * watch,
            factor, hazard, toll, cost, survival,
        )  # fmt: skip
        for m in range(3):
            price = np.where(country.market == m, country.price, 0.0)
            everywhere = np.ones(country.n, np.bool_)
            netback(start, country.tail[order], cost[order], survival[order], price, everywhere, found[o, m])
    return found


def gap(found: np.ndarray, expected: np.ndarray, scale: float) -> float:
    reached = expected > UNREACHED / 2
    assert ((found > UNREACHED / 2) == reached).all()
    return float(abs(found - expected)[reached].max() / scale)


def random_cells(rng: np.random.Generator) -> np.ndarray:
    return rng.random((30, 40)) < 0.75


def barrier(_rng: np.random.Generator) -> np.ndarray:
    kept = np.ones((30, 40), np.bool_)
    kept[15, :38], kept[5:10, 20] = False, False
    return kept


def maze(_rng: np.random.Generator) -> np.ndarray:
    kept = np.ones((31, 41), np.bool_)
    kept[1::4, :-1], kept[3::4, 1:] = False, False
    return kept


def whole(_rng: np.random.Generator) -> np.ndarray:
    return np.ones((30, 40), np.bool_)


def smooth(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return np.exp(0.05 * np.cumsum(rng.standard_normal(shape), axis=1))


def white_noise(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return np.exp(1.5 * rng.standard_normal(shape))


MAPS = [(random_cells, smooth), (barrier, smooth), (maze, white_noise), (whole, white_noise)]


def believed(country: Country, field, count: int) -> tuple[np.ndarray, ...]:
    shape, rng = (count, country.n), country.rng
    return field(rng, shape), 2e-4 * field(rng, shape), 5e-5 * rng.random(shape) * (rng.random(shape) < 0.3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("kept", "field"), MAPS)
def test_sweeps_find_the_netback_that_the_queue_finds(kept, field, dtype: type) -> None:
    country = Country(kept(np.random.default_rng(5)))
    beliefs = believed(country, field, 5)
    found = netbacks(country, country.lattice(dtype), beliefs)
    expected = plain_netbacks(country, beliefs)
    assert gap(found, expected, country.price.max()) < (TOLERANCE if dtype is np.float32 else 1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("kept", "field"), MAPS)
def test_additive_sweeps_and_the_queue_find_the_distance_that_scipy_finds(kept, field, dtype: type) -> None:
    country = Country(kept(np.random.default_rng(6)))
    factor, _, _ = believed(country, field, 3)
    source = country.rng.choice(country.n, 3)
    found = country.lattice(dtype).costs_to_go(factor, source)
    inner = country.head < country.n
    tail, head = country.tail[inner], country.head[inner]
    for o in range(3):
        cost = (country.km_cost * 0.5)[inner] * (factor[o, tail] + factor[o, head]) + country.fee[inner]
        matrix = sparse.csr_matrix((cost, (head, tail)), shape=(country.n, country.n))
        expected = dijkstra(matrix, indices=source[o])
        assert found[o] == pytest.approx(expected, rel=TOLERANCE if dtype is np.float32 else 1e-12)
        by_queue = plain_cost(tail, head, cost, source[[o]], country.n)
        assert by_queue == pytest.approx(expected, rel=1e-12)
        assert found[o] == pytest.approx(by_queue, rel=TOLERANCE if dtype is np.float32 else 1e-12)


def plain_cost(tail: np.ndarray, head: np.ndarray, cost: np.ndarray, sources: np.ndarray, n: int) -> np.ndarray:
    """The same by the plain kernel, on the same arcs."""
    order, value = np.argsort(head, kind="stable"), np.empty(n)
    start = np.concatenate([[0], np.cumsum(np.bincount(head, minlength=n))])
    cost_to_go(start, tail[order], cost[order], sources, 0.25 * float(np.median(cost)), value)
    return value


def test_watching_one_way_only_is_kept_apart_by_direction() -> None:
    country = Country(random_cells(np.random.default_rng(7)))
    watch = country.rng.uniform(0.0, 6.0, len(country.tail))
    beliefs = believed(country, smooth, 3)
    found = netbacks(country, country.lattice(watch=watch), beliefs)
    assert gap(found, plain_netbacks(country, beliefs, watch), country.price.max()) < 1e-13
    assert gap(found, plain_netbacks(country, beliefs), country.price.max()) > 1e-3


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nobody_can_tell_who_shares_the_register(dtype: type) -> None:
    country = Country(random_cells(np.random.default_rng(8)))
    beliefs = believed(country, white_noise, 21)
    lattice = country.lattice(dtype)
    together = netbacks(country, lattice, beliefs)
    for o in (0, 9, 20):
        alone = netbacks(country, lattice, tuple(field[[o]] for field in beliefs))
        assert np.array_equal(alone[0], together[o])


def test_only_those_asked_for_are_given_a_new_netback() -> None:
    country = Country(whole(np.random.default_rng(9)))
    beliefs = believed(country, smooth, 4)
    found = np.zeros((4, 3, country.n + country.sinks))
    country.lattice().netbacks(np.array([2]), *beliefs, country.price, country.market, found)
    assert (found[[0, 1, 3]] == 0.0).all()
    assert np.array_equal(found[2], netbacks(country, country.lattice(), beliefs)[2])


def test_a_shut_sink_is_no_market() -> None:
    country = Country(whole(np.random.default_rng(10)))
    country.price[country.market == 1] = 0.0
    found = netbacks(country, country.lattice(), believed(country, smooth, 2))
    assert (found[:, 1] == UNREACHED).all()
    assert found[:, 2].max() > 0.0


def test_arcs_that_are_no_neighbours_must_be_called_flights() -> None:
    country = Country(whole(np.random.default_rng(11)))
    country.flight[:] = False
    with pytest.raises(ValueError, match="must be marked as a flight"):
        country.lattice()


@pytest.mark.parametrize("resolution", [2.0, 1.0])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sweeps_and_queue_agree_on_the_americas(resolution: float, dtype: type) -> None:
    country = real_map(resolution)
    beliefs = believed(country, smooth_on(resolution), 2)
    found = netbacks(country, country.lattice(dtype), beliefs)
    assert found.shape[1] == len(MARKETS)
    assert gap(found, plain_netbacks(country, beliefs), country.price.max()) < TOLERANCE


def real_map(resolution: float) -> Country:
    """The Americas with rough costs of their own, flights and doors included."""
    region = load("americas", resolution)
    arcs = region.arcs
    country = Country.__new__(Country)
    country.shape, country.row, country.column = region.shape, region.row, region.column
    country.n, country.sinks = region.n, len(region.sinks)
    country.tail, country.head, country.flight = arcs.tail, arcs.head, arcs.mode == Mode.FLIGHT
    country.km = np.where(country.flight, 90.0, arcs.length_km)
    country.km_cost = arcs.length_km * arcs.difficulty * np.where(country.flight, 0.3, 1.7)
    country.fee = 150.0 * (arcs.mode == Mode.LANDING) + 250.0 * arcs.border + 3000.0 * (arcs.head >= region.n)
    country.market = np.array([sink.market for sink in region.sinks])
    country.price = np.array([26e3, 42e3, 8e3])[country.market]
    country.rng = np.random.default_rng(12)
    return country


def smooth_on(resolution: float):
    region = load("americas", resolution)

    def field(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        waves = rng.standard_normal((shape[0], 20, 3)) / 800.0
        return np.exp(0.05 * np.cos(np.einsum("nk,owk->own", region.xyz_km, waves)).sum(axis=1))

    return field
