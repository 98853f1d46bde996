"""Replicates in processes: as many at a time as there are workers, the same numbers for any number of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from typing import Any, Final

from corredor.core.seeds import replicate_seed
from corredor.runs.replicate import Failure, Job, Stopped, run_replicate

Results = Generator[tuple[int, Failure | None], None, None]

POLL_SECONDS: Final = 0.2
_ONE_THREAD: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def run_all(job: Job, replicates: Sequence[int], workers: int, on_month: Callable[[int], None]) -> Results:
    """Run replicates and yield each one's number, and what went wrong if something did, as they finish.

    Args:
        job: what they share.
        replicates: their numbers.
        workers: how many at a time; 1 runs them in this process.
        on_month: called now and then with the number of months computed so far.
    """
    if workers <= 1 or len(replicates) <= 1:
        return _one_by_one(job, replicates, on_month)
    return _in_processes(job, replicates, min(workers, len(replicates)), on_month)


class _Count:
    """Counts months in this process."""

    def __init__(self, on_month: Callable[[int], None]) -> None:
        self._months, self._on_month = 0, on_month

    def month_done(self) -> None:
        self._months += 1
        self._on_month(self._months)


def _one_by_one(job: Job, replicates: Sequence[int], on_month: Callable[[int], None]) -> Results:
    count = _Count(on_month)
    for k in replicates:
        yield k, run_replicate(job, k, count)


class _Shared:
    """Counts months over all workers, and stops them between two months."""

    def __init__(self, context: Any) -> None:
        self.months = context.Value("q", 0)
        self.stop = context.Event()

    def month_done(self) -> None:
        with self.months.get_lock():
            self.months.value += 1
        if self.stop.is_set():
            raise Stopped


def _in_processes(job: Job, replicates: Sequence[int], workers: int, on_month: Callable[[int], None]) -> Results:
    context = _context()
    shared = _Shared(context)
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(job, shared))
    try:
        with _clean_start():
            futures = {executor.submit(_work, k): k for k in replicates}
        yield from _results(job, futures, shared, on_month)
    except BaseException:
        shared.stop.set()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _results(
    job: Job, futures: dict[Future[Failure | None], int], shared: _Shared, on_month: Callable[[int], None]
) -> Results:
    pending = set(futures)
    while pending:
        done, pending = wait(pending, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
        on_month(shared.months.value)
        for future in sorted(done, key=futures.__getitem__):
            k = futures[future]
            try:
                yield k, future.result()
            except BrokenProcessPool:
                reason = "its worker was killed from outside, most likely for want of memory; try fewer --workers"
                yield k, Failure(k, replicate_seed(job.scenario.seed, k), reason)


def _context() -> Any:
    """A way to start processes that is safe with threads; workers are forked from a server where kernels are loaded.

    Mesa 3.3 sets the default to ``spawn`` when it is imported, which is why the default is not used.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["corredor.runs.warm"])
    return context


@contextmanager
def _clean_start() -> Iterator[None]:
    """Start workers with one thread for linear algebra, and without the user's script.

    Python would run an unguarded script again in every worker, and so start the run again from there; nothing that a
    worker is sent comes from that script.
    """
    kept = {name: os.environ.get(name) for name in _ONE_THREAD}
    script = sys.modules["__main__"]
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_worker: list[tuple[Job, _Shared]] = []


def _start_worker(job: Job, shared: _Shared) -> None:
    # Ctrl-C reaches every process of the terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker[:] = [(job, shared)]


def _end_with_parent() -> None:
    """Leave when the parent is gone, even if it was killed and could not say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(replicate: int) -> Failure | None:
    job, shared = _worker[0]
    try:
        return run_replicate(job, replicate, shared)
    except Stopped:
        return None
