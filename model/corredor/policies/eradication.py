"""Coca is destroyed in the field."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("eradication")
class Eradication(Policy):
    """Sprays or pulls up coca (``levers.spray_ha``); what grows back is the growers' answer, in cultivation."""

    def act(self, strength: float) -> None:
        """A twelfth of the yearly share of the coca that now stands."""
        standing = self.world.cocaine.coca_ha[self.cells]
        self.world.levers.spray_ha[self.cells] += standing * self.planned.intensity * strength / 12.0
