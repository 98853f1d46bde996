"""Work for the desk that is over at once, or never; in a module, because workers import what they are asked to do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

Tell = Callable[[int], None]


def add(tell: Tell, one: int, other: int) -> int:
    tell(1)
    return one + other


def sleep(tell: Tell, seconds: float) -> None:
    """Tells ten times a second."""
    for tenth in range(int(10 * seconds)):
        tell(tenth)
        time.sleep(0.1)


def fail(tell: Tell) -> None:
    raise ValueError("as it should")


def vanish(tell: Tell) -> None:
    os._exit(1)


def gives_way_by(tell: Tell) -> int:
    return os.nice(0)
