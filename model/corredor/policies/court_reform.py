"""Prosecution and courts bring more cases to an end."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("court_reform", turns=("courts", "courts_common"), evidence="Q05 to Q07, OAS-4")
class CourtReform(Policy):
    """Raises convictions per case, a stage that others can still undo, and with them what a bribe must outweigh.

    Limited to common offences it does neither for cases of organisations.
    """

    def act(self, strength: float) -> None:
        """In proportion to the effort, for all cases or for those without an organisation alone."""
        rise = self.effects.court_gain * self.planned.intensity * strength
        levers = self.world.levers
        common = self.planned.options.get("offences") == "common"
        (levers.courts_common if common else levers.courts)[self.places] *= 1.0 + rise
