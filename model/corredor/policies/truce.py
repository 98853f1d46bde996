"""Organisations are offered something that makes peace worth more to them."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from corredor.policies.policy import Policy, policy
from corredor.policies.shocks import choose_organisation


@policy("truce", turns=("peace_value",), evidence="G01 to G04")
class Truce(Policy):
    """A side payment, in kind (visits, moves to other prisons, work), for each month without war between two parties.

    Fighting is not forbidden: each party weighs what it is offered against what a grab would bring.
    """

    def act(self, strength: float) -> None:
        """For every pair of parties, what the one that is offered less is offered."""
        value = self.world.levers.peace_value
        for pair in combinations(self.parties(), 2):
            value[pair] = value.get(pair, 0.0) + min(map(self.offered, pair)) * strength

    def offered(self, row: int) -> float:
        """US$ a month to one party: what the scenario says, otherwise by its members."""
        payment = self.planned.options.get("payment")
        if payment is None:
            payment = self.effects.truce_offer * float(self.world.organisations.members[row])
        return float(payment) * self.planned.intensity

    def parties(self) -> list[int]:
        """Rows of the organisations concerned, ascending: those named, or all that are in the place."""
        named = self.planned.options.get("between")
        if named:
            rows = {choose_organisation(which, self.planned, self.world) for which in named}
        else:
            held = self.world.holdings
            rows = set(np.unique(held.organisation[self.places[held.place]]).tolist())
        return sorted(row for row in rows if row >= 0)

    def monthly_cost(self) -> float:
        """What all parties are offered."""
        return sum(map(self.offered, self.parties()))
