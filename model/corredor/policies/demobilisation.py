"""Members are offered a way out."""

from __future__ import annotations

import numpy as np

from corredor.policies.policy import Policy, policy
from corredor.policies.shocks import choose_organisation
from corredor.region.region import Floats

EVERYBODY = -1


@policy("demobilisation", turns=("way_out",), evidence="B10")
class Demobilisation(Policy):
    """Offers members a way out of an organisation, or of all; those who take it leave for good, in recruitment.

    Who leaves can be replaced: recruiters go on.
    """

    def act(self, strength: float) -> None:
        """A share of members each month, in proportion to the effort; two offers are not taken twice."""
        row, offers = self.row(), self.world.levers.way_out
        if row is None:
            return
        stay = 1.0 - offers.get(row, np.zeros(len(self.places)))
        offers[row] = 1.0 - stay * (
            1.0 - min(self.effects.way_out * self.planned.intensity * strength, 1.0) * self.places
        )

    def row(self) -> int | None:
        """Whose members: an organisation's row, ``EVERYBODY``, or ``None`` if whoever is meant is not there."""
        which = self.planned.options.get("organisation")
        if which is None:
            return EVERYBODY
        found = choose_organisation(which, self.planned, self.world)
        return found if found >= 0 else None

    def monthly_cost(self) -> float:
        """For each member who is expected to take it."""
        each: float = self.world.parameters.costs.demobilisation
        return each * min(self.effects.way_out * self.planned.intensity, 1.0) * float(self.members().sum())

    def members(self) -> Floats:
        """Members to whom it is offered, by holding."""
        held, row = self.world.holdings, self.row()
        offered = self.places[held.place] & ((held.organisation == row) | (row == EVERYBODY))
        members: Floats = held.members * offered
        return members
