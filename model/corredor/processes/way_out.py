"""The way out of the growing countries: what it costs to bring a kilogram from where it grows to their edge."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from corredor.agents.world import World
from corredor.processes.carriage import carriage_of
from corredor.region.region import Floats, Region

LEAST_COST = 1e-6
"""US$/kg; a sparse graph takes nothing for no arc."""


class WayOut:
    """Worth of a kilogram in each growing area if all that changes is the way from there to the edge, US$/kg.

    Beyond the edge (the first cell outside the countries where coca grows) a kilogram is held at what it was worth when
    prices were found. The best way there is a least-cost path: carriage and fees of the month, and what is lost to
    seizure on land at the mean worth of a kilogram there.

    Args:
        world: the run.
        hubs: shape (H,), cells where coca of an area is bought.
        fields: cells where coca grows.
        worth: shape (n,), worth of a kilogram in every cell when prices were found; only cells outside are read.
        at_home: US$/kg, mean worth in the growing areas.
    """

    def __init__(
        self, world: World, hubs: NDArray[np.integer[Any]], fields: NDArray[np.intp], worth: Floats, at_home: float
    ) -> None:
        region, arcs = world.region, world.region.arcs
        inside = growing_countries(region, fields)
        self.world, self.at_home = world, at_home
        carriage = carriage_of(world)
        mine = np.flatnonzero(inside[arcs.tail] & (arcs.head < region.n))
        self.cells = np.flatnonzero(inside)
        node = np.full(region.n, len(self.cells))
        node[self.cells] = np.arange(len(self.cells))
        tail, head = node[arcs.tail[mine]], node[arcs.head[mine]]
        order = np.lexsort((head, tail))
        self.arcs = mine[order]
        pairs = np.column_stack([tail, head])[order]
        new = np.append(True, (np.diff(pairs, axis=0) != 0).any(axis=1)) if len(pairs) else np.empty(0, bool)
        self.first = np.flatnonzero(new)
        self.pairs = pairs[self.first]
        outside = ~inside[arcs.head[self.arcs]]
        there = np.nan_to_num(worth[arcs.head[self.arcs]], neginf=0.0)
        self.most = float(there[outside].max(initial=0.0))
        self.forgone: Floats = np.where(outside, self.most - there, 0.0)
        self.hubs = node[hubs]
        self.tail = arcs.tail[self.arcs]
        self.km_cost, self.exposure_km = carriage.km_cost[self.arcs], carriage.exposure_km[self.arcs]

    @property
    def leads_out(self) -> bool:
        """Whether there is any way out."""
        return self.most > 0.0

    def worth(self) -> Floats:
        """Worth by hub at the costs of this month, shape (H,)."""
        world = self.world
        lost = 1.0 - np.exp(-world.enforcement.hazard_per_km[self.tail] * self.exposure_km)
        cost = self.km_cost + world.traffic.fee_usd_kg[self.arcs] + self.at_home * lost + self.forgone
        least = np.minimum.reduceat(np.maximum(cost, LEAST_COST), self.first)
        # From the edge backwards: one search serves every hub.
        size = len(self.cells) + 1
        backwards = csr_array((least, (self.pairs[:, 1], self.pairs[:, 0])), shape=(size, size))
        away: Floats = dijkstra(backwards, indices=size - 1)
        worth: Floats = self.most - away[self.hubs]
        return worth


def growing_countries(region: Region, fields: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Land of the countries where coca grows, shape (n,)."""
    grower = np.zeros(len(region.countries) + 1, dtype=bool)
    grower[region.country[fields]] = True
    grower[-1] = False
    return grower[region.country]
