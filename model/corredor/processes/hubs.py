"""Hubs: where what is grown around is put together into loads, at the same spacing whatever the cell size."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from corredor.region.region import Ints, Region

HUB_SPACING_DEGREES = 1.0
"""Blocks of the common measure of the model, about 111 km: a day's travel for a buyer of base."""


@lru_cache(maxsize=4)
def hub_of_cells(region: Region) -> Ints:
    """Hub of each cell that grows coca, shape (n,); -1 elsewhere. Cocaine that enters over the edge is its own hub.

    Found once for a region; nobody may write to it.

    The hub of a block of one degree and country is its cell with most coca.
    """
    hub = np.full(region.n, -1, dtype=np.int32)
    growing = np.flatnonzero(region.coca_ha > 0.0)
    if len(growing):
        block = np.floor(np.column_stack([region.lat[growing], region.lon[growing]]) / HUB_SPACING_DEGREES)
        key = np.column_stack([block, region.country[growing]])
        _, member = np.unique(key, axis=0, return_inverse=True)
        for group in range(int(member.max()) + 1):
            cells = growing[member.ravel() == group]
            hub[cells] = cells[np.argmax(region.coca_ha[cells])]
    edge = np.unique(region.inflow.cell)
    hub[edge[hub[edge] < 0]] = edge[hub[edge] < 0]
    hub.flags.writeable = False
    return hub
