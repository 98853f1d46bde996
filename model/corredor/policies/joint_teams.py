"""Police, prosecutors and tax offices investigate together."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("joint_teams", turns=("arrests", "courts_organised", "confiscation"), evidence="OAS-4, R05")
class JointTeams(Policy):
    """Investigations reach more members, cases against organisations hold in court, and tax offices find cash."""

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        levers, effects, effort = self.world.levers, self.effects, self.planned.intensity * strength
        levers.arrests[self.places] *= 1.0 + effects.joint_arrests * effort
        levers.courts_organised[self.places] *= 1.0 + effects.joint_courts * effort
        levers.confiscation[:] += effects.joint_confiscation * effort * self.covered()
