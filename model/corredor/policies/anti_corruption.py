"""Officials are supervised and vetted."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("anti_corruption", turns=("oversight",), evidence="OAS-4")
class AntiCorruption(Policy):
    """Raises the supervision that competes with bribes and threats for officials."""

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        rise = self.effects.oversight_gain * self.planned.intensity * strength
        self.world.levers.oversight[self.places] *= 1.0 + rise
