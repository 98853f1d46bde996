"""Private guards are licensed, trained and inspected."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("private_security_regulation", turns=("private_security",))
class PrivateSecurityRegulation(Policy):
    """Raises the quality of private guards, and with it the extortion that they keep away from those who can pay."""

    def act(self, strength: float) -> None:
        """In proportion to the effort and to the part of a country where it is made."""
        effort = self.planned.intensity * strength * self.covered()
        self.world.levers.private_security[:] += self.effects.private_security_gain * effort
