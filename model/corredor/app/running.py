"""What is run for a visitor, and what they see of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Final

from shiny import Inputs, Outputs, Session, reactive, render, ui

from corredor.app import answers
from corredor.app.choosing import Choosing, Draft
from corredor.app.desk import Cancelled, WorkError
from corredor.app.drafting import control_of, fingerprint, saved
from corredor.app.room import Digest
from corredor.app.situations import TEACHING
from corredor.app.visit import Job, Visit
from corredor.app.words import LANGUAGES, say

TELL_SECONDS: Final = 0.25
STILL_SECONDS: Final = 0.25
"""How long nothing may change before a run starts by itself, beyond what the browser waits while somebody types."""
LONGEST_NAME: Final = 40


@dataclass(frozen=True)
class Notice:
    """What is said below the button: the string that heads it, and lines from elsewhere."""

    key: str
    lines: tuple[str, ...] = ()


class Running:
    """Runs of one visitor.

    Args:
        visit: whose.
        choosing: what they have chosen.
        input: what the form says.
        output: where results are shown.
        session: of the browser.
    """

    def __init__(self, visit: Visit, choosing: Choosing, input: Inputs, output: Outputs, session: Session) -> None:
        self._visit, self._choosing, self._input, self._session = visit, choosing, input, session
        self._digest: reactive.Value[dict[str, Any] | None] = reactive.Value(None)
        self._notice: reactive.Value[Notice | None] = reactive.Value(None)
        self._held: reactive.Value[tuple[tuple[str, dict[str, Any]], ...]] = reactive.Value(())
        self._asked = self._asked_in = ""
        self._countries_offered: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._due: asyncio.Task[None] | None = None
        self._react()
        self._show(output)
        self._give(output)

    def _react(self) -> None:
        """What follows from a changed choice."""

        @reactive.effect
        def _changed() -> None:
            draft = self._choosing.draft()
            wanted = self._input.auto() and self._input.region() == TEACHING
            if self._due is not None:
                self._due.cancel()
            if draft is not None and wanted and draft.affordable and _order(draft) != self._asked:
                self._due = self._later(self._when_still(draft))

        @reactive.effect
        async def _elsewhere() -> None:
            """Numbers of one region do not stay beside the map of another."""
            region = str(self._input.region())
            with reactive.isolate():
                digest = self._digest()
            if digest is not None and digest["region"] != region:
                self._digest.set(None)
                self._asked = ""
                blank = {"share": 0, "key": "", "values": {}, "busy": False}
                await self._session.send_custom_message("standing", blank)

        self._obey()

    def _obey(self) -> None:
        """What buttons and files ask for."""

        @reactive.effect
        @reactive.event(self._input.run)
        def _run() -> None:
            draft = self._choosing.draft()
            if draft is None:
                return
            if draft.affordable:
                self._start(draft)
            else:
                self._notice.set(Notice("over"))

        @reactive.effect
        @reactive.event(self._input.cancel)
        def _cancel() -> None:
            if self._visit.job is not None:
                self._visit.job.ticket.cancel()

        @reactive.effect
        @reactive.event(self._input.hold)
        def _hold() -> None:
            self._hold()

        @reactive.effect
        @reactive.event(self._input.upload)
        async def _upload() -> None:
            await self._load(self._input.upload())

        @reactive.effect
        @reactive.event(self._input.too_large)
        def _too_large() -> None:
            self._notice.set(Notice("limit.bytes"))

    def _region(self) -> str:
        """The region that is chosen."""
        with reactive.isolate():
            return str(self._input.region())

    async def _when_still(self, draft: Draft) -> None:
        await asyncio.sleep(STILL_SECONDS)
        async with reactive.lock():
            self._start(draft)
            await reactive.flush()

    def _start(self, draft: Draft) -> None:
        self._asked, self._asked_in = _order(draft), self._region()
        self._notice.set(None)
        job = self._visit.begin(draft.plain, draft.pairs)
        self._later(self._visit.carry_out(job, self._changed))
        self._later(self._tell(job))

    async def _changed(self, job: Job) -> None:
        """Show what a job has come to, unless something else has been asked for since."""
        if job is not self._visit.job:
            return
        async with reactive.lock():
            if job.digest is not None and self._region() == self._asked_in:
                control = fingerprint(control_of(job.plain))
                self._digest.set({**job.digest, "control": control, "region": self._asked_in})
                await self._session.send_custom_message("film", _film(job.digest))
            if job.ended == "failed":
                self._notice.set(Notice("failed", tuple(job.problems)))
            if job.ended == "cancelled":
                self._asked = ""
            await reactive.flush()

    async def _tell(self, job: Job) -> None:
        """Say how far a job is, until it has ended."""
        while job is self._visit.job:
            key = f"standing.{job.ended or ('waiting' if not job.done and not job.ticket.months else 'running')}"
            told = {"share": job.share, "key": key, "values": {"done": job.done, "pairs": job.pairs}}
            await self._session.send_custom_message("standing", {**told, "busy": not job.ended})
            if job.ended:
                return
            await asyncio.sleep(TELL_SECONDS)

    def _hold(self) -> None:
        """Keep what is shown for comparison; the oldest goes where there are too many."""
        digest = self._digest()
        if digest is None:
            return
        held = self._held()
        name = (
            str(self._input.name()).strip()[:LONGEST_NAME]
            or f"{say(self._choosing.language, 'run.name')} {len(held) + 1}"
        )
        self._held.set((*held, (name, digest))[-self._visit.room.limits.kept :])

    async def _load(self, sent: Any) -> None:
        """Start from an uploaded scenario, or say what is wrong with it."""
        limits = self._visit.room.limits
        text, name = (str(sent.get(key, "")) for key in ("text", "name")) if isinstance(sent, dict) else ("", "")
        name = name[:LONGEST_NAME]
        if len(text.encode()) > limits.upload_bytes:
            self._notice.set(Notice("limit.bytes"))
            return
        scenario, wrong = await self._visit.check(text, name)
        if scenario is None:
            self._notice.set(Notice("wrong", tuple(wrong)))
            return
        broken = limits.exceeded(scenario)
        if broken is not None:
            self._notice.set(Notice("wrong", (say(self._choosing.language, broken[0], **broken[1]),)))
            return
        self._notice.set(None)
        self._choosing.bring(scenario, name)

    def _later(self, doing: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _show(self, output: Outputs) -> None:
        shown: dict[str, Callable[[str, dict[str, Any]], Any]] = {
            "scorecard": answers.scorecard,
            "corridors": answers.corridors,
            "series": lambda language, digest: answers.series(language, digest, str(self._input.series_of() or "")),
            "tree": answers.tree,
            "bearing": answers.bearing,
        }
        for name, answer in shown.items():
            self._show_answer(output, name, answer)

        @reactive.effect
        def _countries() -> None:
            digest = self._digest()
            if digest is not None:
                with reactive.isolate():
                    chosen = str(self._input.series_of() or "")
                offered = answers.countries(self._choosing.language, digest)
                if offered == self._countries_offered:
                    return  # whoever is choosing is left in peace
                self._countries_offered = offered
                ui.update_select("series_of", choices=offered, selected=chosen if chosen in offered else "")

        @output(id="compare")
        @render.ui
        def _compare() -> Any:
            return answers.comparison(self._choosing.language, self._held())

        @output(id="notice")
        @render.ui
        def _notice() -> Any:
            notice = self._notice()
            return None if notice is None else answers.problems(self._choosing.language, notice.key, notice.lines)

    def _show_answer(self, output: Outputs, name: str, answer: Callable[[str, dict[str, Any]], Any]) -> None:
        @output(id=name)
        @render.ui
        def _answer() -> Any:
            digest = self._digest()
            if digest is None:
                return ui.tags.p(say(self._choosing.language, "nothing"), class_="hint")
            return answer(self._choosing.language, digest)

    def _give(self, output: Outputs) -> None:
        @output(id="save")
        @render.download_button(filename="corredor-scenario.yaml", media_type="application/yaml")
        async def _save() -> AsyncIterator[str]:
            with reactive.isolate():
                draft, name = self._choosing.draft(), str(self._input.name()).strip()[:LONGEST_NAME]
            if draft is not None:
                yield await asyncio.to_thread(saved, draft.plain, name)

        @output(id="report")
        @render.download_button(filename="corredor-report.html", media_type="text/html")
        async def _report() -> AsyncIterator[bytes]:
            job = self._visit.job
            with reactive.isolate():
                language = self._choosing.language
            if job is None or not job.done:
                yield say(language, "report.none").encode()
                return
            try:
                file = await self._visit.report(job, language if language in LANGUAGES else "en")
            except (WorkError, Cancelled) as error:
                yield str(error).encode()
                return
            yield await asyncio.to_thread(file.read_bytes)


def _order(draft: Draft) -> str:
    """What is asked for: another order is another run."""
    return f"{fingerprint(draft.plain)} {draft.pairs}"


def _film(digest: Digest) -> dict[str, Any]:
    year, month = (int(part) for part in digest["start"].split("-"))
    return {
        **digest["films"],
        "start": 12 * year + month - 1,
        "months": digest["months"],
        "replicates": digest["replicates"],
    }
