"""The plan of a study: everything that decides its numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from corredor.core.seeds import replicate_seed
from corredor.region.region import Floats
from corredor.runs.studies.designs import Design
from corredor.runs.studies.factors import Factor, Value
from corredor.scenario import Scenario
from corredor.scenario.loading import load_tree
from corredor.scenario.problems import Mark
from corredor.scenario.reading import read_text
from corredor.scenario.tree import Node, marked


@dataclass(frozen=True)
class StudyPlan:
    """A design over a scenario.

    Runs are numbered: the ``replicates`` of point 0, then those of point 1, and so on.

    Attributes:
        name: what the study is called.
        scenario: the resolved scenario as plain values; each point sets its factors in it.
        design: how points are chosen.
        factors: what is varied, in order.
        outcomes: names of what is kept of each run (``corredor.runs.outcomes``).
        replicates: runs of each point.
        seed: the study's.
        paired: if true, replicate ``k`` has the same random numbers at every point, so that points can be compared
            pair by pair; otherwise every run has numbers of its own.
        worlds: if points go round the same worlds in turn (point ``p`` is in world ``p % worlds``), their number;
            paired runs then share random numbers only within a world.
        keep_maps: keep of each run homicides and flow by block too (``corredor.runs.studies.maps``).
        since, until: months (``YYYY-MM``) over which outcomes are taken; the whole run if not given.
    """

    name: str
    scenario: Mapping[str, Any]
    design: Design
    factors: tuple[Factor, ...]
    outcomes: tuple[str, ...]
    replicates: int
    seed: int
    paired: bool = False
    worlds: int = 1
    keep_maps: bool = False
    since: str | None = None
    until: str | None = None

    @property
    def slug(self) -> str:
        """The name as a folder is called."""
        return re.sub(r"[^a-z0-9]+", "_", self.name.lower()).strip("_") or "study"

    @cached_property
    def points(self) -> int:
        """Number of points."""
        return self.design.count(self.factors)

    @property
    def runs(self) -> int:
        """Number of runs in all."""
        return self.points * self.replicates

    def where(self, run: int) -> tuple[int, int]:
        """Point and replicate of a run."""
        return divmod(run, self.replicates)

    def replicate_of_model(self, run: int) -> int:
        """The number from which, with the study's seed alone, a run's seed is made."""
        if not self.paired:
            return run
        point, replicate = self.where(run)
        return point % self.worlds * self.replicates + replicate

    def run_seed(self, run: int) -> int:
        """The model's seed in a run."""
        return replicate_seed(self.seed, self.replicate_of_model(run))

    @cached_property
    def _drawn(self) -> Any:
        return self.design.values(self.factors, self.seed)

    def values(self, point: int) -> tuple[Value, ...]:
        """The values of the factors at a point, in their order."""
        drawn = self._drawn[point]
        if isinstance(drawn, np.ndarray):
            return tuple(factor.at(float(u)) for factor, u in zip(self.factors, drawn, strict=True))
        values: tuple[Value, ...] = drawn
        return values

    def column(self, position: int) -> Floats | list[str]:
        """The values of one factor at all points; numbers if all are."""
        found = [self.values(point)[position] for point in range(self.points)]
        factor = self.factors[position]
        if all(isinstance(value, float) for value in found):
            return np.array(found, float)
        return [factor.written(value) for value in found]

    @cached_property
    def _tree(self) -> Node:
        return marked(read_text(json.dumps(self.scenario), self.name), Mark(self.name))

    def scenario_with(self, values: Mapping[Factor, Value]) -> Scenario:
        """The scenario with factors set, with the study's seed.

        Raises:
            ScenarioError: if a factor cannot take its value.
        """
        overrides = {factor.path: factor.written(value) for factor, value in values.items()}
        loaded = load_tree(self._tree, overrides)
        return loaded.model_copy(update={"seed": self.seed, "replicates": self.replicates})

    def scenario_at(self, point: int) -> Scenario:
        """The scenario of a point."""
        return self.scenario_with(dict(zip(self.factors, self.values(point), strict=True)))

    def as_plain(self) -> dict[str, Any]:
        """As a manifest holds it, without the scenario."""
        return {
            "name": self.name,
            "design": self.design.as_plain(),
            "factors": {factor.path: factor.as_plain() for factor in self.factors},
            "outcomes": list(self.outcomes),
            "replicates": self.replicates,
            "seed": self.seed,
            "paired": self.paired,
            "worlds": self.worlds,
            "keep_maps": self.keep_maps,
            "since": self.since,
            "until": self.until,
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any], scenario: Mapping[str, Any]) -> StudyPlan:
        """The inverse of ``as_plain``."""
        read = {
            "design": Design.of_plain(plain["design"]),
            "factors": tuple(Factor.of_plain(path, given) for path, given in plain["factors"].items()),
            "outcomes": tuple(plain["outcomes"]),
        }
        return cls(scenario=scenario, **{**plain, **read})
