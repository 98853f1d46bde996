"""What the report compares: a run with its control while the policy acts, or a run before and after."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from corredor.figures.windows import Windows, windows
from corredor.figures.wording import number, signed
from corredor.runs.precision import FEWEST, FEWEST_RESAMPLED, mean_interval
from corredor.runs.recorder import ALWAYS, RECORDED_BY
from corredor.runs.run import Run
from corredor.runs.window import Window


@dataclass(frozen=True)
class Change:
    """How one number differs, over pairs of replicates.

    Attributes:
        first: mean in the comparison: without, or before.
        second: mean in the run: with, or after.
        difference: mean difference.
        low, high: 95 % interval of the mean difference; NaN with too few pairs.
        n: pairs.
        agree: true if every pair differs in the direction of the mean.
    """

    first: float
    second: float
    difference: float
    low: float
    high: float
    n: int
    agree: bool

    @property
    def digits(self) -> int:
        """Significant digits worth telling."""
        return 3 if self.n >= FEWEST else 2

    @property
    def is_sure(self) -> bool:
        """True if the interval exists and leaves out zero."""
        return self.low > 0 or self.high < 0

    @property
    def is_clear(self) -> bool:
        """True if it is sure and, with too few pairs to trust an interval alone, all of them agree."""
        return self.is_sure and (self.agree or self.n >= FEWEST_RESAMPLED)

    @property
    def may_be_chance(self) -> bool:
        """True if there is a difference, and an interval that holds zero."""
        return not self.is_sure and bool(self.difference) and not math.isnan(self.low)

    @property
    def told(self) -> str:
        """The difference with its interval, e.g. ``+4.1 [+2.0, +6.3]``."""
        if math.isnan(self.low):
            return signed(self.difference, self.digits)
        return f"{signed(self.difference)} [{signed(self.low)}, {signed(self.high)}]"


@dataclass(frozen=True)
class Compared:
    """Two sides of a comparison: each a run in some months.

    Attributes:
        run: what the report is about.
        control: what it is compared with, if with another run.
        years: the months before and after; with a control only the later count.
    """

    run: Run
    control: Run | None
    years: Windows

    @property
    def sides(self) -> tuple[tuple[Run, Window], tuple[Run, Window]]:
        """The run and months compared with, and the run and months that it is about."""
        first = (self.run, self.years.before) if self.control is None else (self.control, self.years.after)
        return first, (self.run, self.years.after)

    def sentence(self, what: str, unit: str, change: Change) -> str:
        """One finding: what, how much on both sides, and the difference with its interval."""
        doubt = ", which may be chance" if change.may_be_chance else ""
        points = " points" if unit == "%" else ""
        first, second = number(change.first, change.digits), number(change.second, change.digits)
        if self.control is None:
            return (
                f"{what} goes from {first} {unit} in {self.years.before.told} to {second} in {self.years.after.told}, "
                f"a change of {change.told}{points}{doubt}."
            )
        return f"{what} is {second} {unit}, against {first} without: a difference of {change.told}{points}{doubt}."


def has(run: Run, table: str) -> bool:
    """True if a run recorded a table."""
    return table in frozenset(ALWAYS).union(*(RECORDED_BY[topic] for topic in run.scenario.record))


def compared(run: Run, control: Run | None) -> Compared:
    """What the report of a run compares.

    Raises:
        FolderError: if the run and its control are no pair.
    """
    return Compared(run, control, windows(run, control))


def change(first: pd.Series, second: pd.Series) -> Change:
    """How a number differs.

    Args:
        first: its value by replicate on the one side.
        second: on the other; replicates that only one has are left out.
    """
    pairs = pd.DataFrame({"first": first, "second": second}).dropna()
    difference = (pairs["second"] - pairs["first"]).to_numpy(dtype=np.float64)
    if not len(difference):
        return Change(math.nan, math.nan, math.nan, math.nan, math.nan, 0, agree=False)
    low, high = mean_interval(difference)
    first_mean, second_mean = float(pairs["first"].mean()), float(pairs["second"].mean())
    mean = float(difference.mean())
    agree = bool((np.sign(difference) == np.sign(mean)).all())
    return Change(first_mean, second_mean, mean, low, high, len(difference), agree)
