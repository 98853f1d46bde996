"""Prevention and treatment lower demand."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy
from corredor.region.region import MARKETS


@policy("demand_reduction", turns=("demand",), evidence="I12, I13")
class DemandReduction(Policy):
    """Lowers what a market would buy at the same price; the price then falls, and wins part of it back."""

    def act(self, strength: float) -> None:
        """``intensity`` is the share taken off."""
        self.world.levers.demand[self.market()] *= max(1.0 - self.planned.intensity * strength, 0.0)

    def market(self) -> int:
        """Number of the market group concerned."""
        return MARKETS.index(str(self.planned.options.get("market", "usa")))

    def monthly_cost(self) -> float:
        """For each kilogram that is not bought, of what was bought last month."""
        each: float = self.world.parameters.costs.demand_reduction
        return each * float(self.world.market.consumed_kg[self.market()]) * min(self.planned.intensity, 1.0)
