"""A finished study: its folder, of which only what is asked for is read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from corredor.runs.errors import RunError
from corredor.runs.folder import whole
from corredor.runs.outcomes import OUTCOMES
from corredor.runs.parts import checksum
from corredor.runs.studies.folder import DESIGN, plan_of, read_manifest
from corredor.runs.studies.plan import StudyPlan
from corredor.runs.studies.rows import TABLE
from corredor.scenario import Scenario

KEYS = ("run", "point", "replicate", "seed")


class Study:
    """All runs of a study.

    Args:
        folder: a study folder that is whole.

    Attributes:
        folder: where it is.

    Raises:
        FolderError: if it is not a study folder, or not whole.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = whole(folder)
        self.manifest: dict[str, Any] = read_manifest(self.folder)

    def __repr__(self) -> str:
        plan = self.plan
        return f"Study({plan.name!r}, {plan.points} points × {plan.replicates} replicates, {self.folder})"

    @cached_property
    def plan(self) -> StudyPlan:
        """What was run."""
        return plan_of(self.manifest)

    @property
    def name(self) -> str:
        """What the study is called."""
        return self.plan.name

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What was kept of each run."""
        return self.plan.outcomes

    @cached_property
    def design(self) -> pd.DataFrame:
        """The design table: index ``point``, a column for each factor."""
        return cast(pd.DataFrame, pq.read_table(self.folder / DESIGN).to_pandas().set_index("point"))

    def scenario(self, run: int) -> Scenario:
        """The scenario of a run."""
        return self.plan.scenario_at(self.plan.where(run)[0])

    def runs(self, outcomes: Sequence[str] | None = None, *, points: Sequence[int] | None = None) -> pd.DataFrame:
        """A row for each run, with the values of its factors; only what is asked for is read.

        Args:
            outcomes: only these.
            points: only the runs of these points.

        Returns:
            Columns ``run``, ``point``, ``replicate``, ``seed``, the factors, and the outcomes.

        Raises:
            RunError: if an outcome was not kept.
        """
        wanted = self._known(outcomes)
        chosen = None if points is None else ds.field("point").isin(list(points))
        data = ds.dataset(self.folder / TABLE, format="parquet")
        table = data.to_table(columns=[*KEYS, *wanted], filter=chosen).to_pandas()
        values = self.design.loc[table["point"]].reset_index(drop=True)
        joined: pd.DataFrame = pd.concat([table[list(KEYS)], values, table[list(wanted)]], axis=1)
        return joined

    def means(self, outcomes: Sequence[str] | None = None) -> pd.DataFrame:
        """The mean of each outcome over the replicates of each point, with the factors: index ``point``."""
        wanted = self._known(outcomes)
        rows = self.runs(wanted)
        means: pd.DataFrame = rows.groupby("point")[list(wanted)].mean()
        joined: pd.DataFrame = self.design.join(means)
        return joined

    def dataset(self) -> Any:
        """An xarray dataset over ``point`` and ``replicate``, factors as coordinates.

        An outcome is read from the folder only when its values are used, and of its parts only those that hold them.
        """
        import xarray
        from xarray.core.indexing import LazilyIndexedArray

        from corredor.runs.studies.lazy import OutcomeArray

        plan = self.plan
        dimensions = ("point", "replicate")
        coordinates: dict[str, Any] = {"point": np.arange(plan.points), "replicate": np.arange(plan.replicates)}
        for factor in plan.factors:
            attributes = {"units": factor.unit or "1"}
            coordinates[factor.path] = ("point", self.design[factor.path].to_numpy(), attributes)
        variables = {
            name: xarray.Variable(
                dimensions,
                LazilyIndexedArray(OutcomeArray(self.folder, name, (plan.points, plan.replicates))),
                {"units": OUTCOMES[name].unit, "long_name": OUTCOMES[name].meaning},
            )
            for name in self.outcomes
        }
        about = {"title": plan.name, "seed": plan.seed, "status": "simulated, not a forecast"}
        return xarray.Dataset(variables, coordinates, about)

    def checksum(self) -> str:
        """Digest of the values of all runs and of the design: equal if and only if every value is."""
        rows = ds.dataset(self.folder / TABLE, format="parquet").to_table().sort_by("run")
        return checksum(pq.read_table(self.folder / DESIGN))[:16] + checksum(rows)[:16]

    def _known(self, outcomes: Sequence[str] | None) -> tuple[str, ...]:
        wanted = self.outcomes if outcomes is None else tuple(outcomes)
        for name in wanted:
            if name not in self.outcomes:
                raise RunError(f"'{self.name}' did not keep '{name}' — it kept {', '.join(self.outcomes)}")
        return wanted


def open_study(folder: str | Path) -> Study:
    """Open a study folder.

    Raises:
        FolderError: if it is not a study folder, or not whole.
    """
    return Study(folder)
