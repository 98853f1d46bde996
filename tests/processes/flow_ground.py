"""A world with senders and the flow half of the month, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from corredor.agents.world import World
from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.processes.cultivation import Cultivation
from corredor.processes.interdiction import Interdiction
from corredor.processes.markets import Markets
from corredor.processes.routes import Routes
from corredor.processes.spin_up import spin_up
from corredor.region import load
from corredor.region.region import Floats, Region

Policy = Callable[[World, int], None]


class FlowHalf:
    """Cultivation, markets, routes and interdiction on a region, with senders of equal size.

    Args:
        region: two corridors by default.
        senders: how many organisations send.
        spun_up: whether prices have been found; otherwise nothing has happened yet.
    """

    def __init__(
        self,
        region: Region | None = None,
        *,
        seed: int = 1,
        senders: int = 6,
        parameters: Mapping[str, float] | None = None,
        cuts: Mapping[str, bool] | None = None,
        spun_up: bool = True,
    ) -> None:
        self.world = World(
            region or load("two-corridors"),
            seed=seed,
            parameters=Parameters(parameters),
            mechanisms=Mechanisms(cuts),
        )
        for number in range(senders):
            self.world.add_organisation(f"sender {number}", transnational=1.0, members=1000.0)
        self.cultivation = Cultivation(self.world)
        self.markets = Markets(self.world)
        self.routes = Routes(self.world)
        self.interdiction = Interdiction(self.world)
        self.processes = [self.cultivation, self.markets, self.routes, self.interdiction]
        if spun_up:
            spin_up(self.world, self.processes)

    def run(self, months: int, policy: Policy | None = None) -> Floats:
        """Step, and return the kilograms that crossed each screenline to the United States, (months, corridors)."""
        crossed = []
        for _ in range(months):
            self.world.ledger.new_month()
            self.world.levers.reset()
            if policy is not None:
                policy(self.world, self.world.month)
            for process in self.processes:
                process.step()
            crossed.append(self.world.traffic.corridor_kg[0].copy())
            self.world.month += 1
        return np.array(crossed)
