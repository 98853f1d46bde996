"""Work: numbered pieces that do not depend on one another, and what comes back of each."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

T = TypeVar("T")
Result = TypeVar("Result", covariant=True)


class Stopped(Exception):
    """The run was interrupted; this piece is left unfinished."""


class Monitor(Protocol):
    """Where a worker says that a month is over."""

    def month_done(self) -> None:
        """Count a month.

        Raises:
            Stopped: if the run was interrupted.
        """


@dataclass(frozen=True)
class Failure:
    """A piece of work that failed.

    Attributes:
        number: of the replicate, or of the run of a study.
        seed: the model's seed.
        reason: the error in one line.
        trace: where it happened.
        disk_full: true if there was no room left.
    """

    number: int
    seed: int
    reason: str
    trace: str = ""
    disk_full: bool = False


class Work(Protocol[Result]):
    """What can be sent to another process once, and then carried out there number by number."""

    @property
    def months(self) -> int:
        """Months of each piece."""

    def seed(self, number: int) -> int:
        """Seed of the model of a piece."""

    def warm(self) -> None:
        """Load in this process what all pieces need, so that workers forked from it have it."""

    def do(self, number: int, monitor: Monitor) -> Result | Failure:
        """Carry out one piece; an error in it must not lose the others.

        Raises:
            Stopped: if the monitor says so.
        """


def attempt(number: int, seed: int, action: Callable[[], T]) -> T | Failure:
    """What an action returns, or what went wrong.

    Raises:
        Stopped: if the action was stopped.
    """
    try:
        return action()
    except Stopped:
        raise
    except Exception as error:
        return Failure(number, seed, f"{type(error).__name__}: {error}", traceback.format_exc(), disk_full(error))


def disk_full(error: BaseException) -> bool:
    """Whether an error says that there is no room left."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
