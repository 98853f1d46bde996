"""Coca is destroyed in the field."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy

MONTHS = 12.0


@policy("eradication", turns=("spray_ha", "uproot_ha"), evidence="I01 to I03")
class Eradication(Policy):
    """Sprays coca, part of which survives, or pulls it up; what grows back is the growers' answer, in cultivation."""

    def act(self, strength: float) -> None:
        """A twelfth of the yearly share of the coca that now stands."""
        levers = self.world.levers
        reached = levers.uproot_ha if self.by_hand() else levers.spray_ha
        standing = self.world.cocaine.coca_ha[self.cells]
        reached[self.cells] += standing * self.planned.intensity * strength / MONTHS

    def by_hand(self) -> bool:
        """Whether coca is pulled up and not sprayed."""
        return bool(self.planned.options.get("method", "spraying") == "manual")

    def monthly_cost(self) -> float:
        """For each hectare reached."""
        costs = self.world.parameters.costs
        each: float = costs.eradication_manual if self.by_hand() else costs.eradication_spraying
        standing = float(self.world.cocaine.coca_ha[self.cells].sum())
        return each * standing * self.planned.intensity / MONTHS
