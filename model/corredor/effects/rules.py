"""The rules by which an effect counts as reproduced, each on one number a pair."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from corredor.core.streams import Streams
from corredor.region.region import Floats

CONFIDENCE: Final = 0.9
RESAMPLES: Final = 2000
FEWEST: Final = 3
"""Pairs with which an interval is given at all."""
AGREE: Final = 0.8
"""Share of pairs that must have the expected sign."""
NEXT_TO_NOTHING: Final = 0.2
"""Share of the full effect below which a median counts as none."""


@dataclass(frozen=True)
class Summary:
    """What is left of one number a pair.

    Attributes:
        median: over the pairs that have a value; NaN if fewer than half of them do.
        low, high: 90 % bootstrap interval of the median.
        pairs: how many have a value.
    """

    median: float
    low: float
    high: float
    pairs: int

    def excludes(self, value: float) -> bool:
        """True if the interval is known and does not hold a value."""
        return self.low > value or self.high < value


def summarise(values: Floats) -> Summary:
    """Median over pairs, and its percentile bootstrap interval (Efron & Tibshirani 1993).

    Args:
        values: shape (pairs,); NaN where a pair has none.
    """
    known = values[np.isfinite(values)]
    if len(known) == 0 or 2 * len(known) < len(values):
        return Summary(math.nan, math.nan, math.nan, len(known))
    median = float(np.median(known))
    if len(known) < FEWEST:
        return Summary(median, math.nan, math.nan, len(known))
    if np.ptp(known) == 0.0:
        return Summary(median, median, median, len(known))
    from scipy.stats import bootstrap

    with warnings.catch_warnings():
        # Few pairs, most of them equal, leave no spread in some resamples; the percentiles exist all the same.
        warnings.simplefilter("ignore")
        interval = bootstrap(
            (known,),
            np.median,
            n_resamples=RESAMPLES,
            confidence_level=CONFIDENCE,
            method="percentile",
            random_state=Streams(0).generator("effects.bootstrap", 0),
        ).confidence_interval
    return Summary(median, float(interval.low), float(interval.high), len(known))


class Rule(Protocol):
    """What an outcome must be."""

    @property
    def text(self) -> str:
        """The rule in words, for a table."""

    @property
    def band(self) -> tuple[float | None, float | None]:
        """Where the median must lie, as far as a pair of numbers can say it."""

    def holds(self, values: Floats, others: Mapping[str, Floats]) -> bool:
        """Whether the values over pairs satisfy it.

        Args:
            values: shape (pairs,).
            others: the case's other outcomes by name.
        """


@dataclass(frozen=True)
class Band:
    """The median lies between two values; ``None`` leaves one side open."""

    low: float | None
    high: float | None

    @property
    def text(self) -> str:
        if self.low is None:
            return f"at most {self.high:g}"
        return f"at least {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"

    @property
    def band(self) -> tuple[float | None, float | None]:
        return self.low, self.high

    def holds(self, values: Floats, others: Mapping[str, Floats]) -> bool:
        median = summarise(values).median
        return (self.low is None or median >= self.low) and (self.high is None or median <= self.high)


@dataclass(frozen=True)
class Sign:
    """Enough pairs have a value above zero (``1``) or below it (``-1``); a pair without a value has not."""

    sign: int
    agree: float = AGREE

    @property
    def text(self) -> str:
        return f"{'> 0' if self.sign > 0 else '< 0'} in {self.agree:.0%} of pairs"

    @property
    def band(self) -> tuple[float | None, float | None]:
        return (0.0, None) if self.sign > 0 else (None, 0.0)

    def holds(self, values: Floats, others: Mapping[str, Floats]) -> bool:
        return bool(len(values)) and agreement(values, self.sign) >= self.agree


@dataclass(frozen=True)
class Under:
    """The median is less than a share of another outcome's."""

    other: str
    share: float

    @property
    def text(self) -> str:
        return f"under {self.share:g} of '{self.other}'"

    @property
    def band(self) -> tuple[float | None, float | None]:
        return None, None

    def holds(self, values: Floats, others: Mapping[str, Floats]) -> bool:
        return summarise(values).median < self.share * summarise(others[self.other]).median


@dataclass(frozen=True)
class Nothing:
    """The interval holds zero, or the median is under a fifth of another outcome's."""

    other: str

    @property
    def text(self) -> str:
        return f"about 0, beside '{self.other}'"

    @property
    def band(self) -> tuple[float | None, float | None]:
        return None, None

    def holds(self, values: Floats, others: Mapping[str, Floats]) -> bool:
        return shows_nothing(summarise(values), summarise(others[self.other]), 0.0)


def agreement(values: Floats, sign: int) -> float:
    """Share of pairs with a sign."""
    return float(np.mean(np.sign(values) == sign)) if len(values) else math.nan


def shows_nothing(found: Summary, full: Summary, null: float) -> bool:
    """A placebo's rule: its interval holds what no effect would be, or its median is under a fifth of the full one.

    Args:
        found: of the placebo.
        full: of the treatment.
        null: value of no effect.
    """
    if found.low <= null <= found.high:
        return True
    return abs(found.median - null) < NEXT_TO_NOTHING * abs(full.median - null)
