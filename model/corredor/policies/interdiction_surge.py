"""More ships, aircraft and checkpoints against loads on the way."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy
from corredor.region.region import Mode


@policy("interdiction_surge", turns=("patrol_assets", "watch"), evidence="D10 to D16, I07 to I11")
class InterdictionSurge(Policy):
    """Multiplies the assets that the standing plan pays for in the treated cells, or the watch on one mode there.

    Whether anything more is seized depends on where the agency then puts its assets, on saturation, on officials, and
    on what organisations learn. Assets that can only meet one way of travelling (``mode``) watch the loads that leave
    the treated cells by it, and no others; organisations learn of it by what they lose there, as of any other hazard,
    and come to avoid the place, not the way of travelling.
    """

    def act(self, strength: float) -> None:
        """From the usual level to ``intensity`` times that."""
        times = 1.0 + (self.planned.intensity - 1.0) * strength
        mode = self.planned.options.get("mode")
        if mode is None:
            self.world.levers.patrol_assets[self.cells] *= times
        else:
            self.world.levers.watch[Mode[str(mode).upper()], self.cells] *= times

    def monthly_cost(self) -> float:
        """By area, since assets are spread over it; fewer assets than usual save nothing."""
        area = float(self.world.region.area_km2[self.cells].sum())
        each: float = self.world.parameters.costs.interdiction_surge
        return each * area * max(self.planned.intensity - 1.0, 0.0)
