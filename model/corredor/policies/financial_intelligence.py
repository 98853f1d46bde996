"""Laundering is made dearer, and assets are found and confiscated."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("financial_intelligence")
class FinancialIntelligence(Policy):
    """Raises the price of laundering (``levers.laundering``) in the countries treated; intensity 1 doubles it."""

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        self.world.levers.laundering[self.countries()] *= 1.0 + self.planned.intensity * strength
