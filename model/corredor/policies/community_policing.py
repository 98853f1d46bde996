"""Officers known to the neighbourhood, who listen and answer."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("community_policing", turns=("trust", "conduct"))
class CommunityPolicing(Policy):
    """Wins trust, which opens the mouths of witnesses, and makes clashes less lethal."""

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        levers, effort = self.world.levers, self.planned.intensity * strength
        levers.trust[self.places] += self.effects.community_trust * effort
        levers.conduct[self.places] *= max(1.0 - self.effects.community_conduct * effort, 0.0)
