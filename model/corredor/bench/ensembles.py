"""Ensembles: two workers against one, and what it costs to hand out runs of 20 ms."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import numpy as np

from corredor.bench.pairs import Row, row
from corredor.region.region import Floats
from corredor.runs.executor import run_all
from corredor.runs.work import Monitor

SECONDS_EACH = 0.02
PIECES = 400
ROUNDS = 5


class Burn:
    """Runs of so many seconds of processor time each, which do nothing but count."""

    months = 1

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __reduce__(self) -> tuple[Any, ...]:
        return Burn, (self.seconds,)

    def seed(self, number: int) -> int:
        """Nothing is drawn."""
        return number

    def warm(self) -> None:
        """Nothing is needed."""

    def do(self, number: int, monitor: Monitor) -> float:
        """Spend the time, and return the wall time that it took."""
        began, wall = time.process_time(), time.perf_counter()
        while time.process_time() - began < self.seconds:
            pass
        monitor.month_done()
        return time.perf_counter() - wall


def ensembles(_finest: float) -> Iterator[Row]:
    """Throughput with two workers, and the cost of handing out.

    Wall time is compared with the wall time that the same pieces took in their workers, so that a loaded machine slows
    both: with two workers that are never idle the ratio is 2 whatever else runs.
    """
    _busy(2, PIECES // 4)
    found = np.array([_busy(2, PIECES) for _ in range(ROUNDS)])
    if (os.cpu_count() or 1) >= 2:
        yield row("two workers, runs of 20 ms", "one worker that is never idle", found[:, 0], at_least=1.8)
    yield row("handing out, runs of 20 ms", "the work, processor time", found[:, 1], at_most=0.01)


def _busy(workers: int, pieces: int) -> Floats:
    """Wall time of all pieces over the wall time from the first batch to the last; processor time here over theirs."""
    began: float | None = None
    wall, own = [0.0], time.process_time()
    with closing(run_all(Burn(SECONDS_EACH), range(pieces), workers, lambda _: None)) as results:
        for done, (_, seconds) in enumerate(results):
            # The first result comes after the workers have started, which is paid once for any number of runs.
            if began is None:
                began, own = time.perf_counter() - seconds, time.process_time()
            wall.append(seconds)
            if done == pieces - 1:
                own = time.process_time() - own
                return np.array([sum(wall) / (time.perf_counter() - began), own / (SECONDS_EACH * pieces)])
    raise AssertionError("every piece has a result")
