"""Who is served when: pieces of work in processes of their own, so many at a time, the least served person first."""

from __future__ import annotations

import asyncio
import heapq
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, Final

from corredor.runs.processes import clean_start

POLL_SECONDS: Final = 0.1
NICENESS: Final = 5
"""By how much work gives way that somebody has a picture of already; what is waited for does not."""


class WorkError(RuntimeError):
    """A piece of work failed; the message says what a person can do with it."""


class Cancelled(Exception):
    """The person who asked for it does not want it any more."""


class Ticket:
    """One person's wish, which can be taken back.

    Attributes:
        months: done in the piece that is being worked on.
    """

    def __init__(self) -> None:
        self.months = 0
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Stop what is being done, and do nothing more."""
        self._cancelled.set()

    def tell(self, months: int) -> None:
        """Note how far it is."""
        self.months = months


class Desk:
    """Hands out work to processes.

    Args:
        slots: how many at a time.
        seconds: longest that a piece may take.
    """

    def __init__(self, slots: int, seconds: float) -> None:
        self._free, self._seconds, self._count = slots, seconds, 0
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._context = _context()
        self._starting = threading.Lock()

    @property
    def waiting(self) -> int:
        """Pieces that nobody works on yet."""
        return sum(not turn.done() for _, _, turn in self._waiting)

    async def do(self, ticket: Ticket, served: int, function: Callable[..., Any], *arguments: Any) -> Any:
        """Have a function of ``corredor.app.work`` called in a process of its own.

        Args:
            ticket: whose wish it is.
            served: how much this person has had of this wish; the least is served first.
            function: takes ``tell`` and the arguments.
            arguments: plain data.

        Raises:
            Cancelled: if the ticket was.
            WorkError: if it failed, or took too long.
        """
        async with self._turn(ticket, served):
            if ticket.cancelled:
                raise Cancelled
            ticket.months = 0
            niceness = NICENESS if served > 0 else 0
            return await asyncio.to_thread(self._carry_out, ticket, niceness, function, arguments)

    @asynccontextmanager
    async def _turn(self, ticket: Ticket, served: int) -> AsyncIterator[None]:
        if self._free > 0 and not self.waiting:
            self._free -= 1
        else:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._count += 1
            heapq.heappush(self._waiting, (served, self._count, turn))
            await self._wait(ticket, turn)
        try:
            yield
        finally:
            self._leave()

    async def _wait(self, ticket: Ticket, turn: asyncio.Future[None]) -> None:
        """Wait for a turn, unless it is given up."""
        try:
            while not turn.done():
                if ticket.cancelled:
                    raise Cancelled
                await asyncio.wait({turn}, timeout=POLL_SECONDS)
        except (asyncio.CancelledError, Cancelled):
            if not turn.cancel():
                self._leave()
            raise

    def _leave(self) -> None:
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _carry_out(
        self, ticket: Ticket, niceness: int, function: Callable[..., Any], arguments: tuple[Any, ...]
    ) -> Any:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_entry, args=(theirs, niceness, function, arguments), daemon=True)
        with self._starting, clean_start():
            process.start()
        theirs.close()
        try:
            return self._listen(ours, ticket)
        finally:
            ours.close()
            # Whatever it had to say has been heard; taking a whole interpreter down by itself would only take time.
            process.kill()
            process.join()
            process.close()

    def _listen(self, ours: Connection, ticket: Ticket) -> Any:
        until = time.monotonic() + self._seconds
        while True:
            if ticket.cancelled:
                raise Cancelled
            if time.monotonic() > until:
                raise WorkError("seconds")
            if not ours.poll(POLL_SECONDS):
                continue
            try:
                what, value = ours.recv()
            except EOFError:
                raise (Cancelled if ticket.cancelled else WorkError("lost")) from None
            if what == "months":
                ticket.tell(value)
            elif what == "failed":
                # Whoever leaves takes the folder away under the work that is being stopped.
                raise Cancelled if ticket.cancelled else WorkError(value)
            else:
                return value


def _context() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["corredor.app.warm"])
    return context


def _entry(to: Connection, niceness: int, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    # Ctrl-C reaches every process of the terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(AttributeError, OSError):
        os.nice(niceness)

    def tell(what: str, value: Any) -> None:
        try:
            to.send((what, value))
        except OSError:
            os._exit(0)  # nobody waits for it any more

    try:
        result = function(lambda months: tell("months", months), *arguments)
    except Exception as error:
        traceback.print_exc()
        tell("failed", f"{type(error).__name__}: {error}")
    else:
        tell("done", result)
