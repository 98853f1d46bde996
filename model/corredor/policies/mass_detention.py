"""Suspects are detained in great numbers, guilty or not."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("mass_detention", turns=("detention",))
class MassDetention(Policy):
    """Rounds up young people; how many of them are members is a matter of how many there are, in justice.

    The others count as ``detained_without_cause``. Prisons fill, and crowded prisons are commanded by gangs.
    """

    def act(self, strength: float) -> None:
        """``intensity`` is people a month for each 100 000."""
        self.world.levers.detention[self.places] += self.planned.intensity * strength

    def monthly_cost(self) -> float:
        """For each person detained."""
        each: float = self.world.parameters.costs.mass_detention
        return each * self.people() * self.planned.intensity / 1e5
