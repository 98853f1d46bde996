"""Expected flows on the Americas against a sparse factorisation, which must be done anew whenever costs change."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from corredor.bench.fields import Fields
from corredor.bench.pairs import Row, paired, row
from corredor.kernels.flows import Flows, Network, expected_flows, walk_cost
from corredor.kernels.lattice import Terms
from corredor.region.region import Floats

SHARP, DIFFUSE = 1 / 10.0, 1 / 200.0
"""Choice by cost, kg/US$, at 1°, where a cell costs some US$ 190; it grows as cells shrink, as in the model."""
UNDERFLOW = 600.0
TOLERANCE = 0.01
SOURCES = 60
ROUNDS = 5


class Choices:
    """Sixteen organisations that choose their ways from some sources to one cell."""

    def __init__(self, resolution: float, theta: float) -> None:
        fields, rng = Fields(resolution), np.random.default_rng(2)
        region, arcs = fields.region, fields.region.arcs
        onward = np.flatnonzero((arcs.head < region.n) & (arcs.tail != fields.destination))
        self.fields, self.theta, self.head = fields, theta, arcs.head[onward]
        self.tail, self.km_cost = arcs.tail[onward], fields.km_cost[onward]
        self.start: NDArray[np.int64] = np.concatenate([[0], np.cumsum(np.bincount(self.tail, minlength=region.n))])
        walk = np.zeros(len(onward))
        walk_cost(self.start, fields.km[onward], theta, walk)
        fee = fields.fee.copy()
        fee[onward] += walk
        self.fee = fee[onward]
        self.lattice = fields.lattice(np.float32, markets=1)
        self.lattice.charge(Terms(fields.km_cost, fee, fields.km, fields.km))
        self.source = np.full(fields.count, fields.destination)
        self.costs = [self._cost(factor) for factor in fields.factor]
        self.value = self.lattice.costs_to_go(fields.factor, self.source)
        reached = np.flatnonzero(np.isfinite(self.value[0]) & region.land)
        self.sent = np.zeros(region.n)
        self.sent[rng.choice(reached, SOURCES, replace=False)] = 1.0 / SOURCES

    def _cost(self, factor: Floats) -> Floats:
        cost: Floats = 0.5 * self.km_cost * (factor[self.tail] + factor[self.head]) + self.fee
        return cost

    def ours(self, tolerance: float = TOLERANCE) -> list[Flows]:
        """Cost-to-go and flows of all organisations."""
        value = self.lattice.costs_to_go(self.fields.factor, self.source)
        networks = [
            Network(self.start, self.head, cost, self.theta, own)
            for cost, own in zip(self.costs, value, strict=True)
        ]  # fmt: skip
        return [expected_flows(network, self.sent, tolerance) for network in networks]

    def matrix(self, organisation: int) -> Any:
        """The linear system of one organisation, scaled by cost-to-go where it would underflow."""
        n, reached = len(self.sent), np.isfinite(self.value[organisation])
        value = np.where(reached, self.value[organisation], 0.0)
        value *= self.theta * value.max() > UNDERFLOW
        weight = np.exp(-self.theta * (self.costs[organisation] + value[self.head] - value[self.tail]))
        weight[~reached[self.tail]] = 0.0
        return sparse.identity(n, format="csc") - sparse.csc_matrix((weight, (self.tail, self.head)), shape=(n, n))

    def factorised(self) -> Callable[[], Floats]:
        """Flows of one organisation after the other by sparse LU, with its matrix given."""
        from scipy.sparse.linalg import splu

        matrices = itertools.cycle([self.matrix(o) for o in range(2)])
        arrival = (np.diff(self.start) == 0) * 1.0

        def solve() -> Floats:
            solver: Any = splu(next(matrices))
            ways = solver.solve(arrival)
            potential = solver.solve(np.divide(self.sent, ways, out=np.zeros_like(ways), where=ways > 0.0), trans="T")
            flow: Floats = potential * ways
            return flow

        return solve


def flows(finest: float) -> Iterator[Row]:
    """Cost-to-go and expected flows: one pass where choice is sharp, the exact system where it is diffuse."""
    for resolution in (r for r in (1.0, 0.25) if r >= finest):
        for kind, theta in (("sharp", SHARP / resolution), ("diffuse", DIFFUSE / resolution)):
            choices = Choices(resolution, theta)
            solve = choices.factorised()
            where = f"cost-to-go and flows at {resolution:g}°, {kind} choice"
            ratios = choices.fields.count * paired(solve, choices.ours, ROUNDS)
            goal = 100.0 if resolution == 0.25 else None
            yield row(where, "sparse LU and two solves, matrix given", ratios, at_least=goal)
            found = choices.ours()
            passes = np.array([float(one.passes) for one in found])
            yield row(f"{where}, passes over the exact system", "1", passes)
            bound = np.array([one.bound for one in found])
            yield row(f"{where}, bound on what is misplaced", "1", bound, at_most=TOLERANCE)
            if resolution == 1.0:  # on finer grids sums over so many ways leave the factors no exact digits
                worst = np.abs(found[0].node - choices.factorised()()).max()
                yield row(f"{where}, largest error of a cell's flow", "1", np.array([worst]), at_most=TOLERANCE)
