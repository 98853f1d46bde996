"""Organisations' own views of what carriage costs: smooth random fields with a length in km, slowly turning over."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.processes.route_parameters import RouteParameters
from corredor.region.region import Floats

WAVES = 48
"""Random Fourier features of a field; enough that its marginal is close to normal."""


class Views:
    """Multipliers of the cost per km, by organisation and cell.

    Each field is a sum of plane waves through space (Rahimi & Recht 2007), so that it has no grid: every resolution
    sees the same view. A field drawn for one epoch turns into that of the next along a quarter circle, which keeps its
    variance.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.place = world.region.xyz_km
        self._fields: dict[tuple[int, int], Floats] = {}

    def factor(self, rows: NDArray[Any]) -> Floats:
        """Multiplier of the cost per km as each organisation sees it now, mean 1, shape (len(rows), n)."""
        p: RouteParameters = self.world.parameters.routes
        if not self.world.mechanisms.on("routes.heterogeneity"):
            return np.ones((len(rows), self.world.region.n))
        epoch, turned = divmod(self.world.month / p.view_renewal, 1.0)
        angle = turned * np.pi / 2
        now, then = int(epoch), int(epoch) + 1
        spread = p.heterogeneity / p.sensitivity
        view = [np.cos(angle) * self._field(int(r), now) + np.sin(angle) * self._field(int(r), then) for r in rows]
        self._fields = {key: field for key, field in self._fields.items() if key[1] >= now}
        return np.asarray(np.exp(spread * np.array(view) - spread**2 / 2), dtype=np.float64)

    def _field(self, row: int, epoch: int) -> Floats:
        """Standard normal field of one organisation and epoch, shape (n,)."""
        from corredor.kernels.waves import plane_waves

        if (row, epoch) not in self._fields:
            rng = self.world.streams.generator(f"routes.view/{row}/{epoch}", 0)
            waves = rng.standard_normal((WAVES, 3)) / self.world.parameters.routes.view_length
            phase = rng.uniform(0.0, 2 * np.pi, WAVES)
            field = np.empty(len(self.place))
            plane_waves(self.place, waves, phase, field)
            self._fields[row, epoch] = np.sqrt(2 / WAVES) * field
        return self._fields[row, epoch]
