"""Agencies hunt leaders of organisations."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy
from corredor.policies.shocks import choose_organisation
from corredor.processes import leadership


@policy("kingpin", evidence="K01 to K06, B10")
class Kingpin(Policy):
    """Removes the hunted organisation's leader with a monthly chance that officials for sale lower.

    What follows (cohesion, succession, splits, war) is not this policy's doing.
    """

    def act(self, strength: float) -> None:
        """One draw a month, of the policy's own stream."""
        world, options = self.world, self.planned.options
        row = choose_organisation(options.get("organisation", "strongest"), self.planned, world)
        if row < 0:
            return
        shelter = float(world.organisations.protection[row])
        chance = self.effects.kingpin_hazard * self.planned.intensity * strength * (1.0 - shelter)
        if world.streams.uniforms(f"policy.{self.planned.name}", world.month, [row])[0] < chance:
            leadership.lose_leader(world, row, how=str(options.get("how", "captured")))

    def monthly_cost(self) -> float:
        """For the organisation that is hunted."""
        each: float = self.world.parameters.costs.kingpin
        return each * self.planned.intensity
