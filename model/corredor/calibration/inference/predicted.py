"""What the fitted model predicts: runs of posterior draws, as yearly rates of places and as figures of the fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from corredor.calibration.inference.layout import WITH, Layout
from corredor.calibration.places import is_division
from corredor.calibration.simulated import MONTHS_A_YEAR
from corredor.region.region import Floats, Region


@dataclass(frozen=True)
class PredictedRates:
    """Predicted rates under the names of a run's tables, so that they are compared and scored as runs are.

    A year's rate is spread evenly over its months, for one person; only yearly homicide can be asked of it.

    Attributes:
        rates: columns ``replicate`` (number of the draw), ``place``, ``year``, ``rate`` (reported, per head and year).
        geography: the region that was simulated.
    """

    rates: pd.DataFrame
    geography: Region

    def table(self, name: str, *, columns: Sequence[str] | None = None, **equal: object) -> pd.DataFrame:
        """As in ``Recorded``.

        Raises:
            KeyError: if it is not the table of these places.
        """
        if name != self._name or set(equal.items()) - {("kind", "all")}:
            raise KeyError(f"only {self._name}, of all kinds of homicide, was kept of the predictions")
        return self._months if columns is None else self._months[list(columns)]

    @cached_property
    def _name(self) -> str:
        return "divisions" if self.rates["place"].map(is_division).any() else "national"

    @cached_property
    def _months(self) -> pd.DataFrame:
        rows = self.rates.loc[self.rates.index.repeat(MONTHS_A_YEAR)].reset_index(drop=True)
        month = np.tile(np.arange(1, MONTHS_A_YEAR + 1), len(self.rates))
        years = (rows["year"].to_numpy() - 1970).astype("datetime64[Y]").astype("datetime64[M]")
        return pd.DataFrame(
            {
                "replicate": rows["replicate"],
                "month": pd.to_datetime(years + (month - 1).astype("timedelta64[M]")),
                "iso_3166_2" if self._name == "divisions" else "iso3": rows["place"],
                "kind": "all",
                "homicides_reported": rows["rate"] / MONTHS_A_YEAR,
                "population": 1.0,
            }
        )


def rates_table(layout: Layout, vectors: Floats) -> pd.DataFrame:
    """Rates of every draw, place and year, those without people left out; columns as in ``PredictedRates``.

    Args:
        layout: of the vectors.
        vectors: shape (draws, length).
    """
    rates = layout.yearly_rates(vectors)
    table = layout.rates.to_frame(index=False)
    every = [table.assign(replicate=draw, rate=row) for draw, row in enumerate(rates)]
    found = pd.concat(every, ignore_index=True)[["replicate", "place", "year", "rate"]]
    return found.dropna(subset=["rate"]).reset_index(drop=True)


def figures_table(layout: Layout, vectors: Floats) -> pd.DataFrame:
    """Figures of the fit as every draw has them.

    Args:
        layout: of the vectors.
        vectors: shape (draws, length).

    Returns:
        Columns ``replicate``, ``target``, ``group``, ``at``, ``expected``, ``observed``.
    """
    index = layout.indices[WITH].to_frame(index=False)
    expected, observed = layout.expected(vectors, WITH), layout.observed(vectors, WITH)
    every = [
        index.assign(replicate=draw, expected=expected[draw], observed=observed[draw]) for draw in range(len(vectors))
    ]
    return pd.concat(every, ignore_index=True).dropna(subset=["expected", "observed"]).reset_index(drop=True)
