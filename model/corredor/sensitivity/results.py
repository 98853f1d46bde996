"""The results of a study of sensitivity, computed from its folder when they are asked for."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from corredor.core.streams import Streams
from corredor.region.region import Floats
from corredor.runs.errors import FolderError
from corredor.runs.outcomes import OUTCOMES
from corredor.runs.studies.study import Study
from corredor.sensitivity.chance import chance_of_a_run, chance_of_means
from corredor.sensitivity.methods import Method
from corredor.sensitivity.plan import SensitivityPlan

FILE: Final = "sensitivity.json"
ROUNDING: Final = 1e-12
"""Share of its mean by which an outcome that no factor moves may differ between points."""


class Sensitivity:
    """Which factors each outcome depends on.

    Args:
        folder: a study folder that is whole, of a study of sensitivity.

    Attributes:
        study: the runs.
        plan: what was run, and the method.

    Raises:
        FolderError: if the folder holds something else, or is not whole.
    """

    def __init__(self, folder: str | Path) -> None:
        self.study = Study(folder)
        self.folder = self.study.folder
        path = self.folder / FILE
        if not path.is_file():
            raise FolderError(f"{folder} is no study of sensitivity: there is no {FILE} in it")
        self.plan = SensitivityPlan.of_plain(json.loads(path.read_text("utf-8")), self.study.plan)

    def __repr__(self) -> str:
        plan = self.plan.study
        return f"Sensitivity({plan.name!r}, {self.method.kind}, {len(plan.factors)} factors, {self.folder})"

    @property
    def method(self) -> Method:
        """By which the points were chosen, and the runs are judged."""
        return self.plan.method

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What was kept of each run."""
        return self.plan.study.outcomes

    def values(self, outcome: str) -> Floats:
        """An outcome of every run, shape (points, replicates); only its column is read."""
        return np.asarray(self.study.dataset()[outcome].to_numpy(), float)

    @cached_property
    def indices(self) -> pd.DataFrame:
        """A row for each outcome and factor, the factor that matters most to an outcome first.

        Columns ``outcome``, ``unit`` (of the outcome), ``rank`` (from 1), ``factor``, what the method measures (see
        ``indices`` of ``Morris`` and ``Sobol``), and ``beyond_chance``: the interval lies above what chance alone
        would give (never with one replicate, which says nothing of chance). An outcome that has no value in some run
        (NaN) has none here either.
        """
        return pd.concat([self._of(outcome) for outcome in self.outcomes], ignore_index=True)

    def ranking(self, outcome: str) -> pd.DataFrame:
        """The rows of one outcome, index ``rank``."""
        found: pd.DataFrame = self.indices[self.indices["outcome"] == outcome].set_index("rank")
        return found

    @cached_property
    def chance(self) -> pd.DataFrame:
        """How much chance is in each outcome: index ``outcome``.

        Columns ``unit``, ``mean`` and ``spread`` (mean and standard deviation of point means), ``chance_of_means`` and
        ``chance_of_a_run`` (shares of variance, see ``corredor.sensitivity.chance``; NaN with one replicate).
        """
        rows = {}
        for outcome in self.outcomes:
            values = self.values(outcome)
            rows[outcome] = {
                "unit": OUTCOMES[outcome].unit,
                "mean": float(values.mean()),
                "spread": float(values.mean(axis=1).std(ddof=1)),
                "chance_of_means": chance_of_means(values),
                "chance_of_a_run": chance_of_a_run(values),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")

    def chance_said(self, outcome: str) -> str:
        """In words, how much of the variance of an outcome's point means is chance."""
        row = self.chance.to_dict("index")[outcome]
        if row["spread"] <= ROUNDING * abs(row["mean"]):
            return "no difference"
        share = float(row["chance_of_means"])
        return "chance unknown" if np.isnan(share) else f"chance {share:.0%}"

    @cached_property
    def _positions(self) -> Floats:
        return self.plan.positions()

    def _of(self, outcome: str) -> pd.DataFrame:
        values, names = self.values(outcome), [factor.path for factor in self.plan.study.factors]
        seed = int(Streams(self.plan.study.seed).generator("sensitivity.resampling", 0).integers(1, 2**31 - 1))
        if np.isfinite(values).all():
            found = self.method.indices(self._positions, values, seed)
        else:
            found = pd.DataFrame(np.nan, index=range(len(names)), columns=list(self.method.columns))
        found = found.assign(factor=names, outcome=outcome, unit=OUTCOMES[outcome].unit)
        found["beyond_chance"] = found["low"] > found["by_chance"]
        ranked = found.sort_values(self.method.measure, ascending=False, kind="stable", ignore_index=True)
        ranked["rank"] = ranked.index + 1
        return ranked[["outcome", "unit", "rank", "factor", *self.method.columns, "beyond_chance"]]


def open_sensitivity(folder: str | Path) -> Sensitivity:
    """Open the folder of a study of sensitivity.

    Raises:
        FolderError: if it holds something else, or is not whole.
    """
    return Sensitivity(folder)
