"""``corredor effects CASE --accounting FOLDER``: what carries an effect, and where it holds."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corredor.commands.options import INTERRUPTED
from corredor.runs.errors import FolderError

if TYPE_CHECKING:
    from corredor.effects.emergence.accounting import Accounting


@dataclass(frozen=True)
class Pages:
    """Where an accounting is written, and what of it."""

    pages: Path
    figures: Path | None
    parts: tuple[str, ...]

    def write(self, found: Accounting) -> Path:
        """The page of a case and its figures."""
        from corredor.effects.emergence.figures import figures_of
        from corredor.effects.emergence.page import write_page
        from corredor.figures.style import save

        name = found.case.name
        images = self.figures or self.pages
        drawn = {part: save(figure, images / f"{name}_{part}.png") for part, figure in figures_of(found).items()}
        path = self.pages / f"{name}.md"
        write_page(path, found, drawn, self._command(found))
        return path

    def _command(self, found: Accounting) -> str:
        """What to type to get the same page."""
        drawn = f" --figures {self.figures}" if self.figures else ""
        only = "".join(f" --part {part}" for part in self.parts)
        return (
            f"corredor effects {found.case.name} --accounting {self.pages}{drawn}{only} --pairs {found.pairs} "
            f"--resolution {found.resolution:g} --seed {found.seed}"
        )


def account_for(
    names: Sequence[str],
    where: Pages,
    *,
    out: Path | None,
    resume: bool,
    fast: bool,
    severity: int,
    quiet: bool,
    **how: Any,
) -> int:
    """Account for some cases, or all, and write their pages.

    Args:
        names: of cases; all if none is given.
        where: the pages go.
        out: folder of runs and numbers; temporary if not given.
        resume: go on with a folder that is there.
        fast: must not be asked for.
        severity: neither.
        quiet: say nothing of what is done.
        how: ``pairs``, ``resolution``, ``parameters``, ``seed`` and ``workers`` of ``account``.

    Raises:
        UnknownCase: if there is no case of a name.
        FolderError: if ``out`` is there and ``resume`` is false.
        UsageError: if an option is given that belongs to the board.
    """
    from corredor.effects.emergence.accounting import PARTS, account
    from corredor.effects.registry import cases
    from corredor.runs.ensemble import Interrupted

    if fast or severity:
        raise click.UsageError("--fast and --severity belong to the board — leave them out with --accounting")
    if out is not None and out.exists() and any(out.iterdir()) and not resume:
        raise FolderError(f"{out} is already there — --resume goes on with it, --out names another folder")
    given = {key: value for key, value in how.items() if value is not None}

    def told(what: str) -> None:
        if not quiet:
            click.echo(what, err=True)

    with ExitStack() as stack:
        folder = out or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="corredor-accounting-")))
        for case in cases(names):
            told(f"{case.name}: {case.title}")
            try:
                found = account(case, folder, parts=where.parts or PARTS, told=told, **given)
            except Interrupted as interruption:
                click.echo(str(interruption), err=True)
                return INTERRUPTED
            told(f"written: {where.write(found)}")
    return 0
