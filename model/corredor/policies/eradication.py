"""Coca is destroyed in the field."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy

MONTHS = 12.0


@policy("eradication", turns=("spray_ha", "uproot_ha"), evidence="I01 to I03")
class Eradication(Policy):
    """Sprays coca, part of which survives, or pulls it up; what grows back is the growers' answer, in cultivation."""

    def act(self, strength: float) -> None:
        """A twelfth of what is reached in a year, spread as the coca is that now stands."""
        levers = self.world.levers
        reached = levers.uproot_ha if self.by_hand() else levers.spray_ha
        standing = self.world.cocaine.coca_ha[self.cells]
        reached[self.cells] += standing * self.share() * strength / MONTHS

    def share(self) -> float:
        """Of the coca that stands, what is reached in a year; more than 1 where fields are reached twice."""
        area = self.planned.options.get("area")
        if area is None:
            return self.planned.intensity
        standing = float(self.world.cocaine.coca_ha[self.cells].sum())
        return float(area) / standing if standing > 0.0 else 0.0

    def by_hand(self) -> bool:
        """Whether coca is pulled up and not sprayed."""
        return bool(self.planned.options.get("method", "spraying") == "manual")

    def monthly_cost(self) -> float:
        """For each hectare reached."""
        costs = self.world.parameters.costs
        each: float = costs.eradication_manual if self.by_hand() else costs.eradication_spraying
        standing = float(self.world.cocaine.coca_ha[self.cells].sum())
        return each * standing * self.share() / MONTHS
