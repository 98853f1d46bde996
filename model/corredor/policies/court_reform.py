"""Prosecution and courts bring more cases to an end."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("court_reform", turns=("courts",), evidence="Q05 to Q07, OAS-4")
class CourtReform(Policy):
    """Raises convictions per case, a stage that others can still undo, and with them what a bribe must outweigh."""

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        rise = self.effects.court_gain * self.planned.intensity * strength
        self.world.levers.courts[self.places] *= 1.0 + rise
