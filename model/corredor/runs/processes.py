"""A crew of processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import types
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection
from multiprocessing.sharedctypes import RawArray
from typing import Any, Final

from corredor.core.threads import ONE_THREAD, single_threaded
from corredor.runs.crew import Batch, carry_out, packed, unpacked
from corredor.runs.work import Stopped, Work

LARGEST: Final = 64
SLOTS: Final = 1024
"""Counters of months, by process number; the one after the last says stop."""


class _Shared:
    """Counts months over all workers, and stops them between two months.

    Without locks: a worker that is killed while it holds one would stop everybody for good. Each worker counts in a
    slot of its own; should two share one, some months are missing from the progress bar.
    """

    def __init__(self) -> None:
        self._slots = RawArray("q", SLOTS + 1)

    def month_done(self) -> None:
        self._slots[os.getpid() % SLOTS] += 1
        if self._slots[SLOTS]:
            raise Stopped

    def months(self) -> int:
        return sum(self._slots[:SLOTS])

    def stop(self) -> None:
        self._slots[SLOTS] = 1


class Processes:
    """So many processes, forked from this one while it has one thread, otherwise from a server; both are warm.

    Args:
        work: what is done.
        workers: how many.
    """

    largest = LARGEST
    lost: tuple[type[BaseException], ...] = (BrokenProcessPool,)

    def __init__(self, work: Work[Any], workers: int) -> None:
        self._workers, self.in_flight = workers, 2 * workers
        self._work, self._sent, self._shared = work, packed(work), _Shared()
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        fork = single_threaded()
        if fork:
            self._work.warm()
        return ProcessPoolExecutor(
            self._workers,
            mp_context=multiprocessing.get_context("fork") if fork else _server(),
            initializer=_start_worker,
            initargs=(self._sent, self._shared),
        )

    def submit(self, numbers: Sequence[int]) -> Future[Batch]:
        """Hand over some pieces; the first ones start the workers."""
        with clean_start(), _uninterrupted():
            return self._pool.submit(_work, numbers)

    def months(self) -> int:
        return self._shared.months()

    def renew(self) -> None:
        """Start other workers in the place of those that are gone."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._new_pool()

    def close(self, *, stop: bool) -> None:
        """Wait until all workers have left."""
        if stop:
            self._shared.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _server() -> Any:
    """A way to start processes that is safe with threads: they are forked from a server where kernels are loaded.

    Mesa 3.3 sets the default to ``spawn`` when it is imported, which is why the default is not used.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["corredor.runs.preloaded"])
    return context


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back while a worker starts, until it ignores it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def clean_start() -> Iterator[None]:
    """Start workers whose libraries have one thread, and without the user's script.

    Python would run an unguarded script again in every worker, and so start the run again from there; nothing that a
    worker is sent comes from that script.
    """
    kept = {name: os.environ.get(name) for name in ONE_THREAD}
    script = sys.modules["__main__"]
    os.environ.update(ONE_THREAD)
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


_worker: list[tuple[bytes, _Shared]] = []


def _start_worker(sent: bytes, shared: _Shared) -> None:
    # Ctrl-C reaches every process of the terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker[:] = [(sent, shared)]


def _end_with_parent() -> None:
    """Leave when the parent is gone, even if it was killed and could not say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(numbers: Sequence[int]) -> Batch:
    sent, shared = _worker[0]
    try:
        return carry_out(unpacked(sent), numbers, shared)
    except Stopped:
        return Batch({}, 0.0)
