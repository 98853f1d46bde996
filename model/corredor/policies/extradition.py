"""Captured leaders are sent abroad, where they can no longer command."""

from __future__ import annotations

import numpy as np

from corredor.policies.policy import Policy, policy


@policy("extradition", turns=("extradition", "prison_control", "leader_hazard"), evidence="B10")
class Extradition(Policy):
    """Takes from captured leaders the word that still counts from prison, and from prisons those who command there.

    Leaders whom another state asks for are also hunted harder. A peace that a jailed leader kept goes with the leader:
    that is not this policy's doing, but leadership's.
    """

    def act(self, strength: float) -> None:
        """In proportion to the effort and to the part of a country where it is made."""
        levers, effort = self.world.levers, self.planned.intensity * strength * self.covered()
        sent = np.minimum(self.effects.extradition_share * effort, 1.0)
        levers.extradition[:] = np.maximum(levers.extradition, sent)
        levers.prison_control[:] += self.effects.extradition_silence * effort
        levers.leader_hazard[:] += self.effects.extradition_hazard * effort
