"""Boards beside one another as a page in Markdown and as a figure."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

import corredor
from corredor.effects.log import commit
from corredor.effects.registry import NAMES, case_of
from corredor.effects.robustness import Robustness, Standing
from corredor.figures import style


def write_page(path: Path, found: Robustness, figure: Path | None, command: str) -> None:
    """Write the page.

    Args:
        path: of the page.
        found: the boards.
        figure: file of the figure, if it was drawn.
        command: with which it was made, to be printed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    image = None if figure is None else os.path.relpath(figure, path.parent)
    path.write_text(page(found, image, command), encoding="utf-8")


def page(found: Robustness, image: str | None, command: str) -> str:
    """The page as text: every verdict on every board, then what flips."""
    labels = list(found.boards)
    lines = [
        "# Do the verdicts hold at other resolutions and seeds?",
        "",
        f"Date {dt.date.today()}, corredor {corredor.__version__}, commit {commit() or 'unknown'}. Simulated, not a "
        "forecast.",
        "",
        "```",
        command,
        "```",
        "",
        f"**{len(found.fragile)} of {len(found.cases)} cases are fragile**: their verdict on '{found.first}' is not "
        "that of every other board.",
    ]
    if found.mixed:
        lines += ["", f"Boards differ in {' and '.join(found.mixed)}, so that a flip may be due to that."]
    if image is not None:
        lines += ["", f"![Verdicts on every board]({image})"]
    lines += ["", f"| case | {' | '.join(labels)} | |", f"|---|{'---|' * len(labels)}---|"]
    lines += [_row(found, case) for case in found.cases]
    counts = [f"{sum(s.reproduced for s in board.values())} of {len(board)}" for board in found.boards.values()]
    lines += [f"| **reproduced** | {' | '.join(counts)} | |", "", "## What flips", ""]
    lines += [
        f"- `{case}` on '{flip.board}': {'; '.join(flip.turned) or 'nothing by itself'}."
        for case in found.fragile
        for flip in found.flips(case)
    ] or ["Nothing."]
    return "\n".join(lines) + "\n"


def _row(found: Robustness, case: str) -> str:
    cells = [_cell(board.get(case)) for board in found.boards.values()]
    return f"| {_marked(case)}`{case}` | {' | '.join(cells)} | {'**fragile**' if case in found.fragile else ''} |"


def _cell(standing: Standing | None) -> str:
    if standing is None:
        return "–"
    seed = "" if standing.seed is None else f", seed {standing.seed}"
    return f"{'✓' if standing.reproduced else '✗'} ({standing.resolution:g}°, {standing.pairs}{seed})"


def _marked(case: str) -> str:
    return "● " if case in NAMES and case_of(case).marked else ""


def draw(found: Robustness) -> Figure:
    """A row for each case, a column for each board; fragile cases in bold."""
    labels, cases = list(found.boards), list(found.cases)
    with style.house():
        figure = style.new_figure(1.9 + 0.34 * len(cases))
        axes = figure.subplots()
        for y, case in enumerate(cases):
            _draw_case(axes, y, [found.boards[label].get(case) for label in labels])
        axes.set_yticks(
            range(len(cases)), [f"{_marked(case)}{case.replace('_', ' ')}" for case in cases], fontsize=10.5
        )
        for tick, case in zip(axes.get_yticklabels(), cases, strict=True):
            tick.set_fontweight("bold" if case in found.fragile else "normal")
        axes.set_xticks(range(len(labels)), labels, fontsize=10.5, rotation=30, ha="left")
        axes.xaxis.tick_top()
        axes.set_xlim(-0.6, len(labels) - 0.4)
        axes.set_ylim(len(cases) - 0.4, -0.6)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return style.finish(
            figure,
            f"Verdicts on every board: {len(found.fragile)} of {len(cases)} cases are fragile",
            f"Boards: {', '.join(labels)}. Fragile: {', '.join(found.fragile) or 'none'}.",
            note="✓ reproduced, ✗ falls short; in bold: the verdict flips",
        )


def _draw_case(axes: Axes, y: int, standings: list[Standing | None]) -> None:
    for x, standing in enumerate(standings):
        if standing is None:
            axes.text(x, y, "–", ha="center", va="center", color=style.MUTED)
            continue
        colour = style.OKABE_ITO["green" if standing.reproduced else "vermillion"]
        axes.text(x, y, "✓" if standing.reproduced else "✗", ha="center", va="center", color=colour, fontweight="bold")
