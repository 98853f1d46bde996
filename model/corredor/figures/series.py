"""Tables to draw: quantiles over replicates, yearly rates, paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd

from corredor.runs.comparison import FEWEST
from corredor.runs.run import in_months
from corredor.runs.window import Window

QUANTILES: Final = MappingProxyType({"low": 0.05, "quarter": 0.25, "median": 0.5, "three_quarters": 0.75, "high": 0.95})
"""Ends of the 90 % interval, ends of the 50 % interval, median: the columns of every table of quantiles."""

KINDS: Final = ("common", "turf", "predation", "retaliation", "state")
"""Homicide kinds in the order in which they are drawn."""


def quantiles(frame: pd.DataFrame, value: str, by: Sequence[str]) -> pd.DataFrame:
    """Quantiles of ``value`` over replicates, one column for each of ``QUANTILES``, indexed by ``by``.

    With fewer than ``FEWEST`` replicates all but the median are NaN, and nothing is drawn of them.
    """
    groups = frame.groupby(list(by), observed=True)[value]
    table = pd.DataFrame({name: groups.quantile(q) for name, q in QUANTILES.items()})
    if replicates(frame) < FEWEST:
        table.loc[:, [name for name in QUANTILES if name != "median"]] = np.nan
    return table


def part(table: pd.DataFrame, level: str, key: str) -> pd.DataFrame:
    """The rows of a table of quantiles where one level of its index has a value."""
    return cast(pd.DataFrame, table.xs(key, level=level))


def interval(values: pd.Series) -> pd.Series:
    """The ``QUANTILES`` of one number over replicates; the median alone with fewer than ``FEWEST``."""
    few = len(values) < FEWEST
    return pd.Series({n: np.nan if few and n != "median" else values.quantile(q) for n, q in QUANTILES.items()})


def within(frame: pd.DataFrame, window: Window) -> pd.DataFrame:
    """The rows of a monthly table that fall in a window."""
    return in_months(frame, window.since, window.until)


def rolling_year(frame: pd.DataFrame, columns: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
    """Sums over the twelve months up to each month, within each group of ``by``; the first eleven months drop out.

    A run shorter than a year is summed over the months there are.
    """
    ordered = frame.sort_values("month")
    window = min(12, ordered["month"].nunique())
    sums = ordered.groupby(list(by), observed=True)[list(columns)].rolling(window).sum()
    rolled = sums.droplevel(list(range(len(by))))
    return ordered[[*by, "month"]].join(rolled).dropna(subset=list(columns))


def paired(run: pd.DataFrame, control: pd.DataFrame, value: str, by: Sequence[str]) -> pd.DataFrame:
    """``value`` in the run less the control, matched row by row on ``by`` (``replicate`` among them).

    Returns:
        The columns ``by``, ``run``, ``control`` and ``difference``; what only one of them has is left out.
    """
    both = run[[*by, value]].merge(control[[*by, value]], on=list(by), suffixes=("_run", "_control"))
    renamed = both.rename(columns={f"{value}_run": "run", f"{value}_control": "control"})
    return renamed.assign(difference=renamed["run"] - renamed["control"])


def replicates(frame: pd.DataFrame) -> int:
    """How many replicates a table has."""
    return int(frame["replicate"].nunique())


def spread_note(frame: pd.DataFrame, what: str = "replicates") -> str:
    """What a figure shows of its replicates: with fewer than ``FEWEST`` the median alone."""
    n = replicates(frame)
    one = what.removesuffix("s") if n == 1 else what
    return f"{n} {one}: median, 50 % and 90 %" if n >= FEWEST else f"{n} {one}: medians, too few for an interval"
