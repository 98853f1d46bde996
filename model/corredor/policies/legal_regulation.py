"""A market is taken over by legal sellers."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy
from corredor.region.region import MARKETS


@policy("legal_regulation", turns=("demand",))
class LegalRegulation(Policy):
    """Takes a share of a market away from illegal sellers; people go on consuming it, which the model does not count.

    What legal sellers sell is made and carried outside the model.
    """

    def act(self, strength: float) -> None:
        """``intensity`` is the share of the market that legal sellers take over."""
        self.world.levers.demand[self.market()] *= max(1.0 - self.planned.intensity * strength, 0.0)

    def market(self) -> int:
        """Number of the market group concerned."""
        return MARKETS.index(str(self.planned.options.get("market", "usa")))

    def monthly_cost(self) -> float:
        """For each kilogram that legal sellers sell, of what was bought last month; taxes are not counted."""
        each: float = self.world.parameters.costs.legal_regulation
        return each * float(self.world.market.consumed_kg[self.market()]) * min(self.planned.intensity, 1.0)
