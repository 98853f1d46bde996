"""What all visitors share: the desk, prices, and runs that are finished and never change."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from corredor.app import work
from corredor.app.costing import PriceList
from corredor.app.desk import Desk, Ticket
from corredor.app.drafting import Plain, as_text, fingerprint
from corredor.app.filming import film_path
from corredor.app.limits import Limits

Digest = Mapping[str, Any]
"""See ``digest.digest``; never changed."""
MOST_FINISHED: Final = 24
FIRST: Final = -1
"""Of what is short and waited for, such as a check: served before any run."""
LATER: Final = 2
"""Of what is long: served after every first pair."""


class Room:
    """A room that is open.

    Args:
        limits: what it accepts.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.desk = Desk(limits.slots, limits.task_seconds)
        self.root = Path(tempfile.mkdtemp(prefix="corredor-app-"))
        self._visitors: Counter[str] = Counter()
        self._prices: dict[str, asyncio.Task[PriceList]] = {}
        self._finished = self.root / "finished"
        self._answers: dict[tuple[str, str, int], Digest] = {}

    @property
    def visitors(self) -> int:
        """How many people are here."""
        return self._visitors.total()

    def is_full_for(self, address: str) -> bool:
        """Whether nobody more can come in from an address: none takes more than half of the places."""
        most = self.limits.sessions
        return self.visitors >= most or self._visitors[address] >= (most + 1) // 2

    def enter(self, address: str) -> None:
        """Somebody comes in."""
        self._visitors[address] += 1

    def leave(self, address: str) -> None:
        """Somebody goes."""
        self._visitors[address] -= 1

    def close(self) -> None:
        """Forget everything."""
        shutil.rmtree(self.root, ignore_errors=True)

    async def prices(self, control: Plain) -> PriceList:
        """What policies cost in a situation; asked once.

        Raises:
            WorkError: if the situation cannot be run.
        """
        key = fingerprint(control)
        if key not in self._prices:
            file = self.root / "prices" / f"{key}.json"
            await asyncio.to_thread(work.scenario_of, as_text(control), file)
            self._prices[key] = asyncio.create_task(self.desk.do(Ticket(), FIRST, work.quote, str(file)))
        return await asyncio.shield(self._prices[key])

    async def fetch(self, key: str, folder: Path) -> None:
        """Copy a finished run to a visitor's folder, if there is one and the visitor has none."""
        if not folder.exists() and (self._finished / key).is_dir():
            # What was begun of it and given up would be in the way of the whole.
            shutil.rmtree(begun_folder(folder), ignore_errors=True)
            await asyncio.to_thread(_copy, self._finished / key / "run", folder)

    async def keep(self, key: str, folder: Path) -> None:
        """Keep a copy of a finished run for whoever wants the same; a run follows from its scenario alone."""
        if not (self._finished / key).exists():
            await asyncio.to_thread(self._keep, key, folder)

    def answer(self, control: str, run: str, pairs: int) -> Digest | None:
        """What somebody has been told of the same two scenarios and as many pairs."""
        return self._answers.get((control, run, pairs))

    def answered(self, control: str, run: str, pairs: int, digest: Digest) -> None:
        """Remember what somebody has been told; the oldest is forgotten."""
        self._answers[control, run, pairs] = digest
        while len(self._answers) > MOST_FINISHED:
            del self._answers[next(iter(self._answers))]

    def _keep(self, key: str, folder: Path) -> None:
        begun = self.root / f"keeping-{uuid4().hex}"
        begun.mkdir()
        _copy(folder, begun / "run")
        self._finished.mkdir(exist_ok=True)
        if (self._finished / key).exists():
            shutil.rmtree(begun)
            return
        begun.rename(self._finished / key)
        oldest = sorted(self._finished.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in oldest[:-MOST_FINISHED]:
            shutil.rmtree(path, ignore_errors=True)


def begun_folder(folder: Path) -> Path:
    """Where a run folder is written until it is whole."""
    return folder.with_name(f".{folder.name}.partial")


def _copy(run: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(film_path(run, 0).parent, film_path(to, 0).parent, dirs_exist_ok=True)
    shutil.copytree(run, to)
