"""Officials are supervised and vetted."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("anti_corruption")
class AntiCorruption(Policy):
    """Raises the supervision that competes with bribes (``levers.oversight``)."""

    def act(self, strength: float) -> None:
        """``intensity`` 1 doubles oversight."""
        self.world.levers.oversight[self.places] *= 1.0 + self.planned.intensity * strength
