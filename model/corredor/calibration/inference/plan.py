"""The plan of a calibration: everything that decides its numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from corredor.calibration.forecast import Information
from corredor.calibration.inference.posterior import Effort
from corredor.calibration.inference.priors import Prior, values_at
from corredor.calibration.targets import Targets, Years
from corredor.core.streams import Streams
from corredor.region.region import Floats
from corredor.runs.studies.designs import Design
from corredor.runs.studies.plan import StudyPlan
from corredor.scenario import Scenario

OURS: Final = "corredor"
OFF: Final = "trafficking off"
"""Names of the model in tables of skill, as it is and without anything to traffic."""


@dataclass(frozen=True)
class CalibrationPlan:
    """A calibration of one form of the model.

    Attributes:
        name: what the study is called.
        form: the form of the model that is fitted, of several rivals; empty if there is one.
        targets: what has to be met.
        scenario: that is fitted, to the last fitted year.
        forecasts: scenarios to the last held-back year, by what is known and then by who forecasts.
        priors: of what is fitted.
        design: how the points are chosen from which the emulator learns.
        truths: further points, drawn from the prior, for simulation-based calibration.
        replicates: runs of each point of the design; a truth is one run, as the world is.
        draws: of the posterior, for predictions; one run each.
        seed: the study's.
        effort: how hard to look for the posterior.
        quick: and for each synthetic truth.
    """

    name: str
    form: str
    targets: Targets
    scenario: Scenario
    forecasts: Mapping[Information, Mapping[str, Scenario]]
    priors: tuple[Prior, ...]
    design: Design
    truths: int
    replicates: int
    draws: int
    seed: int
    effort: Effort
    quick: Effort

    @property
    def slug(self) -> str:
        """The form as a folder is called."""
        return re.sub(r"[^a-z0-9]+", "_", self.form.lower()).strip("_") or "form"

    @property
    def names(self) -> tuple[str, ...]:
        """Of the parameters."""
        return tuple(prior.name for prior in self.priors)

    @property
    def fitted(self) -> Years:
        """Years that are simulated for the fit."""
        return self.targets.fit

    @property
    def foreseen(self) -> Years:
        """Years that are simulated for predictions."""
        return Years(first=self.targets.fit.first, last=self.targets.hold_back.last)

    def positions(self) -> Floats:
        """Points to learn from, in the unit cube, shape (points, parameters)."""
        return np.asarray(self.design.values([prior.factor for prior in self.priors], self.seed), float)

    def true_positions(self) -> Floats:
        """Points that are taken for the truth, in the unit cube, shape (truths, parameters)."""
        stream = Streams(self.seed).generator("calibration.truths", 0)
        return stream.random((self.truths, len(self.priors)))

    def runs(self) -> StudyPlan:
        """The runs of the design."""
        return self.study(self.scenario, values_at(self.priors, self.positions()), self.replicates)

    def true_runs(self) -> StudyPlan:
        """One run for each truth, with none of the design's random numbers."""
        return self.study(self.scenario, values_at(self.priors, self.true_positions()), 1, seed=self.seed + 2)

    def predictions(self, scenario: Scenario, values: Floats) -> StudyPlan:
        """A run for each draw: the same random numbers for every scenario, and none of the design's."""
        return self.study(scenario, values, 1, seed=self.seed + 1)

    def study(self, scenario: Scenario, values: Floats, replicates: int, seed: int | None = None) -> StudyPlan:
        """Runs of a scenario at some points, shape (points, parameters)."""
        points: Sequence[tuple[float, ...]] = [tuple(map(float, row)) for row in values]
        return StudyPlan(
            name=" ".join(filter(None, (self.name, self.form))),
            scenario=json.loads(scenario.to_json()),
            design=Design("list", points=tuple(points)),
            factors=tuple(prior.factor for prior in self.priors),
            outcomes=(),
            replicates=replicates,
            seed=self.seed if seed is None else seed,
        )

    def as_plain(self) -> dict[str, Any]:
        """What a reader of the results has to know of it."""
        return {
            "name": self.name,
            "form": self.form,
            "scenario": self.scenario.name,
            "region": f"{self.scenario.region.name} at {self.scenario.region.resolution:g} deg",
            "targets": self.targets.name,
            "fitted": [self.targets.fit.first, self.targets.fit.last],
            "held_back": [self.targets.hold_back.first, self.targets.hold_back.last],
            "points": self.design.count([prior.factor for prior in self.priors]),
            "truths": self.truths,
            "replicates": self.replicates,
            "draws": self.draws,
            "seed": self.seed,
            "priors": {
                prior.name: {
                    "low": prior.factor.low,
                    "high": prior.factor.high,
                    "unit": prior.factor.unit or "1",
                    "scale": "logarithmic" if prior.logarithmic else "linear",
                }
                for prior in self.priors
            },
        }
