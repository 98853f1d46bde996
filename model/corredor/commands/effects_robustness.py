"""``corredor effects --board LABEL=FILE …``: verdicts of several boards beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from corredor.commands.options import write_json

FLIPS = 3


def lay_beside(
    given: Sequence[str], page: Path | None, figures: Path | None, json_file: Path | None, *, quiet: bool
) -> int:
    """Read boards, write what flips, and return 3 if anything does.

    Args:
        given: ``LABEL=PATH`` each; the first is what others are held against.
        page: where to write it as Markdown.
        figures: folder of its figure, ``robustness.png``.
        json_file: where to write it as JSON.
        quiet: print nothing.

    Raises:
        FolderError: see ``corredor.effects.robustness.beside``.
    """
    from corredor.commands.tables import print_table
    from corredor.effects.robustness import beside
    from corredor.effects.robustness_page import draw, write_page
    from corredor.figures.style import save

    found = beside(given)
    drawn = None if figures is None else save(draw(found), figures / "robustness.png")
    if page is not None:
        command = f"corredor effects {' '.join(f'--board {_quoted(each)}' for each in given)} --page {page}"
        write_page(page, found, drawn, command + (f" --figures {figures}" if figures else ""))
    rows = found.rows()
    write_json(json_file, rows)
    if not quiet:
        print_table(
            [
                {"case": row["id"], **{label: row["verdicts"].get(label, "–") for label in found.boards}}
                | {"": "fragile" if row["fragile"] else ""}
                for row in rows
            ]
        )
        click.echo(f"\n{len(found.fragile)} of {len(found.cases)} flip")
    return FLIPS if found.fragile else 0


def _quoted(given: str) -> str:
    return f"'{given}'" if " " in given else given
