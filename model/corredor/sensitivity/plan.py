"""The plan of a study of sensitivity: what is run, and the method that says how points were chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from corredor.region.region import Floats
from corredor.runs.studies.factors import Factor, Value
from corredor.runs.studies.plan import StudyPlan
from corredor.sensitivity.methods import Method, method_of


@dataclass(frozen=True)
class SensitivityPlan:
    """A method's design over a scenario.

    Attributes:
        study: what is run: a list of the points, paired, so that points differ by their factors and not by luck.
        method: by which the points were chosen, and the runs are judged.
    """

    study: StudyPlan
    method: Method

    def positions(self) -> Floats:
        """Where points lie from 0 to 1, shape (points, factors): along a range, or by place in a choice."""
        rows = [self.study.values(point) for point in range(self.study.points)]
        return np.array([[_position(f, v) for f, v in zip(self.study.factors, row, strict=True)] for row in rows])

    def as_plain(self) -> dict[str, Any]:
        """What a study folder holds beside the plan of its runs."""
        return {"method": self.method.as_plain()}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any], study: StudyPlan) -> SensitivityPlan:
        """The inverse of ``as_plain``."""
        return cls(study, method_of(plain["method"]))


def _position(factor: Factor, value: Value) -> float:
    if factor.values:
        return factor.values.index(value) / (len(factor.values) - 1)
    return (float(value) - factor.low) / (factor.high - factor.low)
