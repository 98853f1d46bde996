"""One well-mixed place in which only people are born to, taken from and lost by organisations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from conflict_ground import strip
from numpy.typing import NDArray

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.processes.justice import Justice
from corredor.processes.recruitment import Recruitment
from corredor.processes.violence import Violence
from corredor.region.region import Floats

PEOPLE: Final = 125e6
WEEKS_A_MONTH: Final = 52.0 / 12.0
WELL_MIXED: Final = {
    "recruitment.pull": 0.0,
    "recruitment.pool": 0.0,
    "recruitment.quitting": 0.0,
    "recruitment.crowding": 1e12,
    "recruitment.deterrence": 0.0,
    "recruitment.refill": 0.0,
    "justice.arrests_half": 0.0,
    "justice.arrests_power": 0.0,
    "justice.returning": 0.0,
    "violence.crowding": 0.0,
    "violence.front": 0.0,
    "violence.succession": 0.0,
    "violence.stake": 0.0,
    "violence.impunity_turf": 0.0,
    "violence.bystanders": 0.0,
    "violence.frailty": 1e3,
}
"""What the equations hold fixed, and months about as bursty as independent deaths are."""
CUT: Final = ("justice.prison_command", "violence.retaliation", "violence.predation", "violence.clashes")


def lethality(conflict: float) -> float:
    """``violence.lethality``, 1/month, at which the month kills as theta ``conflict`` does in a week.

    Two organisations lose ``lethality h m_i m_j / population`` a month where nobody crowds, no front is worth opening,
    arms are as usual and nobody is convicted: ``2 theta h m_i m_j`` with ``theta = lethality / (2 population)``, and
    half of it each where both have as many allies.
    """
    return 2.0 * PEOPLE * conflict * WEEKS_A_MONTH


class WellMixed:
    """The equations of Prieto-Curiel, Campedelli & Hope (2023), as violence, recruitment and justice do them.

    Args:
        members: of each organisation at the start.
        hostility: (n, n), how much two organisations fight, symmetric; it stays as it is.
        allies: (n,), how many each has; they stay as they are.
        rate, arrests, conflict, saturation: their rho, eta, theta, omega a week.
    """

    def __init__(
        self,
        members: Floats,
        hostility: Floats,
        allies: Floats,
        rate: float,
        arrests: float,
        conflict: float,
        saturation: float,
    ) -> None:
        values = WELL_MIXED | {
            "recruitment.rate": rate * WEEKS_A_MONTH,
            "recruitment.saturation": saturation * WEEKS_A_MONTH,
            "justice.arrests": arrests * WEEKS_A_MONTH / PEOPLE,
            "violence.lethality": lethality(conflict),
        }
        self.world = one_place(members, values)
        self.world.hostility[:] = hostility
        self.world.organisations.allies[:] = allies
        self.month = Violence(self.world), Recruitment(self.world), Justice(self.world)
        self.recruits: list[float] = []
        self.casualties: list[float] = []
        """Expected deaths of members a week."""

    def run(self, months: int, *, recruit: float = 1.0, arrest: float = 1.0) -> Floats:
        """Members of each organisation after some more months, with recruiting and arrests multiplied."""
        world, book = self.world, self.world.ledger.people
        world.levers.recruitment[:], world.levers.arrests[:] = recruit, arrest
        for _ in range(months):
            world.ledger.new_month()
            for process in self.month:
                process.step()
            world.month += 1
            self.recruits.append(book.month["recruited"] / WEEKS_A_MONTH)
            self.casualties.append(float(world.violence.expected[HomicideKind.TURF, 0]) / WEEKS_A_MONTH)
        return world.organisations.members.copy()


def one_place(members: NDArray[np.float64], values: Mapping[str, float]) -> World:
    """A country of one place, with these organisations in it, armed as usual."""
    world = World(strip(1, 1), seed=1, parameters=Parameters(values), mechanisms=Mechanisms(dict.fromkeys(CUT, False)))
    world.community_agents.append(world.community_type(world, 0))
    world.communities.population[:] = PEOPLE
    world.communities.young_at_risk[:] = 0.06 * PEOPLE
    world.communities.exclusion[:] = 0.4
    world.justice.prisoners[:] = world.justice.prison_capacity[:] = 1e5
    for number in range(len(members)):
        world.add_organisation(f"Brisa {number}")
    world.organisations.arms[:] = 1.0
    zeros, rows = np.zeros(len(members)), np.arange(len(members), dtype=np.int32)
    world.holdings.replace(np.zeros_like(rows), rows, members, zeros, np.zeros_like(rows), zeros)
    world.count_members()
    return world
