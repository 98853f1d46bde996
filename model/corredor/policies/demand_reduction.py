"""Prevention and treatment lower demand."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy
from corredor.region.region import MARKETS


@policy("demand_reduction")
class DemandReduction(Policy):
    """Lowers what a market would buy at the same price (``levers.demand``); intensity is the share taken off."""

    def act(self, strength: float) -> None:
        """Grows with the programme."""
        market = MARKETS.index(str(self.planned.options.get("market", "usa")))
        self.world.levers.demand[market] *= max(1.0 - self.planned.intensity * strength, 0.0)
