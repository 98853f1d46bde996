"""A forecast of counts: equally likely values for each place and year, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from corredor.calibration.observation import NegativeBinomial
from corredor.region.region import Floats

Information = Literal["blind", "conditional"]
"""``blind``: inputs frozen at the cut. ``conditional``: with the drivers that were observed after it."""

MEMBERS: Final = 99
KEYS: Final = ["group", "year"]


@dataclass(frozen=True)
class Forecast:
    """What somebody says of counts.

    Attributes:
        name: who says it.
        rows: what of: columns ``group``, ``year``, ``population``.
        members: shape (rows, members), equally likely counts.
    """

    name: str
    rows: pd.DataFrame
    members: Floats

    def __post_init__(self) -> None:
        if self.members.ndim != 2 or len(self.members) != len(self.rows):
            raise ValueError(f"{self.name}: {self.members.shape} members for {len(self.rows)} rows")

    def quantile(self, level: float) -> Floats:
        """A quantile of each row, shape (rows,)."""
        return np.asarray(np.quantile(self.members, level, axis=1))


def members_around(expected: Floats, dispersion: Floats, members: int = MEMBERS) -> Floats:
    """Equally likely counts of negative binomial distributions: their quantiles at the middle of equal shares.

    Args:
        expected: shape (rows,), means.
        dispersion: shape (rows,), see ``NegativeBinomial``.
        members: how many.

    Returns:
        Shape (rows, members).
    """
    levels = (np.arange(members) + 0.5) / members
    found = np.empty((len(expected), members))
    for value in np.unique(dispersion):
        own = dispersion == value
        error = NegativeBinomial(kind="negative_binomial", dispersion=float(value))
        found[own] = error.quantiles(expected[own], levels)
    return found


def from_replicates(name: str, both: pd.DataFrame, dispersion: float, members: int = MEMBERS) -> Forecast:
    """The forecast of simulated replicates: each with its error of observation, all of them equally likely.

    Args:
        name: what to call it.
        both: of ``compared``: ``replicate``, ``group``, ``year``, ``expected``, ``population``.
        dispersion: error of observation, and of discrepancy if one was estimated.
        members: of all replicates together, at least.
    """
    expected = both.pivot(index=KEYS, columns="replicate", values="expected")
    rows = both.groupby(KEYS)["population"].first().loc[expected.index].reset_index()
    each = -(-members // expected.shape[1])
    flat = expected.to_numpy().ravel()
    around = members_around(flat, np.full(len(flat), dispersion), each)
    return Forecast(name, rows, around.reshape(len(expected), -1))


def future_rows(fitted: pd.DataFrame, held_back: pd.DataFrame, information: Information) -> pd.DataFrame:
    """Places and years to forecast, with the population that a forecaster may know.

    Args:
        fitted: of ``fitting_data``, of one target.
        held_back: of ``held_back_data``, of the same.
        information: with ``blind``, every place keeps the population of its last fitted year.

    Returns:
        Columns ``place``, ``group``, ``year``, ``population``; no observed count.
    """
    rows = held_back[["place", "group", "year", "population"]]
    if information == "blind":
        last = fitted.sort_values("year").groupby("place")["population"].last()
        rows = rows.assign(population=rows["place"].map(last))
    return rows.reset_index(drop=True)
