"""Laundering is made dearer, and assets are found and confiscated."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("financial_intelligence", turns=("laundering", "confiscation"), evidence="OAS-4")
class FinancialIntelligence(Policy):
    """Raises the price of laundering and the share of cash that is found, for organisations at home where it acts."""

    def act(self, strength: float) -> None:
        """In proportion to the effort and to the part of a country where it is made."""
        effort = self.planned.intensity * strength * self.covered()
        self.world.levers.laundering[:] *= 1.0 + self.effects.laundering_gain * effort
        self.world.levers.confiscation[:] += self.effects.confiscation_gain * effort
