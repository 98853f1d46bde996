"""States share intelligence and operate together."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("regional_cooperation", turns=("hazard", "leader_hazard"), evidence="OAS-4")
class RegionalCooperation(Policy):
    """What one state has seen of a load or a leader, the next one knows.

    The same assets then meet more loads, and leaders find no haven abroad. A state that has nobody to share with gains
    nothing: of ``k`` states, each gains the part ``1 - 1 / k``.
    """

    def act(self, strength: float) -> None:
        """In proportion to the effort and to how many share."""
        levers, effort = self.world.levers, self.planned.intensity * strength * self.shared()
        levers.hazard[self.cells] *= 1.0 + self.effects.cooperation_hazard * effort
        levers.leader_hazard[:] += self.effects.cooperation_leaders * effort * self.covered()

    def shared(self) -> float:
        """Part of what states know that comes from others: 0 for one alone, near 1 for many."""
        states = int((self.covered() > 0.0).sum())
        return 1.0 - 1.0 / max(states, 1)
