"""PRIM, the patient rule induction method (Friedman and Fisher 1999), for cases that do or do not fail.

The rate of a step is the gain in density for each case given up, as Kwakkel and Jaxa-Rozen (2016) have it for ranges
and choices together; limits that one could as well drop are told by the test of Bryant and Lempert (2010).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from corredor.region.region import Bools, Floats

Limit = tuple[float, float] | frozenset[str]
"""Ends of a range, both within it, or the values of a choice that are left."""

PEEL: Final = 0.05
PASTE: Final = 0.05
SMALLEST: Final = 0.05
"""Share of the cases below which a box is not peeled."""
DOUBTFUL: Final = 0.1
"""Limits with a larger quasi-p-value are dropped."""


@dataclass(frozen=True)
class Box:
    """A part of the space of uncertainties.

    Attributes:
        limits: by uncertainty, those that are limited.
        cases, failures: in the box.
        coverage: share of all failures that lie in it.
        density: share of its cases that fail.
        mass: share of all cases that lie in it.
        doubt: by limited uncertainty and side (0 the lower end or a choice, 1 the upper end), the chance that as many
            of the box's cases would fail if this limit did nothing (one-sided binomial test against the density
            without it).
    """

    limits: Mapping[str, Limit]
    cases: int
    failures: int
    coverage: float
    density: float
    mass: float
    doubt: Mapping[tuple[str, int], float]


class Prim:
    """Peels and pastes one box.

    Args:
        x: a row a case; columns of numbers are ranges, all others choices.
        failed: shape (cases,).
        peel, paste: share of a box's cases that a step gives up, or takes in.
        smallest: see ``SMALLEST``.

    Raises:
        ValueError: if nothing failed.
    """

    def __init__(
        self, x: pd.DataFrame, failed: Bools, *, peel: float = PEEL, paste: float = PASTE, smallest: float = SMALLEST
    ) -> None:
        if not failed.any():
            raise ValueError("nothing failed, so there is no box to find")
        self._x, self._failed = x.reset_index(drop=True), np.asarray(failed, np.bool_)
        self._peel_share, self._paste_share, self._smallest = peel, paste, smallest
        self._whole: dict[str, Limit] = {str(name): self._range_of(str(name)) for name in x}

    def _range_of(self, name: str) -> Limit:
        column = self._x[name]
        if pd.api.types.is_numeric_dtype(column):
            return float(column.min()), float(column.max())
        return frozenset(map(str, column))

    def _within(self, limits: Mapping[str, Limit]) -> Bools:
        inside: Bools = np.ones(len(self._x), np.bool_)
        for name, limit in limits.items():
            column = self._x[name]
            if isinstance(limit, frozenset):
                inside &= column.astype(str).isin(limit).to_numpy()
            else:
                inside &= (column >= limit[0]).to_numpy() & (column <= limit[1]).to_numpy()
        return inside

    def trajectory(self) -> list[Box]:
        """The boxes from all cases on, step by step: peeled while density rises, then pasted while it still does."""
        limits: Mapping[str, Limit] = self._whole
        found = [self._box(limits)]
        for steps, outwards in ((self._peels, False), (self._pastes, True)):
            while (better := self._best(limits, steps(limits), outwards)) is not None:
                limits = better
                found.append(self._box(limits))
        return found

    def _best(
        self, limits: Mapping[str, Limit], steps: Iterator[Mapping[str, Limit]], outwards: bool
    ) -> Mapping[str, Limit] | None:
        """The step with the greatest gain in density for each case, or nothing if none gains."""
        here = self._within(limits)
        density, cases = self._failed[here].mean(), int(here.sum())
        best, chosen = (0.0, 0), None
        for step in steps:
            inside = self._within(step)
            count = int(inside.sum())
            large_enough = count >= self._smallest * len(self._x)
            if not large_enough or not (count > cases if outwards else 0 < count < cases):
                continue
            rate = float(self._failed[inside].mean() - density) / abs(count - cases)
            score = rate, len(self._whole) - len(self._limited(step))
            if rate > 0.0 and score > best:
                best, chosen = score, step
        return chosen

    def _peels(self, limits: Mapping[str, Limit]) -> Iterator[Mapping[str, Limit]]:
        inside = self._x[self._within(limits)]
        for name, limit in limits.items():
            if isinstance(limit, frozenset):
                yield from ({**limits, name: limit - {value}} for value in sorted(limit) if len(limit) > 1)
                continue
            values = np.sort(inside[name].to_numpy(float))
            yield {**limits, name: (limit[0], _cut(values, 1.0 - self._peel_share))}
            yield {**limits, name: (_cut(values, self._peel_share), limit[1])}

    def _pastes(self, limits: Mapping[str, Limit]) -> Iterator[Mapping[str, Limit]]:
        for name in self._limited(limits):
            limit, whole = limits[name], self._whole[name]
            if isinstance(limit, frozenset) or isinstance(whole, frozenset):
                yield from ({**limits, name: frozenset({*limit, v})} for v in sorted(set(whole) - set(limit), key=str))
                continue
            below = self._beyond(limits, name, (whole[0], limit[0]))
            yield {**limits, name: (_cut(below, 1.0 - self._paste_share) if len(below) else whole[0], limit[1])}
            above = self._beyond(limits, name, (limit[1], whole[1]))
            yield {**limits, name: (limit[0], _cut(above, self._paste_share) if len(above) else whole[1])}

    def _beyond(self, limits: Mapping[str, Limit], name: str, span: tuple[float, float]) -> Floats:
        """Sorted values of the cases that a wider limit could take in."""
        found = self._x.loc[self._within({**limits, name: span}), name].to_numpy(float)
        return np.sort(found)

    def _limited(self, limits: Mapping[str, Limit]) -> list[str]:
        return [name for name, limit in limits.items() if limit != self._whole[name]]

    def _box(self, limits: Mapping[str, Limit]) -> Box:
        inside = self._within(limits)
        cases, failures = int(inside.sum()), int(self._failed[inside].sum())
        limited = {name: limits[name] for name in self._limited(limits)}
        return Box(
            limited,
            cases,
            failures,
            failures / int(self._failed.sum()),
            failures / cases,
            cases / len(self._x),
            {
                (name, side): self._doubt({**limits, name: wider}, failures, cases)
                for name in limited
                for side, wider in self._without(limits, name)
            },
        )

    def _without(self, limits: Mapping[str, Limit], name: str) -> list[tuple[int, Limit]]:
        """Sides on which an uncertainty is limited, each with what is left of its limit without that side."""
        limit, whole = limits[name], self._whole[name]
        if isinstance(limit, frozenset) or isinstance(whole, frozenset):
            return [(0, whole)]
        ends: list[tuple[int, Limit]] = [(0, (whole[0], limit[1])), (1, (limit[0], whole[1]))]
        return [(side, wider) for side, wider in ends if limit[side] != whole[side]]

    def _doubt(self, wider: Mapping[str, Limit], failures: int, cases: int) -> float:
        density = self._failed[self._within(wider)].mean()
        return float(binomtest(failures, cases, density, alternative="greater").pvalue)

    def without_doubtful(self, box: Box, doubtful: float = DOUBTFUL) -> Box:
        """The same box without the limits that might as well not be there, the most doubtful first."""
        while box.limits and max(box.doubt.values()) > doubtful:
            name, side = max(box.doubt, key=lambda key: box.doubt[key])
            limits = {**self._whole, **box.limits}
            box = self._box({**limits, name: dict(self._without(limits, name))[side]})
        return box


def _cut(values: Floats, share: float) -> float:
    """Halfway between the two sorted values around a quantile, beyond ties, so that every cut gives something up."""
    position = (len(values) - 1) * share
    low, high = math.floor(position), math.ceil(position)
    while values[low] == values[high] and (low > 0 if share > 0.5 else high < len(values) - 1):
        if share > 0.5:
            low -= 1
        else:
            high += 1
    return float((values[low] + values[high]) / 2.0)


def balanced(trajectory: list[Box]) -> Box:
    """Of a trajectory, the box that holds most of the failures and least of the other cases.

    By the share of all failures less the share of all others that lie in it (Youden 1950), which is 0 for the box of
    all cases, however many of them fail; the larger of equals.
    """
    whole = trajectory[0]
    others = max(whole.cases - whole.failures, 1)
    return max(trajectory, key=lambda box: box.coverage - (box.cases - box.failures) / others)
