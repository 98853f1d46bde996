"""Work carried through: what comes back is kept, what fails is noted, and how far it is is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from corredor.runs.executor import run_all
from corredor.runs.progress import Progress
from corredor.runs.work import Failure, Work


def carry_through(
    work: Work[Any],
    missing: Sequence[int],
    shown: Progress,
    done: int,
    keep: Callable[[int, Any], None],
    note: Callable[[Failure], None],
    workers: int | None,
    cluster: str | None,
) -> None:
    """Do what is missing, until all is done or there is no room left.

    Args:
        work: what is done.
        missing: numbers of the pieces.
        shown: told how far it is.
        done: how many others are done already.
        keep: given each number with its result.
        note: given each failure.
        workers: see ``run_all``.
        cluster: see ``run_all``.
    """
    failed = 0
    with closing(run_all(work, missing, workers, shown.months, cluster=cluster)) as results:
        for number, result in results:
            if not isinstance(result, Failure):
                keep(number, result)
                done += 1
                shown.finished(done)
                continue
            note(result)
            failed += 1
            shown.failed(failed)
            if result.disk_full:
                break
