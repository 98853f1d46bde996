"""School, work and care for young people at risk."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("social_prevention", turns=("recruitment",), evidence="R05, R09, R10, B07")
class SocialPrevention(Policy):
    """Lowers the success of recruiters; others may join in the stead of those who are kept away."""

    def act(self, strength: float) -> None:
        """``intensity`` is the share of recruits kept away."""
        self.world.levers.recruitment[self.places] *= max(1.0 - self.planned.intensity * strength, 0.0)
