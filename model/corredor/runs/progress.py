"""How far it is while it runs: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol

from corredor.runs.parts import write_json

LINE_SECONDS: Final = 60.0
"""How often a line is written where standard error is no terminal."""
DRAWN_SECONDS: Final = 0.1
"""How often the bar is drawn at most."""
SIGN: Final = ".sign.json"
SIGN_SECONDS: Final = 2.0
"""How often the file is written that says to others how far it is."""


class Progress(Protocol):
    """What a run tells about how far it is."""

    def months(self, done: int) -> None:
        """Months computed since the start of this sitting."""

    def finished(self, done: int) -> None:
        """Runs finished, those of earlier sittings included."""

    def failed(self, number: int) -> None:
        """Runs that failed in this sitting."""


class Pace:
    """How far a sitting is, how fast it goes, and how long it will take.

    Args:
        months: to be computed in this sitting.
        wanted: runs in all.
        done: of these, already finished.
        clock: seconds.
    """

    def __init__(self, months: int, wanted: int, done: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.all_months, self.wanted, self.done, self.failures = months, wanted, done, 0
        self.computed = 0
        self._months_each = months / max(1, wanted - done)
        self._clock = clock
        self._began = clock()

    @property
    def per_minute(self) -> float:
        """Runs a minute, from the months computed."""
        return 60.0 * self.computed / self._months_each / max(self._clock() - self._began, 1e-9)

    @property
    def seconds_left(self) -> float | None:
        """Seconds to the end at this pace; nothing before the first month."""
        if not self.computed:
            return None
        return (self.all_months - self.computed) * (self._clock() - self._began) / self.computed

    def as_json(self) -> dict[str, float | int | None]:
        """What ``corredor status`` is told."""
        left = self.seconds_left
        return {
            "per_minute": round(self.per_minute, 3),
            "seconds_left": None if left is None else round(left, 1),
            "failures": self.failures,
        }

    def __str__(self) -> str:
        left = self.seconds_left
        return ", ".join(
            [
                f"{self.done}/{self.wanted} runs",
                f"{self.per_minute:.3g} a minute",
                *([f"{duration(left)} left"] if left is not None else []),
                *([f"{self.failures} failed"] if self.failures else []),
            ]
        )


def duration(seconds: float) -> str:
    """Seconds as people say them: ``45 s``, ``12 min``, ``3 h 05 min``, ``2 d 04 h``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes // 1440} d {minutes % 1440 // 60:02d} h"


class _Told:
    """Keeps the pace and has it shown.

    Args:
        pace: of this sitting.
        show: called after every change.
        sign: the file that says to others how far it is, written now and then.
    """

    def __init__(self, pace: Pace, show: Callable[[], None], sign: Path) -> None:
        self._pace, self._said = pace, show
        self._sign, self._signed = sign, -SIGN_SECONDS

    def _show(self) -> None:
        self._said()
        if time.monotonic() - self._signed >= SIGN_SECONDS:
            self._signed = time.monotonic()
            # Whether others can see how far it is must not decide whether it goes on.
            with suppress(OSError):
                write_json(self._sign, self._pace.as_json())

    def months(self, done: int) -> None:
        self._pace.computed = done
        self._show()

    def finished(self, done: int) -> None:
        self._pace.done = done
        self._show()

    def failed(self, number: int) -> None:
        self._pace.failures = number
        self._show()


@contextmanager
def progress(folder: Path, title: str, *, months: int, runs: int, done: int, quiet: bool) -> Iterator[Progress]:
    """Show how far it is while it lasts: runs, throughput, time left, failures.

    Args:
        folder: where ``SIGN`` is kept up to date for ``corredor status``.
        title: of the run.
        months: to be computed in this sitting, over all runs.
        runs: wanted in all.
        done: of these, already finished.
        quiet: show nothing here.
    """
    pace, sign = Pace(months, runs, done), folder / SIGN
    try:
        if quiet or not sys.stderr.isatty():
            yield _Told(pace, _lines(title, pace, quiet), sign)
            return
        with _bar(title, pace) as show:
            yield _Told(pace, show, sign)
    finally:
        sign.unlink(missing_ok=True)


@contextmanager
def _bar(title: str, pace: Pace) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    ) as bar:
        task, drawn = bar.add_task(title, total=pace.all_months, pace=str(pace)), -math.inf

        def show() -> None:
            # Drawn from here and not by a thread, because workers are forked from this process.
            nonlocal drawn
            if time.monotonic() - drawn >= DRAWN_SECONDS:
                bar.update(task, completed=pace.computed, pace=str(pace), refresh=True)
                drawn = time.monotonic()

        yield show


def _lines(title: str, pace: Pace, quiet: bool) -> Callable[[], None]:
    """Write a line, but not more often than every ``LINE_SECONDS``."""
    last = time.monotonic()

    def show() -> None:
        nonlocal last
        if not quiet and time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            print(f"{title}: {pace}", file=sys.stderr, flush=True)

    return show
