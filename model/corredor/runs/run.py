"""A finished run: its folder, read lazily as pandas tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from corredor.region.region import Region
from corredor.runs.columns import TABLES
from corredor.runs.errors import RunError
from corredor.runs.folder import whole
from corredor.runs.manifest import read_manifest
from corredor.runs.parts import checksum, part_path
from corredor.scenario import Scenario, load
from corredor.scenario.problems import did_you_mean, one_of

RATES_BY: Final = ("iso3", "month")
"""What ``Run.rates`` can tell apart besides replicates."""


class Run:
    """All replicates of one scenario. Tables are read when they are first asked for, and kept.

    Args:
        folder: a run folder that is whole.

    Attributes:
        folder: where it is.

    Raises:
        FolderError: if it is not a run folder, or not whole.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = whole(folder)
        self.manifest: dict[str, Any] = read_manifest(self.folder)

    def __repr__(self) -> str:
        return f"Run({self.name!r}, {len(self.replicates)} replicates, seed {self.seed}, {self.folder})"

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(self.manifest["name"])

    @property
    def seed(self) -> int:
        """The scenario's seed, as it was run."""
        return int(self.manifest["seed"])

    @property
    def replicates(self) -> list[int]:
        """Numbers of the replicates."""
        return [entry["replicate"] for entry in self.manifest["replicates"]]

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario, fully resolved, as it was run."""
        return load(self.folder / "manifest.json")

    @cached_property
    def geography(self) -> Region:
        """The region that was simulated."""
        return self.scenario.load_region()

    @cached_property
    def months(self) -> pd.DatetimeIndex:
        """First day of each month of the run."""
        return pd.date_range(f"{self.scenario.start}-01", periods=self.scenario.months, freq="MS")

    @cached_property
    def national(self) -> pd.DataFrame:
        """By replicate, month, country and kind of homicide; ``docs/run-folder.md`` explains every column."""
        return self.table("national")

    @cached_property
    def divisions(self) -> pd.DataFrame:
        """By replicate, month, first-level division and kind of homicide."""
        return self.table("divisions")

    @cached_property
    def organisations(self) -> pd.DataFrame:
        """By replicate, month and organisation; income by activity in columns ``income_by_activity.NAME``."""
        return self.table("organisations")

    @cached_property
    def events(self) -> pd.DataFrame:
        """By replicate, in the order in which they happened."""
        return self.table("events")

    @cached_property
    def corridors(self) -> pd.DataFrame:
        """By replicate, month, market and corridor."""
        return self.table("corridors")

    @cached_property
    def region(self) -> pd.DataFrame:
        """By replicate and month, for the whole region."""
        return self.table("region")

    @cached_property
    def cells(self) -> pd.DataFrame:
        """By replicate, year and cell; cells where nothing passed, nobody died and nobody ruled are left out."""
        return self.table("cells")

    def table(self, name: str, *, columns: Sequence[str] | None = None, **equal: object) -> pd.DataFrame:
        """Read a table, or a part of it.

        Args:
            name: e.g. ``divisions``.
            columns: only these.
            equal: only rows where a column has a value, e.g. ``kind="all"``.

        Raises:
            RunError: if there is no such table, or the scenario did not record it.
        """
        if name not in TABLES:
            raise RunError(f"there is no table '{name}': one of {', '.join(TABLES)}")
        path = self.folder / f"{name}.parquet"
        if not path.is_dir():
            recorded = ", ".join(self.manifest["scenario"]["record"]) or "nothing"
            raise RunError(f"'{self.name}' did not record the table '{name}' — its record is: {recorded}")
        filters = [(column, "=", value) for column, value in equal.items()] or None
        read = pq.read_table(path, columns=None if columns is None else list(columns), filters=filters)
        return cast(pd.DataFrame, read.flatten().to_pandas(date_as_object=False))

    def grid(self) -> Any:
        """``cells.nc`` as an xarray dataset: monthly fields on the grid.

        Raises:
            RunError: if the scenario did not record ``cells``.
        """
        import xarray

        path = self.folder / "cells.nc"
        if not path.exists():
            raise RunError(f"'{self.name}' has no monthly fields — add 'cells' to the scenario's record")
        return xarray.open_dataset(path, engine="h5netcdf")

    def rates(
        self,
        *,
        by: Sequence[str] = ("iso3",),
        reported: bool = False,
        since: str | None = None,
        until: str | None = None,
    ) -> pd.DataFrame:
        """Homicides per 100 000 people and year; see ``corredor.runs.measures.homicide_rates``.

        Args:
            by: what is told apart besides replicates: ``iso3``, ``month``, both or nothing.
            reported: what is registered, instead of what happened.
            since: first month (``YYYY-MM``); the run's first if not given.
            until: the month after the last; if not given, the end of the run.

        Raises:
            ValueError: if ``by`` names something else, or no month of the run lies within.
        """
        from corredor.runs.measures import homicide_rates

        by = (by,) if isinstance(by, str) else tuple(by)
        for name in by:
            if name not in RATES_BY:
                right = did_you_mean(name, RATES_BY, one_of(RATES_BY))
                raise ValueError(f"rates cannot be told apart by '{name}'{right}")
        return homicide_rates(months_within(self.national, self.name, since, until), by=by, reported=reported)

    def scorecard(self, *, since: str | None = None, until: str | None = None) -> pd.DataFrame:
        """Every outcome by replicate over some months; see ``corredor.runs.outcomes``."""
        from corredor.runs.outcomes import scorecard

        return scorecard(self, since=since, until=until)

    def refresh(self) -> None:
        """Forget the tables that were read, after replicates have been added to the folder."""
        self.manifest = read_manifest(self.folder)
        for name in [name for name, what in vars(type(self)).items() if isinstance(what, cached_property)]:
            self.__dict__.pop(name, None)

    def verify(self) -> None:
        """Compare every part with its checksum in the manifest.

        Raises:
            RunError: naming the first part that is missing or says something else.
        """
        for entry in self.manifest["replicates"]:
            for name, expected in entry["checksums"].items():
                path = part_path(self.folder, name, entry["replicate"])
                if not path.is_file() or checksum(pq.read_table(path, partitioning=None)) != expected:
                    raise RunError(f"{path} is not what the run wrote — run {self.folder / 'manifest.json'} again")


def open_run(folder: str | Path) -> Run:
    """Open a run folder.

    Raises:
        FolderError: if it is not a run folder, or not whole.
    """
    return Run(folder)


def months_within(table: pd.DataFrame, name: str, since: str | None, until: str | None) -> pd.DataFrame:
    """As ``in_months``, of the run called ``name``.

    Raises:
        ValueError: if no month of the table lies within.
    """
    within = in_months(table, since, until)
    if within.empty:
        raise ValueError(f"no month of '{name}' lies from {since or 'its start'} up to {until or 'its end'}")
    return within


def in_months(table: pd.DataFrame, since: str | None, until: str | None) -> pd.DataFrame:
    """The rows of a table from one month up to, and without, another (``YYYY-MM``)."""
    keep = np.ones(len(table), dtype=bool)
    if since is not None:
        keep &= (table["month"] >= pd.Timestamp(since)).to_numpy()
    if until is not None:
        keep &= (table["month"] < pd.Timestamp(until)).to_numpy()
    return table[keep]
