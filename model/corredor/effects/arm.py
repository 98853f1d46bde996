"""The recorded data of one arm of a case, as arrays over pairs and months."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from corredor.region.region import CORRIDORS, MARKETS, Floats, Region
from corredor.runs.columns import KINDS
from corredor.runs.run import Run

OBSERVED: Final = "observed"


class Arm:
    """One arm: a finished run, and what was observed during it.

    Args:
        run: its run.

    Attributes:
        pairs: replicates, which are numbered from 0 in every arm.
        months: of the run.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.pairs = len(run.replicates)
        self.months = run.scenario.months

    @property
    def geography(self) -> Region:
        """The region that was simulated."""
        return self.run.geography

    def month(self, date: str) -> int:
        """Months from the start of the run to a date, ``YYYY-MM``."""
        return self.run.scenario.month_of_run(date)

    def span(self, first: str, months: int) -> slice:
        """Some months from a date on."""
        start = self.month(first)
        return slice(start, start + months)

    def region(self, column: str) -> Floats:
        """A column of the region's table, shape (pairs, months)."""
        return self._by_month(self._region[column].to_numpy(np.float64))

    def delivered(self) -> Floats:
        """Kilograms that reach any market, shape (pairs, months)."""
        return np.sum([self.region(f"kg_delivered_{market}") for market in MARKETS], axis=0)

    def national(self, column: str, countries: Sequence[str] | None = None, kind: str = "all") -> Floats:
        """A column of the national table, summed over countries (all if not given), shape (pairs, months)."""
        rows = self._national[kind]
        if countries is not None:
            rows = rows[rows["iso3"].isin(list(countries))]
        summed = rows.groupby(["replicate", "month"], sort=True)[column].sum()
        return self._by_month(summed.to_numpy(np.float64))

    def rate(self, countries: Sequence[str] | None = None, kind: str = "all", *, reported: bool = False) -> Floats:
        """Homicides per 100 000 people and year by month, shape (pairs, months)."""
        counted = self.national("homicides_reported" if reported else "homicides", countries, kind)
        return 12e5 * counted / self.national("population", countries)

    def corridor(self, corridor: str, market: str = "usa") -> Floats:
        """Kilograms bound for a market that crossed a corridor's screenlines, shape (pairs, months)."""
        return self._corridors[:, :, MARKETS.index(market), CORRIDORS.index(corridor)]

    def observed(self, name: str) -> Floats:
        """What an observer saw, shape (pairs, months, …)."""
        return np.stack([part[name] for part in self._observed])

    @property
    def organisations(self) -> pd.DataFrame:
        """The organisations' table."""
        return self.run.organisations

    @property
    def divisions(self) -> pd.DataFrame:
        """The divisions' table."""
        return self.run.divisions

    @cached_property
    def _region(self) -> pd.DataFrame:
        return self.run.region.sort_values(["replicate", "month"])

    @cached_property
    def _national(self) -> dict[str, pd.DataFrame]:
        table = self.run.national
        return {kind: table[table["kind"] == kind] for kind in KINDS}

    @cached_property
    def _corridors(self) -> Floats:
        table = self.run.corridors.sort_values(["replicate", "month"], kind="stable")
        kg: Floats = table["kg"].to_numpy(np.float64)
        return kg.reshape(self.pairs, self.months, len(MARKETS), len(CORRIDORS))

    @cached_property
    def _observed(self) -> list[dict[str, Floats]]:
        parts = []
        for replicate in self.run.replicates:
            with np.load(observed_path(self.run.folder, replicate)) as part:
                parts.append({name: np.asarray(part[name], np.float64) for name in part.files})
        return parts

    def _by_month(self, values: Floats) -> Floats:
        return values.reshape(self.pairs, self.months)


def observed_path(folder: Path, replicate: int) -> Path:
    """Where the observations of one replicate are."""
    return folder / OBSERVED / f"{replicate:05d}.npz"
