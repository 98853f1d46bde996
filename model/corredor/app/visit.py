"""One visitor: their folder, what is being run for them, and nobody else's."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from corredor.app import work
from corredor.app.desk import Cancelled, Ticket, WorkError
from corredor.app.drafting import Plain, as_text, control_of, fingerprint
from corredor.app.filming import film_path
from corredor.app.room import FIRST, LATER, Digest, Room, begun_folder
from corredor.scenario import ScenarioError
from corredor.scenario.scenario import Scenario


@dataclass
class Job:
    """A comparison that somebody has asked for.

    Attributes:
        plain: the scenario with the policies.
        pairs: replicates wanted.
        folders: of the control and of the run.
        months: of both sides of a pair together.
        done: pairs finished.
        digest: of these; see ``digest.digest``.
        problems: why it cannot be run.
        ended: ``done``, ``cancelled`` or ``failed``; empty while it lasts.
    """

    plain: Plain
    pairs: int
    folders: tuple[Path, Path]
    months: int = 0
    done: int = 0
    digest: Digest | None = None
    problems: list[str] = field(default_factory=list)
    ended: str = ""
    ticket: Ticket = field(default_factory=Ticket)

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        current = min(self.ticket.months / self.months, 1.0) if self.months else 0.0
        return min((self.done + current) / self.pairs, 1.0)


class Visit:
    """A visitor.

    Args:
        room: where.
        address: of their machine.
    """

    def __init__(self, room: Room, address: str = "") -> None:
        self.room, self.address = room, address
        self.folder = room.root / f"visit-{uuid4().hex}"
        self.folder.mkdir()
        self.job: Job | None = None
        self._turn = asyncio.Lock()
        self._reports = Ticket()
        self._reporting = asyncio.Lock()
        room.enter(address)

    def leave(self) -> None:
        """Stop everything and forget it."""
        self.room.leave(self.address)
        self._reports.cancel()
        if self.job is not None:
            self.job.ticket.cancel()
        shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self, plain: Plain, pairs: int) -> Job:
        """Take an order; what was asked for before is given up."""
        if self.job is not None:
            self.job.ticket.cancel()
        keys = [fingerprint(each) for each in (control_of(plain), plain)]
        self.job = Job(plain, pairs, (self.folder / keys[0], self.folder / keys[1]))
        return self.job

    async def carry_out(self, job: Job, changed: Callable[[Job], Awaitable[None]]) -> None:
        """Run pair after pair.

        Args:
            job: begun.
            changed: called after every pair, and when it has ended.
        """
        async with self._turn:
            try:
                await self._run(job, changed)
                job.ended = "done"
            except Cancelled:
                job.ended = "cancelled"
            except (ScenarioError, WorkError, OSError) as error:
                # Whoever leaves takes the folder away under the work that is being stopped.
                if job.ticket.cancelled:
                    job.ended = "cancelled"
                else:
                    self._fail(job, error)
        if not job.ticket.cancelled or job is self.job:
            await changed(job)

    def _fail(self, job: Job, error: ScenarioError | WorkError | OSError) -> None:
        if isinstance(error, OSError):
            raise error
        if isinstance(error, ScenarioError):
            job.problems = [str(problem) for problem in error.problems]
        else:
            job.problems = [str(error).replace(str(self.folder), "…")]
            for folder in job.folders:
                self._forget(folder)
        job.ended = "failed"

    async def _run(self, job: Job, changed: Callable[[Job], Awaitable[None]]) -> None:
        files = [folder.with_suffix(".json") for folder in job.folders]
        plains = (control_of(job.plain), job.plain)
        for plain, file, folder in zip(plains, files, job.folders, strict=True):
            scenario = await asyncio.to_thread(work.scenario_of, as_text(plain), file)
            job.months += scenario.months
            await self.room.fetch(folder.name, folder)
        sides = [(str(file), str(folder)) for file, folder in zip(files, job.folders, strict=True)]
        known = self.room.answer(job.folders[0].name, job.folders[1].name, job.pairs)
        if known is not None and all(folder.exists() for folder in job.folders):
            job.digest, job.done = known, job.pairs
            return
        for replicate in range(min(max(self._there(job) - 1, 0), job.pairs - 1), job.pairs):
            job.done = replicate
            job.digest = await self.room.desk.do(job.ticket, replicate, work.simulate, sides, replicate)
            job.done = replicate + 1
            job.ticket.months = 0
            await changed(job)
        for folder in job.folders:
            await self.room.keep(folder.name, folder)
        if job.digest is not None:
            self.room.answered(job.folders[0].name, job.folders[1].name, job.pairs, job.digest)
        self._tidy(job)

    def _there(self, job: Job) -> int:
        """How many pairs have been run before."""
        films = [[film_path(folder, k).exists() for folder in job.folders] for k in range(job.pairs)]
        return next((k for k, both in enumerate(films) if not all(both)), job.pairs)

    def _tidy(self, job: Job) -> None:
        files = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for file in files[self.room.limits.folders :]:
            if file.with_suffix("") not in job.folders:
                self._forget(file.with_suffix(""))

    def _forget(self, folder: Path) -> None:
        for path in (folder, begun_folder(folder), film_path(folder, 0).parent):
            shutil.rmtree(path, ignore_errors=True)
        folder.with_suffix(".json").unlink(missing_ok=True)

    async def check(self, text: str, shown: str) -> tuple[Scenario | None, list[str]]:
        """Read an uploaded scenario: the same reader and the same messages as ``corredor check``.

        Args:
            text: what the file says; it is data, and lies alone in a folder, so that it can extend nothing but what
                ships.
            shown: what its owner calls it.

        Returns:
            The scenario, or what is wrong.
        """
        file = self.folder / uuid4().hex / "scenario.yaml"
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
        try:
            found = await self.room.desk.do(Ticket(), FIRST, work.check, str(file), shown)
            if found["problems"]:
                return None, found["problems"]
            resolved = file.with_name("resolved.json")
            return await asyncio.to_thread(work.scenario_of, found["scenario"], resolved), []
        except WorkError as error:
            return None, [str(error)]
        finally:
            shutil.rmtree(file.parent, ignore_errors=True)

    async def report(self, job: Job, language: str) -> Path:
        """The report of what has been run of a job, as a file; copies are read, so that other runs can go on.

        Args:
            job: of which anything has been run.
            language: of the report.

        Raises:
            WorkError: if it cannot be written.
        """
        async with self._reporting:
            return await self._report(job, language)

    async def _report(self, job: Job, language: str) -> Path:
        out = self.folder / f"report-{uuid4().hex}"
        out.mkdir()
        copies = out / "without", out / "with"
        async with self._turn:
            for folder, copy in zip(job.folders, copies, strict=True):
                await asyncio.to_thread(shutil.copytree, folder, copy)
        return Path(await self.room.desk.do(self._reports, LATER, work.report, *map(str, copies), str(out), language))
