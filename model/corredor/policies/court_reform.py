"""Prosecution and courts bring more cases to an end."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("court_reform")
class CourtReform(Policy):
    """Raises convictions per case (``levers.courts``), a stage that clearance, witnesses and bribes can still undo."""

    def act(self, strength: float) -> None:
        """``intensity`` 1 doubles convictions per case."""
        self.world.levers.courts[self.places] *= 1.0 + self.planned.intensity * strength
