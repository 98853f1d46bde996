"""A light stand-in for the model: the same world and interface, with made-up numbers from the run's own streams."""

from __future__ import annotations

import os
import signal
import time

import numpy as np

from corredor.agents.community import Community
from corredor.agents.world import World
from corredor.core.seeds import replicate_seed
from corredor.scenario import Scenario


def scenario(**changes) -> Scenario:
    """A small scenario on the synthetic region with two corridors."""
    values = {
        "corredor": 1,
        "name": "Small world",
        "region": {"name": "two-corridors", "resolution": "2 deg"},
        "start": "1995-11",
        "duration": "15 months",
        "seed": 7,
        "replicates": 3,
    }
    return Scenario.model_validate(values | changes)


class LightModel(World):
    """Steps like ``TraffickingModel``; every number it records can be worked out from the streams."""

    def __init__(self, scenario: Scenario, *, replicate: int = 0, audit: bool = False, starts: object = None) -> None:
        year, month = (int(part) for part in scenario.start.split("-"))
        seed = replicate_seed(scenario.seed, replicate)
        super().__init__(scenario.load_region(), seed=seed, start=(year, month))
        self.months, self.replicate = scenario.months, replicate
        for place, cell in enumerate(self.region.places):
            person = Community(self, place, population=float(self.region.population[cell]), trust=0.5)
            self.community_agents.append(person)
        self.add_organisation("The Ferrymen", country=0, transnational=1.0)
        self.add_organisation("The Orchard", country=1)
        ends = np.array([0, self.region.n_places - 1], np.int32)
        whole = np.ones(2)
        self.holdings.replace(ends, np.array([0, 1], np.int32), whole * 100.0, whole * 0.5, ends * 0, whole)
        self.count_members()

    def step(self) -> None:
        draws = self.streams.generator("light", self.month)
        n, places = self.region.n, self.region.n_places
        self.violence.killings[:] = draws.poisson(0.4, self.violence.killings.shape)
        self.reported.homicides[:] = np.floor(self.violence.killings * 0.9)
        self.violence.extortion[:] = draws.poisson(2.0, places)
        self.traffic.flow_kg[:] = draws.exponential(50.0, self.traffic.flow_kg.shape)
        self.traffic.flow_kg_km[:] = self.traffic.flow_kg.sum(axis=0) * 100.0
        self.traffic.corridor_kg[:] = draws.exponential(10.0, self.traffic.corridor_kg.shape)
        self.traffic.delivered_kg[:] = draws.exponential(900.0, 3)
        self.traffic.seized_kg[:] = draws.exponential(1.0, n)
        self.traffic.loads = int(draws.integers(10, 90))
        self.market.price_usd_kg[:] = 20_000.0
        self.cocaine.coca_ha[:] = self.region.coca_ha
        self.cocaine.farm_gate_usd_kg[:] = 800.0
        self.spent_usd[0] = 1000.0
        if self.month == 3:
            fall = self.log("leader_removed", organisation=0, place=0, detail="captured")
            child = self.add_organisation("The Ferrymen of the North", country=0, parent=0)
            self.log("split", organisation=child.row, other=0, cause=fall)
        if self.month == 5:
            self.organisation_agents[1].dissolve()
        self.month += 1


class FailingModel(LightModel):
    """Replicate 1 fails in its fourth month."""

    def step(self) -> None:
        super().step()
        if self.replicate == 1 and self.month == 4:
            raise ArithmeticError("a price below zero")


class FullDisk(LightModel):
    """There is no room left in replicate 1."""

    def step(self) -> None:
        super().step()
        if self.replicate == 1:
            raise OSError(28, "No space left on device")


class KilledModel(LightModel):
    """The worker of replicate 2 is killed from outside."""

    def step(self) -> None:
        super().step()
        if self.replicate == 2 and self.month == 4:
            os.kill(os.getpid(), signal.SIGKILL)


class InterruptedModel(LightModel):
    """Someone presses Ctrl-C in replicate 1."""

    def step(self) -> None:
        super().step()
        if self.replicate == 1 and self.month == 4:
            raise KeyboardInterrupt


class SlowModel(LightModel):
    """Takes its time."""

    def step(self) -> None:
        super().step()
        time.sleep(0.02)


class FailingAtFive(LightModel):
    """Replicate 5 fails in its first month."""

    def step(self) -> None:
        super().step()
        if self.replicate == 5:
            raise ArithmeticError("a price below zero")


class InterruptedAtFive(LightModel):
    """Someone presses Ctrl-C in replicate 5."""

    def step(self) -> None:
        super().step()
        if self.replicate == 5:
            raise KeyboardInterrupt
