"""More ships, aircraft and checkpoints against loads on the way."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("interdiction_surge")
class InterdictionSurge(Policy):
    """Multiplies the assets that the standing plan pays for in the treated cells.

    Acts on deployment (``levers.patrol_assets``); whether anything more is seized depends on where the agency then
    puts them, on saturation, on officials, and on what organisations learn.
    """

    def act(self, strength: float) -> None:
        """Assets grow from their usual level to ``intensity`` times that."""
        self.world.levers.patrol_assets[self.cells] *= 1.0 + (self.planned.intensity - 1.0) * strength

    def monthly_cost(self) -> float:
        """By area, since assets are spread over it."""
        area = float(self.world.region.area_km2[self.cells].sum())
        rate: float = self.world.parameters.policies.cost_of_patrol
        return rate * area * max(self.planned.intensity - 1.0, 0.0)
