"""Runs the arms of cases, all with the same seeds; arms that are equal are run once."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corredor.agents.starts import Starts
from corredor.effects.arm import Arm
from corredor.effects.case import Case
from corredor.effects.observers import Look, Watching
from corredor.effects.variation import AS_IT_IS, Variation
from corredor.region.catalogue import REAL
from corredor.runs.ensemble import execute
from corredor.runs.folder import RunFolder
from corredor.runs.run import Run
from corredor.scenario import Scenario, load
from corredor.scenario.regions import RegionChoice
from corredor.scenario.shipped import shipped_folder


@dataclass
class Laboratory:
    """Where arms are run.

    Attributes:
        folder: of all run folders; what is there is used.
        pairs: replicates of each arm.
        seed: of all arms.
        resolution: degrees, instead of what the arms say; synthetic regions keep their own.
        parameters: one set for all; what an arm itself sets wins.
        workers: processes, as many as there are cores if ``None``.
        quiet: show no progress.
        starts: where months before month 0 are kept, which most arms of a case have in common.
    """

    folder: Path
    pairs: int
    seed: int
    resolution: float | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    workers: int | None = None
    quiet: bool = False
    starts: Starts | None = None
    _arms: dict[str, Arm] = field(default_factory=dict, init=False, repr=False)

    def arm(self, case: Case, name: str, variation: Variation = AS_IT_IS) -> Arm:
        """One arm of a case, run if it is not there.

        Args:
            case: whose arm it is.
            name: of the arm.
            variation: what is changed in it.

        Raises:
            ScenarioError: if its scenario is wrong.
            ReplicatesFailed, Interrupted: see ``corredor.run``; what has finished is kept.
        """
        scenario = variation.of(self.scenario(case, name))
        key = self._key(scenario, case.observers)
        if key not in self._arms:
            final = (self.folder / key).resolve()
            folder = RunFolder.begin(final, scenario, range(self.pairs), resume=True)
            build = Watching(case.observers, folder.path)
            execute(folder, scenario, workers=self.workers, quiet=self.quiet, build=build, starts=self.starts)
            self._arms[key] = Arm(Run(folder.final))
        return self._arms[key]

    def forget(self) -> None:
        """Let go of the tables in memory and of what runs have in common; the folders stay."""
        self._arms.clear()
        if self.starts is not None:
            self.starts.clear()

    def key(self, case: Case, name: str, variation: Variation = AS_IT_IS) -> str:
        """Name of an arm's run folder: equal for arms that are equal, on one version of the program."""
        return self._key(variation.of(self.scenario(case, name)), case.observers)

    def scenario(self, case: Case, name: str) -> Scenario:
        """The scenario of an arm as the laboratory runs it."""
        scenario = load(arm_path(case.name, name))
        region = scenario.region
        if self.resolution is not None:
            region = region.model_copy(update={"resolution": nearest_offered(region, self.resolution)})
        return scenario.model_copy(
            update={
                "name": f"{case.name} {name}",
                "region": region,
                "seed": self.seed,
                "replicates": self.pairs,
                "parameters": {**self.parameters, **scenario.parameters},
                "record": case.record,
            }
        )

    def _key(self, scenario: Scenario, observers: Mapping[str, Look]) -> str:
        from corredor.runs.manifest import new_manifest

        told = new_manifest(scenario, [0])["identity"].encode() + pickle.dumps(sorted(observers.items()), protocol=4)
        return f"{scenario.region.name}-{scenario.region.resolution:g}-{hashlib.sha256(told).hexdigest()[:12]}"


def nearest_offered(region: RegionChoice, wanted: float) -> float:
    """The resolution at which a region exists that is nearest to what is wanted, the finer one of two.

    A synthetic region keeps its own: what an arm says about places in it is true at one cell size only.
    """
    there = REAL.get(region.name, (region.resolution,))
    return min(there, key=lambda degrees: (abs(degrees - wanted), degrees))


def arm_path(case: str, name: str) -> Path:
    """Where the scenario of an arm ships."""
    return shipped_folder() / "effects" / case / f"{name}.yaml"
