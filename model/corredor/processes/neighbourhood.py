"""What is near on the map, with a Gaussian weight in km: what is learned in a place tells about those around it."""

from __future__ import annotations

import numpy as np

from corredor.region.region import Floats, Region


class Neighbourhood:
    """Sums over what is near every cell of a region."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._south = float((region.lat - region.resolution * region.row).mean())

    def sum(self, values: Floats, reach_km: float) -> Floats:
        """Sum of each field around each cell, shape (m, n); see ``kernels.blur``."""
        from corredor.kernels.blur import nearby_sum

        region = self.region
        found = np.empty_like(values)
        nearby_sum(values, region.row, region.column, region.shape, self._south, region.resolution, reach_km, found)
        return found
