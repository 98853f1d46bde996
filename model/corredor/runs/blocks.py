"""Fixed 1-degree blocks, on which sizes are taken so that they mean the same at every resolution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import Floats

ACTIVE_KG = 1.0
"""A block is active with at least this many kilograms in the month."""


class Blocks:
    """The 1-degree blocks of some cells.

    Args:
        lat, lon: shape (n,), cell centres, degrees.
        resolution: cell size, degrees. A cell larger than a block stands for all the blocks it covers.

    Attributes:
        index: shape (n,), block of each cell.
        n: number of different blocks.
        per_cell: blocks that one cell covers, at least 1.
    """

    def __init__(self, lat: Floats, lon: Floats, resolution: float) -> None:
        row, column = np.floor(lat).astype(np.int64), np.floor(lon).astype(np.int64)
        keys, index = np.unique(row * 1000 + column, return_inverse=True)
        self.index: NDArray[np.intp] = index
        self.n = len(keys)
        self.per_cell = max(1.0, resolution) ** 2

    def spread(self, kg_km: Floats) -> float:
        """exp(entropy) of kilogram-kilometres over blocks; 0 if nothing moved.

        Args:
            kg_km: shape (n,).
        """
        by_block = np.bincount(self.index, kg_km, self.n)
        total = by_block.sum()
        if not total > 0.0:
            return 0.0
        share = by_block[by_block > 0.0] / total
        return float(np.exp(-(share * np.log(share)).sum()) * self.per_cell)

    def active(self, kg: Floats) -> float:
        """Number of blocks through one of whose cells at least ``ACTIVE_KG`` passed.

        Args:
            kg: shape (n,), what passed each cell in the month.
        """
        return len(np.unique(self.index[kg >= ACTIVE_KG])) * self.per_cell
