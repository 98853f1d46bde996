"""Pieces of work handed out to a crew: the same results for any crew, any number of workers and any order."""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from typing import Any, Final

from corredor.runs.crew import Alone, Batch, Crew
from corredor.runs.work import Failure, Work

Results = Generator[tuple[int, Any], None, None]

POLL_SECONDS: Final = 0.2
BATCH_SECONDS: Final = 1.0
"""Short pieces are handed over in batches of about this length, so that handing over costs next to nothing."""
LEAST_SECONDS: Final = 0.1
"""Towards the end batches become shorter, so that all workers are done at about the same time, but no shorter."""
LOST: Final = "its worker was killed from outside, most likely for want of memory; try fewer --workers"


def run_all(
    work: Work[Any],
    numbers: Sequence[int],
    workers: int | None,
    on_month: Callable[[int], None],
    *,
    cluster: str | None = None,
) -> Results:
    """Carry out pieces of work and yield each one's number with what came of it, as they finish.

    Args:
        work: what is done.
        numbers: of the pieces.
        workers: how many at a time; as many as there are cores if ``None``; 1 does them in this process.
        on_month: called now and then with the number of months computed so far.
        cluster: address of a Dask scheduler, or ``local`` for one that is started here.

    Yields:
        The number, and what ``work.do`` returned or the ``Failure``.
    """
    if not numbers:
        return
    crew = _crew(work, len(numbers), workers, on_month, cluster)
    try:
        yield from _hand_out(work, numbers, crew, on_month)
    except BaseException:
        crew.close(stop=True)
        raise
    crew.close(stop=False)


def _crew(
    work: Work[Any], pieces: int, workers: int | None, on_month: Callable[[int], None], cluster: str | None
) -> Crew:
    if cluster is not None:
        from corredor.runs.cluster import Cluster

        return Cluster(work, cluster, workers)
    count = min(workers or os.cpu_count() or 1, pieces)
    if count <= 1:
        return Alone(work, on_month)
    from corredor.runs.processes import Processes

    return Processes(work, count)


class _Desk:
    """What is still to be handed out.

    When workers are lost nobody knows whose fault it was, so what they had is done once more, one piece at a time;
    a piece that loses its worker again has failed.
    """

    def __init__(self, numbers: Sequence[int], crew: Crew) -> None:
        self._queue, self._suspects = deque(numbers), deque[int]()
        self._crew = crew
        self._seconds_each = math.inf
        self.running: dict[Future[Batch], list[int]] = {}

    @property
    def busy(self) -> bool:
        return bool(self._queue or self._suspects or self.running)

    def hand_out(self) -> None:
        """Give the crew as much as it should have."""
        if self._suspects:
            if not self.running:
                self._submit([self._suspects.popleft()])
            return
        while self._queue and len(self.running) < self._crew.in_flight:
            self._submit([self._queue.popleft() for _ in range(self._size())])

    def _size(self) -> int:
        each = max(self._seconds_each, 1e-6)
        fair = max(math.ceil(len(self._queue) / self._crew.in_flight), int(LEAST_SECONDS / each))
        return max(1, min(fair, int(BATCH_SECONDS / each), self._crew.largest, len(self._queue)))

    def _submit(self, numbers: list[int]) -> None:
        try:
            self.running[self._crew.submit(numbers)] = numbers
        except self._crew.lost:
            # Workers went while nothing was asked of them, or what they had has not come back as lost yet.
            self._suspects.extend(numbers)
            if not self.running:
                self._crew.renew()

    def finished(self, batch: Batch) -> None:
        """Learn how long a piece takes."""
        if batch.results:
            self._seconds_each = batch.seconds / len(batch.results)

    def suspect(self, numbers: list[int]) -> None:
        """Have pieces done again, one at a time."""
        self._suspects.extend(numbers)


def _hand_out(work: Work[Any], numbers: Sequence[int], crew: Crew, on_month: Callable[[int], None]) -> Results:
    desk, done = _Desk(numbers, crew), 0
    retried: set[int] = set()
    gone: tuple[type[BaseException], ...] = (*crew.lost, CancelledError)
    while desk.busy:
        desk.hand_out()
        finished, _ = wait(desk.running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
        lost: list[int] = []
        for future in sorted(finished, key=desk.running.__getitem__):
            had = desk.running.pop(future)
            try:
                batch = future.result()
            except gone:
                lost += had
                continue
            desk.finished(batch)
            done += len(batch.results)
            yield from batch.results.items()
        if lost:
            crew.renew()
            yield from ((k, Failure(k, work.seed(k), LOST)) for k in lost if k in retried)
            desk.suspect([k for k in lost if k not in retried])
            retried.update(lost)
        months = crew.months()
        on_month(done * work.months if months is None else months)
