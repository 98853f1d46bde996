"""Mandate, training, pay and retention of the police are reformed."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy

PARTS = ("mandate", "training", "pay", "retention")


@policy("security_sector_reform", turns=("conduct", "clearance", "oversight", "police"), evidence="M07 to M10")
class SecuritySectorReform(Policy):
    """Four parts, each on its own lever, since conviction is a product to which each can add.

    A clear mandate makes clashes less lethal; training clears more offences; pay is what a bribe must outweigh;
    retention keeps strength.
    """

    def act(self, strength: float) -> None:
        """Each part in proportion to the effort."""
        levers, effects, effort = self.world.levers, self.effects, self.planned.intensity * strength
        parts = self.parts()
        if "mandate" in parts:
            levers.conduct[self.places] *= max(1.0 - effects.reform_mandate * effort, 0.0)
        if "training" in parts:
            levers.clearance[self.places] *= 1.0 + effects.reform_training * effort
        if "pay" in parts:
            levers.oversight[self.places] *= 1.0 + effects.reform_pay * effort
        if "retention" in parts:
            levers.police[self.places] *= 1.0 + effects.reform_retention * effort

    def parts(self) -> tuple[str, ...]:
        """What is reformed; everything where the scenario does not say."""
        return tuple(self.planned.options.get("parts") or PARTS)

    def monthly_cost(self) -> float:
        """By people, a quarter for each part."""
        return super().monthly_cost() * len(self.parts()) / len(PARTS)
