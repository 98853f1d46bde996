"""School, work and care for young people at risk."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("social_prevention")
class SocialPrevention(Policy):
    """Lowers the success of recruiters (``levers.recruitment``); intensity is the share of recruits kept away."""

    def act(self, strength: float) -> None:
        """Grows with the programme."""
        self.world.levers.recruitment[self.places] *= max(1.0 - self.planned.intensity * strength, 0.0)
