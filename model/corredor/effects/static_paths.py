"""An independent model of routes: the cheapest way on the roads of a country, which knows nothing of the simulation.

It plays the part of the network model with which a study predicts where traffic goes when a place is closed: from where
a country borders on its southern neighbours, over land, to the land border of the United States.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from corredor.region.region import Bools, Floats, Region, Zone

DOOR: Final = "us_land_border"
CLOSED: Final = 20.0
"""By how much every kilometre in a closed place costs more."""


def predicted_path(region: Region, country: str, closed: Bools | None = None) -> Bools:
    """Cells on the cheapest ways through a country to the land border of the United States.

    Args:
        region: with its transport graph.
        country: ISO 3166-1 alpha-3.
        closed: (n,), cells in which every kilometre costs twenty times as much.

    Returns:
        Shape (n,), true for the cells.
    """
    inside = region.country == region.countries.index(country)
    door = region.n + next(k for k, sink in enumerate(region.sinks) if sink.name == DOOR)
    nodes = region.n + len(region.sinks)
    arcs = region.arcs
    kept = np.append(inside, np.arange(region.n, nodes) == door)[arcs.head] & inside[arcs.tail]
    cost = _costs(region, closed)[kept]
    graph = csr_array((cost, (arcs.head[kept], arcs.tail[kept])), shape=(nodes, nodes))
    distance, towards = dijkstra(graph, indices=door, return_predecessors=True)
    on_path = np.zeros(nodes, dtype=np.bool_)
    for start in _southern_border(region, inside):
        node = int(start)
        while node >= 0 and np.isfinite(distance[node]) and not on_path[node]:
            on_path[node] = True
            node = int(towards[node])
    return np.asarray(on_path[: region.n])


def _costs(region: Region, closed: Bools | None) -> Floats:
    arcs = region.arcs
    cost = arcs.length_km * arcs.difficulty
    if closed is not None:
        cost = np.where(closed[arcs.tail], cost * CLOSED, cost)
    return np.asarray(np.maximum(cost, 1e-6), dtype=np.float64)


def _southern_border(region: Region, inside: Bools) -> NDArray[np.int64]:
    return np.flatnonzero(inside & region.border & (region.zone != Zone.US_BORDER)).astype(np.int64)
