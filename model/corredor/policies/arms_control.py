"""Fewer arms can be bought and smuggled."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("arms_control", turns=("arms",))
class ArmsControl(Policy):
    """Lowers the arms on offer in a country; those already held wear out at their own pace, in finance."""

    def act(self, strength: float) -> None:
        """``intensity`` is the share of the arms on offer that is kept away."""
        kept_away = self.planned.intensity * strength * self.covered()
        self.world.levers.arms[:] *= (1.0 - kept_away).clip(0.0)
