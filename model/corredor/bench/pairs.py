"""Interleaved pairs on CPU time: what drifts on the machine falls on both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from corredor.region.region import Floats


@dataclass(frozen=True)
class Row:
    """One benchmark.

    Attributes:
        name: what was measured.
        reference: what it is compared with, or the unit of ``ratio`` where it is compared with nothing.
        ratio: median.
        low, high: quartiles.
        goal: what it should be, or nothing.
        met: whether it is, or nothing.
    """

    name: str
    reference: str
    ratio: float
    low: float
    high: float
    goal: float | None = None
    met: bool | None = None


def row(
    name: str, reference: str, found: Floats, *, at_least: float | None = None, at_most: float | None = None
) -> Row:
    """Median and quartiles of what was found, and whether the median meets the goal."""
    low, middle, high = (float(f"{x:.3g}") for x in np.percentile(found, [25, 50, 75]))
    if at_least is not None:
        return Row(name, reference, middle, low, high, at_least, middle >= at_least)
    if at_most is not None:
        return Row(name, reference, middle, low, high, at_most, middle <= at_most)
    return Row(name, reference, middle, low, high)


def cpu_seconds(work: Callable[[], object], times: int = 1) -> float:
    """CPU time of one of so many calls in a row."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


def paired(reference: Callable[[], object], ours: Callable[[], object], rounds: int, times: int = 1) -> Floats:
    """How many times longer the reference takes, in each of so many rounds.

    Both run once before, and then one after the other in alternating order.

    Args:
        reference: one call of it.
        ours: one call of it.
        rounds: pairs.
        times: calls of ours in each round.
    """
    reference()
    ours()
    ratios = []
    for turn in range(rounds):
        first = cpu_seconds(reference) if turn % 2 == 0 else 0.0
        own = cpu_seconds(ours, times)
        ratios.append((first or cpu_seconds(reference)) / own)
    return np.array(ratios)
