"""The state takes territory back and stays, with services."""

from __future__ import annotations

import numpy as np

from corredor.policies.policy import Policy, policy


@policy("pacification", turns=("troops", "police", "services"))
class Pacification(Policy):
    """Soldiers enter, police stay, and services come: the vacuum behind an offensive is filled.

    Soldiers hold the streets for the first months only; what follows lasts as long as the policy does, by default to
    the end of the run.
    """

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        levers, effects, effort = self.world.levers, self.effects, self.planned.intensity * strength
        if self.world.month - self.planned.start < effects.pacification_entry:
            troops = levers.troops[self.places]
            levers.troops[self.places] = np.maximum(troops, min(effort, 1.0))
        levers.police[self.places] *= 1.0 + effects.pacification_police * effort
        levers.services[self.places] += effects.pacification_services * effort
