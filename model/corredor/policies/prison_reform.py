"""More places in prison, and less command from inside."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("prison_reform", turns=("prison_capacity", "prison_control"))
class PrisonReform(Policy):
    """Adds places, so that crowding no longer hands prisons to gangs, and cuts those inside off from those outside."""

    def act(self, strength: float) -> None:
        """In proportion to the effort and to the part of a country where it is made."""
        levers, effort = self.world.levers, self.planned.intensity * strength * self.covered()
        levers.prison_capacity[:] *= 1.0 + self.effects.prison_places * effort
        levers.prison_control[:] += self.effects.prison_segregation * effort

    def monthly_cost(self) -> float:
        """For each prisoner of the part of each country where it is made."""
        each: float = self.world.parameters.costs.prison_reform
        return each * float((self.world.justice.prisoners * self.covered()).sum()) * self.planned.intensity
