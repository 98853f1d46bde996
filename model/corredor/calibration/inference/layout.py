"""What is kept of a run for a fit: one vector with all that the observed figures are compared with, and little else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from corredor.calibration.comparing import summary
from corredor.calibration.fitting import fitted_rows, fitting_data, last_years
from corredor.calibration.places import is_division
from corredor.calibration.recorded import Recorded
from corredor.calibration.simulated import reported_by_year
from corredor.calibration.targets import Targets, Years
from corredor.region.region import Floats

WITH: Final = "with breaks"
WITHOUT: Final = "without breaks"
VARIANTS: Final = (WITH, WITHOUT)
"""Every fit is made with the years of dated breaks and without them, from the same runs."""
KEYS: Final = ["target", "group", "at"]


class Layout:
    """Where what stands in the vector of a run.

    The observed figures are in it too, since a pool of small places has only the members that the grid has.

    Args:
        targets: what has to be met.
        years: that are simulated, for yearly rates of every place.
    """

    def __init__(self, targets: Targets, years: Years) -> None:
        self.targets, self.years = targets, years
        self._data = {variant: fitting_data(targets, breaks=variant == WITH) for variant in VARIANTS}

    @cached_property
    def indices(self) -> dict[str, pd.MultiIndex]:
        """Of each variant, target, group and year (or lag) of every figure that may be compared."""
        return {variant: self._index(data) for variant, data in self._data.items()}

    @cached_property
    def rates(self) -> pd.MultiIndex:
        """Place and year of every yearly rate of the target that is held back."""
        target = next(target for target in self.targets.series if target.hold_back)
        places = sorted(set(fitted_rows(self.targets, target)["place"]))
        years = range(self.years.first, self.years.last + 1)
        return pd.MultiIndex.from_product([places, years], names=["place", "year"])

    @property
    def length(self) -> int:
        """Numbers in a vector."""
        return 2 * sum(len(index) for index in self.indices.values()) + len(self.rates)

    def vector(self, run: Recorded) -> Floats:
        """What is kept of one replicate, shape (length,); NaN where the run has no counterpart.

        Args:
            run: the tables of one replicate, whatever its number.
        """
        parts = []
        for variant, index in self.indices.items():
            found = summary(run, self.targets, self._data[variant]).reindex(index)
            parts += [found.iloc[:, 1].to_numpy(float), found["observed"].to_numpy(float)]
        divisions = any(map(is_division, self.rates.levels[0]))
        yearly = reported_by_year(run, divisions=divisions).set_index(["place", "year"])
        rate = (yearly["homicides"] / yearly["population"].where(yearly["population"] > 0.0)).reindex(self.rates)
        return np.concatenate([*parts, rate.to_numpy(float)])

    def expected(self, vectors: Floats, variant: str) -> Floats:
        """Simulated figures in the order of ``indices[variant]``, shape (..., figures)."""
        start = self._start(variant)
        return vectors[..., start : start + len(self.indices[variant])]

    def observed(self, vectors: Floats, variant: str) -> Floats:
        """Observed figures in the same order; of any one run, since all of a region have the same."""
        start = self._start(variant) + len(self.indices[variant])
        return vectors[..., start : start + len(self.indices[variant])]

    def yearly_rates(self, vectors: Floats) -> Floats:
        """Reported homicides per head and year in the order of ``rates``, shape (..., rates); NaN without people."""
        return vectors[..., self.length - len(self.rates) :]

    def _start(self, variant: str) -> int:
        before = VARIANTS[: VARIANTS.index(variant)]
        return 2 * sum(len(self.indices[each]) for each in before)

    def _index(self, data: Mapping[str, pd.DataFrame]) -> pd.MultiIndex:
        keys: list[tuple[str, str, int]] = []
        for target in self.targets.series:
            if target.compare == "autocorrelation":
                keys += [(target.name, "all", lag) for lag in target.lags]
                continue
            if target.compare == "ceiling":
                keys += [(target.name, str(group), int(year)) for group, year in last_years(data[target.name]).items()]
                continue
            pairs = data[target.name][["group", "year"]].drop_duplicates().sort_values(["group", "year"])
            keys += [(target.name, str(group), int(year)) for group, year in pairs.itertuples(index=False)]
        return pd.MultiIndex.from_tuples(keys, names=KEYS)
