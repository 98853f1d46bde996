"""Smooth random fields of organisations, alike over a length in km, that slowly turn over."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.region.region import Floats

WAVES = 48
"""Random Fourier features of a field; enough that its marginal is close to normal."""


class TurningFields:
    """Standard normal fields over the cells, one for each organisation.

    Each is a sum of plane waves through space (Rahimi & Recht 2007), so that it has no grid: every resolution sees the
    same one. A field drawn for one epoch turns into that of the next along a quarter circle, which keeps its variance.
    """

    def __init__(self, world: World, stream: str, length_km: float, renewal: float) -> None:
        """Draw nothing yet.

        Args:
            world: for its streams and its month.
            stream: name that all its random numbers hang on.
            length_km: L of the correlation exp(-(distance / L)^2 / 2).
            renewal: months in which a field turns into another.
        """
        self.world, self.stream, self.length_km, self.renewal = world, stream, length_km, renewal
        self._place = world.region.xyz_km
        self._fields: dict[tuple[int, int], Floats] = {}

    def now(self, rows: NDArray[Any]) -> Floats:
        """The fields of these organisations this month, shape (len(rows), n)."""
        epoch, turned = divmod(self.world.month / self.renewal, 1.0)
        angle = turned * np.pi / 2
        first = int(epoch)
        found = np.empty((len(rows), self.world.region.n))
        for field, row in zip(found, rows, strict=True):
            np.multiply(self._field(int(row), first), np.cos(angle), out=field)
            field += np.sin(angle) * self._field(int(row), first + 1)
        self._fields = {key: field for key, field in self._fields.items() if key[1] >= first}
        return found

    def _field(self, row: int, epoch: int) -> Floats:
        from corredor.kernels.waves import plane_waves

        if (row, epoch) not in self._fields:
            rng = self.world.streams.generator(f"{self.stream}/{row}/{epoch}", 0)
            waves = rng.standard_normal((WAVES, 3)) / self.length_km
            phase = rng.uniform(0.0, 2 * np.pi, WAVES)
            field = np.empty(len(self._place))
            plane_waves(self._place, waves, phase, field)
            self._fields[row, epoch] = np.sqrt(2 / WAVES) * field
        return self._fields[row, epoch]
