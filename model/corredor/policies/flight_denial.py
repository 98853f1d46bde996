"""Clandestine flights are shot down or forced to land."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("flight_denial")
class FlightDenial(Policy):
    """Makes flights that leave the treated cells dearer (``levers.flight_fee``), as pilots ask to be paid for risk."""

    def act(self, strength: float) -> None:
        """A fee for each kilogram flown, in proportion to the effort."""
        fee: float = self.world.parameters.policies.flight_denial_fee
        self.world.levers.flight_fee[self.cells] += fee * self.planned.intensity * strength
