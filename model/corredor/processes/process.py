"""What a process of the month is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from corredor.agents.world import World


class Process(ABC):
    """One unit of the month, with its own name, parameters, random streams and off switch.

    A process keeps private state on itself and hands the rest over through the blocks of ``World``. When it is off
    (``world.mechanisms.on(name)`` is false) the month skips ``step``, and what it last handed over stays as it was.
    """

    name: ClassVar[str]

    def __init__(self, world: World) -> None:
        """Set up state for month 0. Processes are built in the order of the month."""
        self.world = world

    @abstractmethod
    def step(self) -> None:
        """Compute ``world.month``."""

    def begin_year(self, year: int) -> None:  # noqa: B027 - most have nothing to take over
        """In January, before policies act: take over what has changed in the region with the year.

        Args:
            year: the calendar year that begins.
        """
