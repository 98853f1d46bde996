"""Clandestine flights are shot down or forced to land."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("flight_denial", turns=("flight_fee",), evidence="D17, D18")
class FlightDenial(Policy):
    """Makes flights that leave the treated cells dearer, as pilots ask for the risk they run."""

    def act(self, strength: float) -> None:
        """A fee for each kilogram flown, in proportion to the effort."""
        fee = self.effects.flight_denial_fee * self.planned.intensity * strength
        self.world.levers.flight_fee[self.cells] += fee

    def monthly_cost(self) -> float:
        """By the area that is watched."""
        each: float = self.world.parameters.costs.flight_denial
        return each * float(self.world.region.area_km2[self.cells].sum()) * self.planned.intensity
