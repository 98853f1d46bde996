"""Cost-to-go on the Americas: sixteen organisations' own views of the same arcs."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from corredor.kernels.lattice import Lattice, Terms
from corredor.region import load
from corredor.region.region import MARKETS, Floats, Mode

VIEW_KM = 800.0
WAVES = 48
SPREAD = 0.22
PRICES_USD_KG = (26e3, 42e3, 8e3)
HAZARD_PER_KM = 6e-5


class Fields:
    """Costs of carriage in the eyes of ``count`` organisations, as the lattice and as SciPy want them.

    Fees and rates are of the order of the model's own; what matters here is that costs differ by organisation and
    place, and that there are barriers, flights and doors.
    """

    def __init__(self, resolution: float, count: int = 16) -> None:
        self.region = load("americas", resolution)
        arcs, rng = self.region.arcs, np.random.default_rng(1)
        self.count = count
        self.flight = arcs.mode == Mode.FLIGHT
        self.km = np.where(self.flight, 90.0, arcs.length_km)
        self.km_cost = arcs.length_km * arcs.difficulty * np.where(self.flight, 0.3, 1.7)
        self.fee = 150.0 * (arcs.mode == Mode.LANDING) + 250.0 * arcs.border + 3e3 * (arcs.head >= self.region.n)
        self.factor = np.exp(SPREAD * self._smooth(rng) - SPREAD**2 / 2)
        self.hazard = HAZARD_PER_KM * np.exp(0.8 * self._smooth(rng))
        self.toll = np.zeros_like(self.hazard)
        self.market = np.array([sink.market for sink in self.region.sinks])
        self.price = np.array(PRICES_USD_KG)[self.market]
        self.destination = int(arcs.tail[np.flatnonzero(arcs.head >= self.region.n)[0]])

    def _smooth(self, rng: np.random.Generator) -> Floats:
        waves = rng.standard_normal((self.count, WAVES, 3)) / VIEW_KM
        phase = rng.uniform(0.0, 2 * np.pi, (self.count, WAVES))
        # No matrix product: the threads of BLAS go on spinning into what is measured next.
        place = self.region.xyz_km
        fields = [
            np.cos(sum(np.multiply.outer(place[:, k], wave[:, k]) for k in range(3)) + shift).sum(axis=1)
            for wave, shift in zip(waves, phase, strict=True)
        ]
        smooth: Floats = np.sqrt(2.0 / WAVES) * np.array(fields)
        return smooth

    def lattice(self, dtype: type, markets: int = len(MARKETS)) -> Lattice:
        """The grid for row sweeps."""
        region, arcs = self.region, self.region.arcs
        lattice = Lattice(
            region.row, region.column, region.shape, arcs.tail, arcs.head,
            flight=self.flight, km_cost=self.km_cost, km=self.km, markets=markets, dtype=dtype,
        )  # fmt: skip
        lattice.charge(Terms(self.km_cost, self.fee, self.km, self.km))
        return lattice

    def arc_costs(self, organisation: int) -> Floats:
        """Cost of every arc between cells, in the order of those arcs."""
        arcs = self.region.arcs
        inner = arcs.head < self.region.n
        factor = self.factor[organisation]
        both = factor[arcs.tail[inner]] + factor[arcs.head[inner]]
        cost: Floats = 0.5 * self.km_cost[inner] * both + self.fee[inner]
        return cost

    def matrix(self, organisation: int) -> Any:
        """Costs of one organisation, arcs reversed, for SciPy's Dijkstra."""
        arcs, n = self.region.arcs, self.region.n
        inner = arcs.head < n
        return sparse.csr_matrix((self.arc_costs(organisation), (arcs.head[inner], arcs.tail[inner])), shape=(n, n))
