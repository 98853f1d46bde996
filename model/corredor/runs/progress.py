"""A progress bar with the time left, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """What a run tells about how far it is."""

    def months(self, done: int) -> None:
        """Months computed since the start of this sitting."""

    def replicates(self, done: int) -> None:
        """Replicates finished, those of earlier sittings included."""


class _Silent:
    def months(self, done: int) -> None: ...

    def replicates(self, done: int) -> None: ...


@contextmanager
def progress(title: str, *, months: int, replicates: int, done: int, quiet: bool) -> Iterator[Progress]:
    """Show a bar while a run lasts; nothing if ``quiet`` or if standard error is not a terminal.

    Args:
        title: of the run.
        months: to be computed in this sitting, over all replicates.
        replicates: wanted in all.
        done: of these, already finished.
        quiet: show nothing.
    """
    if quiet or not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[finished]}/{task.fields[wanted]} replicates"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )

    class _Shown:
        def __init__(self, bar: Bar, task: TaskID) -> None:
            self._bar, self._task = bar, task

        def months(self, done: int) -> None:
            self._bar.update(self._task, completed=done)

        def replicates(self, done: int) -> None:
            self._bar.update(self._task, finished=done)

    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Shown(bar, bar.add_task(title, total=months, finished=done, wanted=replicates))
