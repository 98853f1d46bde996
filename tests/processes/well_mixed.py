"""One well-mixed place in which only people are born to, taken from and lost by organisations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from conflict_ground import strip
from numpy.typing import NDArray

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.world import World
from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.processes.justice import Justice
from corredor.processes.recruitment import Recruitment
from corredor.region.region import Floats

PEOPLE = 125e6
WEEKS_A_MONTH = 52.0 / 12.0
WELL_MIXED = {
    "recruitment.pull": 0.0,
    "recruitment.pool": 0.0,
    "recruitment.quitting": 0.0,
    "recruitment.crowding": 1e12,
    "recruitment.deterrence": 0.0,
    "justice.arrests_half": 0.0,
    "justice.arrests_power": 0.0,
    "justice.returning": 0.0,
}
"""What the equations hold fixed; command from prison is cut besides."""


class WellMixed:
    """The equations of Prieto-Curiel, Campedelli & Hope (2023), as the model's month does them.

    Args:
        members: of each organisation at the start.
        rivals: (n, n), 1 where two organisations fight.
        rate, arrests, conflict, saturation: their rho, eta, theta, omega a week.
    """

    def __init__(
        self, members: Floats, rivals: Floats, rate: float, arrests: float, conflict: float, saturation: float
    ) -> None:
        values = WELL_MIXED | {
            "recruitment.rate": rate * WEEKS_A_MONTH,
            "recruitment.saturation": saturation * WEEKS_A_MONTH,
            "justice.arrests": arrests * WEEKS_A_MONTH / PEOPLE,
        }
        self.world = one_place(members, values)
        self.rivals, self.conflict = rivals, conflict * WEEKS_A_MONTH
        self.recruitment, self.justice = Recruitment(self.world), Justice(self.world)
        self.recruits: list[float] = []
        self.killed: list[float] = []

    def run(self, months: int, *, recruit: float = 1.0, arrest: float = 1.0) -> Floats:
        """Members of each organisation after some more months, with recruiting and arrests multiplied."""
        world, book = self.world, self.world.ledger.people
        world.levers.recruitment[:], world.levers.arrests[:] = recruit, arrest
        for _ in range(months):
            world.ledger.new_month()
            members = world.holdings.members
            world.violence.member_deaths = self.conflict * members * (self.rivals @ members)
            self.recruitment.step()
            self.justice.step()
            world.month += 1
            self.recruits.append(book.month["recruited"] / WEEKS_A_MONTH)
            self.killed.append(-book.month["killed"] / WEEKS_A_MONTH)
        return world.organisations.members.copy()


def one_place(members: NDArray[np.float64], values: Mapping[str, float]) -> World:
    """A country of one place, with these organisations in it."""
    world = World(
        strip(1, 1),
        seed=1,
        parameters=Parameters(values),
        mechanisms=Mechanisms({"justice.prison_command": False}),
    )
    world.community_agents.append(world.community_type(world, 0))
    world.communities.population[:] = PEOPLE
    world.communities.young_at_risk[:] = 0.06 * PEOPLE
    world.communities.exclusion[:] = 0.4
    world.justice.prisoners[:] = world.justice.prison_capacity[:] = 1e5
    for number in range(len(members)):
        world.add_organisation(f"Brisa {number}")
    zeros, rows = np.zeros(len(members)), np.arange(len(members), dtype=np.int32)
    world.holdings.replace(np.zeros_like(rows), rows, members, zeros, np.zeros_like(rows), zeros)
    world.count_members()
    return world
