"""An independent model of routes: the cheapest path on a map with fixed costs, which knows nothing of the simulation.

It plays the part of the network model with which a study predicts where traffic goes when a place is closed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from corredor.region.region import MARKETS, Bools, Floats, Mode, Region

KM_COST: Final = {Mode.FLIGHT: 0.5}
"""Cost of a kilometre beside 1 for every other way."""
BORDER_KM: Final = 300.0
"""Kilometres that a land border is worth."""
CLOSED: Final = 20.0
"""By how much every kilometre in a closed place costs more."""


def predicted_path(region: Region, closed: Bools | None = None) -> Bools:
    """Cells on the cheapest paths from where cocaine enters or grows to the doors of the United States.

    Args:
        region: with its transport graph.
        closed: (n,), cells in which every kilometre costs twenty times as much.

    Returns:
        Shape (n,), true for the cells.
    """
    usa = [region.n + k for k, sink in enumerate(region.sinks) if sink.market == MARKETS.index("usa")]
    nodes = region.n + len(region.sinks)
    arcs = region.arcs
    graph = csr_array((_costs(region, closed), (arcs.head, arcs.tail)), shape=(nodes, nodes))
    distance, before, _ = dijkstra(graph, indices=usa, return_predecessors=True, min_only=True)
    on_path = np.zeros(nodes, dtype=np.bool_)
    for start in _starts(region):
        node = int(start)
        while node >= 0 and np.isfinite(distance[node]) and not on_path[node]:
            on_path[node] = True
            node = int(before[node])
    return np.asarray(on_path[: region.n])


def _costs(region: Region, closed: Bools | None) -> Floats:
    arcs = region.arcs
    cost = arcs.length_km * arcs.difficulty + BORDER_KM * arcs.border
    for mode, factor in KM_COST.items():
        cost = np.where(arcs.mode == mode, cost * factor, cost)
    if closed is not None:
        cost = np.where(closed[arcs.tail], cost * CLOSED, cost)
    return np.asarray(np.maximum(cost, 1e-6), dtype=np.float64)


def _starts(region: Region) -> NDArray[np.int64]:
    bound = region.inflow.market == MARKETS.index("usa")
    if bound.any():
        return np.unique(region.inflow.cell[bound]).astype(np.int64)
    return np.flatnonzero(region.coca_ha > 0.0)
