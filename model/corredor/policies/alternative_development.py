"""Growers can earn more without coca."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("alternative_development", turns=("alternative_income",), evidence="I06")
class AlternativeDevelopment(Policy):
    """Raises the income that growers compare coca with; whether they leave it is their answer, in cultivation."""

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        rise = self.effects.development_income * self.planned.intensity * strength
        self.world.levers.alternative_income[self.cells] *= 1.0 + rise

    def monthly_cost(self) -> float:
        """For each hectare of coca that the place has."""
        each: float = self.world.parameters.costs.alternative_development
        return each * float(self.world.cocaine.coca_ha[self.cells].sum()) * self.planned.intensity
