"""How each organisation sees the map: its own view of what carriage costs, and what it takes the risk to be.

Both are smooth random fields (``turning_fields``). Views of costs are alike over some hundred kilometres and last for
years. Of risk an organisation knows a posterior, not a number; it goes by one value out of it, as likely as the
posterior has it, and so tries ways in proportion to the chance that they are the best (Thompson 1933, and Russo et al.
2018). What is guessed at are patrols, which are alike over the distance that they spread; and a guess lasts as long as
what it rests on is remembered.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.processes.route_parameters import RouteParameters
from corredor.processes.turning_fields import TurningFields
from corredor.region.region import Floats

VIEW_MONTHS = 6
"""Views turn so slowly that drawing them anew twice a year is enough; then everybody plans anew."""


class Views:
    """Fields of the organisations that plan."""

    def __init__(self, world: World) -> None:
        self.world = world
        p: RouteParameters = world.parameters.routes
        self._costs = TurningFields(world, "routes.view", p.view_length, p.view_renewal)
        # Patrols that spread around seizures by a Gaussian weight are alike over exp(-(distance / reach)^2 / 4).
        alike_km = math.sqrt(2.0) * world.parameters.interdiction.patrol_reach
        self._risks = TurningFields(world, "routes.doubt", alike_km, p.memory)

    def factor(self, rows: NDArray[Any]) -> Floats:
        """Multiplier of the cost per km as each organisation sees it now, mean 1, shape (len(rows), n)."""
        p: RouteParameters = self.world.parameters.routes
        if not self.world.mechanisms.on("routes.heterogeneity"):
            return np.ones((len(rows), self.world.region.n))
        spread = p.heterogeneity / p.sensitivity
        return np.asarray(np.exp(spread * self._costs.now(rows) - spread**2 / 2), dtype=np.float64)

    def judgement(self, rows: NDArray[Any]) -> Floats:
        """Standard normal: how much worse than its mean each organisation takes a risk to be, shape (len(rows), n)."""
        if self.doubt() == 0.0:
            return np.zeros((len(rows), self.world.region.n))
        return self._risks.now(rows)

    def doubt(self) -> float:
        """Share of the posterior's spread that judgements have."""
        p: RouteParameters = self.world.parameters.routes
        return p.doubt / p.sensitivity if self.world.mechanisms.on("routes.doubt") else 0.0
