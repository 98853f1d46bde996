"""Soldiers patrol the streets."""

from __future__ import annotations

import numpy as np

from corredor.policies.policy import Policy, policy


@policy("military_deployment", turns=("troops",), evidence="M01 to M10")
class MilitaryDeployment(Policy):
    """Puts troops in places: they clash and break protection; they convict nobody."""

    def act(self, strength: float) -> None:
        """The densest of several deployments counts."""
        troops = self.world.levers.troops
        wanted = min(self.planned.intensity * strength, 1.0)
        troops[self.places] = np.maximum(troops[self.places], wanted)
