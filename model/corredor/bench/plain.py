"""The month against the same month as a plain Mesa model would have it, which ships beside the package."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corredor.bench.month import baseline, by_process
from corredor.bench.pairs import Row, cpu_seconds, row

BESIDE = Path(__file__).resolve().parents[3] / "benchmarks"
MONTHS = 8
"""Paired, after those in which nothing is measured; the plain ones take a second or two each."""


def plain_month(_finest: float) -> Iterator[Row]:
    """Whole and by process, on two models that go through the same months; nothing where only the wheel is."""
    if not (BESIDE / "plain_month").is_dir():
        return
    sys.path.insert(0, str(BESIDE))
    try:
        play_plain = importlib.import_module("plain_month").play_plain
    finally:
        sys.path.remove(str(BESIDE))
    fast, plain = baseline(1.0), baseline(1.0)
    play_plain(plain)
    ours, theirs = by_process(fast), by_process(plain)
    ratios = []
    for turn in range(MONTHS):
        first = cpu_seconds(plain.step) if turn % 2 == 0 else 0.0
        own = cpu_seconds(fast.step)
        ratios.append((first or cpu_seconds(plain.step)) / own)
    yield row("a month at 1°", "a plain Mesa loop with the same numbers", np.array(ratios), at_least=200.0)
    for name, seconds in ours.items():
        each = np.array(theirs[name]) / np.array(seconds)
        yield row(f"{name} of a month at 1°", "its plain loop", each)
        yield row(f"{name} as a plain loop", "milliseconds", 1e3 * np.array(theirs[name]))
    fast.close()
    plain.close()
