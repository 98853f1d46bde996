"""One visitor's runs, without a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from corredor.app.drafting import Choice, Plain, portfolio
from corredor.app.limits import Limits
from corredor.app.room import Room, begun_folder
from corredor.app.situations import TEACHING, base_of
from corredor.app.visit import Job, Visit

BASE = base_of(TEACHING, "two_corridors_control")


@pytest.fixture
def room() -> Iterator[Room]:
    opened = Room(Limits(slots=1))
    yield opened
    opened.close()


def wish(intensity: float) -> Plain:
    return portfolio(BASE, 1, 1, [Choice("interdiction_surge", "corridor:caribbean", 1990, 1990, intensity)], ())


async def told(job: Job) -> None:
    """Nobody looks."""


def test_who_asks_for_what_somebody_has_run_is_handed_it(room: Room) -> None:
    async def both() -> tuple[Job, Job]:
        one, other = Visit(room), Visit(room)
        first = one.begin(wish(3.0), 1)
        await one.carry_out(first, told)
        second = other.begin(wish(3.0), 1)
        await other.carry_out(second, told)
        assert one.folder != other.folder
        assert all(folder.parent == other.folder and folder.exists() for folder in second.folders)
        return first, second

    first, second = asyncio.run(both())
    assert (first.ended, second.ended) == ("done", "done")
    assert second.digest == first.digest
    assert second.ticket.months == 0


def test_what_was_begun_and_given_up_is_not_in_the_way_of_what_somebody_has_run(room: Room) -> None:
    async def both() -> Job:
        one, other = Visit(room), Visit(room)
        await one.carry_out(one.begin(wish(3.0), 1), told)
        second = other.begin(wish(4.0), 1)
        begun = begun_folder(second.folders[0])
        begun.mkdir()
        (begun / "manifest.json").write_text("{}", encoding="utf-8")
        await other.carry_out(second, told)
        return second

    second = asyncio.run(both())
    assert (second.ended, second.problems) == ("done", [])


def test_a_new_wish_takes_the_place_of_the_old_one(room: Room) -> None:
    async def two() -> tuple[Job, Job]:
        visit = Visit(room)
        first = visit.begin(wish(3.0), 1)
        running = asyncio.create_task(visit.carry_out(first, told))
        await asyncio.sleep(0.05)
        second = visit.begin(wish(4.0), 1)
        await asyncio.gather(running, visit.carry_out(second, told))
        return first, second

    first, second = asyncio.run(two())
    assert (first.ended, second.ended) == ("cancelled", "done")


def test_who_leaves_leaves_nothing_behind(room: Room) -> None:
    async def come_and_go() -> Visit:
        visit = Visit(room)
        job = visit.begin(wish(3.0), 1)
        running = asyncio.create_task(visit.carry_out(job, told))
        await asyncio.sleep(0.05)
        visit.leave()
        await asyncio.gather(running, return_exceptions=True)
        assert job.ended == "cancelled"
        return visit

    visit = asyncio.run(come_and_go())
    assert room.visitors == 0
    assert not any(visit.folder.glob("*.parquet"))


def test_what_is_uploaded_is_data_and_says_what_is_wrong(room: Room) -> None:
    async def check(text: str) -> tuple[object, list[str]]:
        return await Visit(room).check(text, "mine.yaml")

    scenario, wrong = asyncio.run(check("corredor: 1\nname: Fine\nextends: two_corridors\n"))
    assert scenario is not None
    assert wrong == []
    for text, said in (
        ("corredor: 1\nname: Reads\nextends: ../../secret.yaml\n", "leads out of this folder"),
        ("corredor: 1\nname: Itself\nextends: scenario.yaml\n", "goes round in a circle"),
        ("!!python/object/apply:os.system ['true']\n", "a scenario is plain data"),
        ("corredor: 1\nname: [\n", "never closed"),
    ):
        scenario, wrong = asyncio.run(check(text))
        assert scenario is None
        assert any(said in line and line.startswith("mine.yaml:") for line in wrong), wrong


def test_nobody_fills_the_room_alone() -> None:
    async def fill() -> None:
        room = Room(Limits(sessions=4))
        visits = [Visit(room, "one") for _ in range(2)]
        assert room.is_full_for("one")
        assert not room.is_full_for("other")
        visits += [Visit(room, "other") for _ in range(2)]
        assert room.is_full_for("a third")
        visits[0].leave()
        assert not room.is_full_for("one")
        room.close()

    asyncio.run(fill())
