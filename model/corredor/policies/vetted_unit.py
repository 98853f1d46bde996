"""A small unit, screened and supervised, that officials cannot easily buy."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("vetted_unit", turns=("vetted", "leader_hazard"), evidence="Q05, Q06")
class VettedUnit(Policy):
    """A sober channel: no official who is bought can stop the cases that it takes, and it picks leaders itself.

    It is worth most where most officials are for sale, and nothing where none is, but for its hunt.
    """

    def act(self, strength: float) -> None:
        """In proportion to the effort; several units do not take the same case twice."""
        levers, effort = self.world.levers, self.planned.intensity * strength
        taken = min(self.effects.vetted_share * effort, 1.0)
        levers.vetted[self.places] = 1.0 - (1.0 - levers.vetted[self.places]) * (1.0 - taken)
        levers.leader_hazard[:] += self.effects.vetted_hazard * effort * self.covered()
