"""Growers can earn more without coca."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("alternative_development")
class AlternativeDevelopment(Policy):
    """Raises the income that growers compare coca with (``levers.alternative_income``)."""

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        rise: float = self.world.parameters.policies.development_income
        self.world.levers.alternative_income[self.cells] *= 1.0 + rise * self.planned.intensity * strength
