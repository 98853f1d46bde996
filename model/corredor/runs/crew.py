"""Who does the work: one small interface, the shape of ``concurrent.futures``, behind which every executor stands."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

from corredor.runs.work import Monitor, Work


@dataclass(frozen=True)
class Batch:
    """What came back of some pieces of work.

    Attributes:
        results: by number, what the work returned, or its failure.
        seconds: how long they took together.
    """

    results: dict[int, Any]
    seconds: float


class Crew(Protocol):
    """Workers in this process, in others of this machine, or on other machines."""

    @property
    def in_flight(self) -> int:
        """How many batches are handed over at a time, so that nobody waits for the next one."""

    @property
    def largest(self) -> int:
        """Most pieces in a batch."""

    @property
    def lost(self) -> tuple[type[BaseException], ...]:
        """What a future raises when the worker that had it is gone."""

    def submit(self, numbers: Sequence[int]) -> Future[Batch]:
        """Hand over some pieces."""

    def months(self) -> int | None:
        """Months computed so far, if the workers say."""

    def renew(self) -> None:
        """Go on after workers were lost."""

    def close(self, *, stop: bool) -> None:
        """Let the workers go; with ``stop`` between two months, with what they are doing unfinished."""


class Silent:
    """A monitor that counts nothing."""

    def month_done(self) -> None: ...


_SILENT: Final = Silent()


def carry_out(work: Work[Any], numbers: Sequence[int], monitor: Monitor = _SILENT) -> Batch:
    """Do some pieces of work, one after the other.

    Raises:
        Stopped: if the monitor says so.
    """
    started = time.perf_counter()
    results = {number: work.do(number, monitor) for number in numbers}
    return Batch(results, time.perf_counter() - started)


class Alone:
    """One worker: this process.

    Args:
        work: what is done.
        on_month: told after each month how many have been computed.
    """

    in_flight = largest = 1
    lost: tuple[type[BaseException], ...] = ()

    def __init__(self, work: Work[Any], on_month: Callable[[int], None]) -> None:
        self._work, self._on_month, self._months = work, on_month, 0

    def month_done(self) -> None:
        """Count a month."""
        self._months += 1
        self._on_month(self._months)

    def submit(self, numbers: Sequence[int]) -> Future[Batch]:
        """Do it now."""
        done: Future[Batch] = Future()
        done.set_result(carry_out(self._work, numbers, self))
        return done

    def months(self) -> int:
        return self._months

    def renew(self) -> None: ...

    def close(self, *, stop: bool) -> None: ...


def packed(work: Work[Any]) -> bytes:
    """Work as it is sent to other processes: bytes that differ every time, because workers keep what they unpack."""
    return pickle.dumps((os.getpid(), time.time_ns(), work))


@lru_cache(maxsize=4)
def unpacked(sent: bytes) -> Work[Any]:
    """The work in the process of a worker, which keeps it for the next numbers."""
    work: Work[Any] = pickle.loads(sent)[-1]
    return work
