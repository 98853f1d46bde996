"""Work is done elsewhere, can be taken back, and is shared out fairly."""

from __future__ import annotations

import asyncio
import os
import time

import chores
import pytest

from corredor.app.desk import Cancelled, Desk, Ticket, WorkError


@pytest.fixture(scope="module", autouse=True)
def _workers_are_forked_from_a_server_that_is_warm() -> None:
    asyncio.run(Desk(1, 120.0).do(Ticket(), 0, chores.add, 0, 0))


def test_what_a_worker_returns_comes_back() -> None:
    assert asyncio.run(Desk(1, 30.0).do(Ticket(), 0, chores.add, 1, 2)) == 3


def test_what_is_cancelled_stops_at_once_and_the_next_is_served() -> None:
    async def visit() -> float:
        desk, ticket = Desk(1, 30.0), Ticket()
        long = asyncio.create_task(desk.do(ticket, 0, chores.sleep, 20.0))
        while not ticket.months:
            await asyncio.sleep(0.02)
        began = time.monotonic()
        ticket.cancel()
        with pytest.raises(Cancelled):
            await long
        assert await desk.do(Ticket(), 0, chores.add, 1, 1) == 2
        return time.monotonic() - began

    assert asyncio.run(visit()) < 8.0


def test_whoever_waits_for_a_turn_can_give_it_up_at_once() -> None:
    async def queue() -> float:
        desk, first, waiting = Desk(1, 30.0), Ticket(), Ticket()
        long = asyncio.create_task(desk.do(first, 0, chores.sleep, 20.0))
        await asyncio.sleep(0.01)
        next_ = asyncio.create_task(desk.do(waiting, 0, chores.add, 0, 0))
        await asyncio.sleep(0.01)
        began = time.monotonic()
        waiting.cancel()
        with pytest.raises(Cancelled):
            await next_
        took = time.monotonic() - began
        first.cancel()
        with pytest.raises(Cancelled):
            await long
        assert desk.waiting == 0
        assert await desk.do(Ticket(), 0, chores.add, 2, 2) == 4
        return took

    assert asyncio.run(queue()) < 1.0


def test_work_that_takes_too_long_is_ended() -> None:
    with pytest.raises(WorkError, match="seconds"):
        asyncio.run(Desk(1, 0.5).do(Ticket(), 0, chores.sleep, 20.0))


def test_a_worker_that_fails_says_why_and_one_that_vanishes_is_noticed() -> None:
    desk = Desk(1, 30.0)
    with pytest.raises(WorkError, match="as it should"):
        asyncio.run(desk.do(Ticket(), 0, chores.fail))
    with pytest.raises(WorkError, match="lost"):
        asyncio.run(desk.do(Ticket(), 0, chores.vanish))


def test_whoever_has_had_least_is_served_first() -> None:
    async def queue() -> list[str]:
        desk, order = Desk(1, 30.0), []

        async def ask(name: str, served: int) -> None:
            await desk.do(Ticket(), served, chores.add, 0, 0)
            order.append(name)

        asked = [asyncio.create_task(ask("at work", 0))]
        await asyncio.sleep(0.01)
        wishes = (("third of one", 2), ("first of another", 0), ("second of one", 1))
        asked += [asyncio.create_task(ask(*wish)) for wish in wishes]
        await asyncio.gather(*asked)
        return order

    assert asyncio.run(queue()) == ["at work", "first of another", "second of one", "third of one"]


def test_the_server_is_not_held_up_while_somebody_works() -> None:
    async def beats() -> int:
        desk, ticket, count = Desk(1, 30.0), Ticket(), 0
        work = asyncio.create_task(desk.do(ticket, 0, chores.sleep, 1.0))
        while not work.done():
            await asyncio.sleep(0.02)
            count += 1
        return count

    assert asyncio.run(beats()) > 15


def test_what_is_waited_for_gives_way_to_nobody_and_the_rest_does() -> None:
    own = os.nice(0)
    first, later = (asyncio.run(Desk(1, 30.0).do(Ticket(), served, chores.gives_way_by)) for served in (0, 1))
    assert first == own
    assert later > own
