"""Rows that show an outcome beside its documented band, with cuts and placebos, each row on its own scale."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import SubFigure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from corredor.effects.case import Outcome
from corredor.effects.judging import Finding, Verdict
from corredor.effects.rules import Summary
from corredor.figures import style
from corredor.figures.wording import number

FULL: Final = style.OKABE_ITO["blue"]
CUT: Final = style.OKABE_ITO["vermillion"]
PLACEBO: Final = style.COLOURS["control"]
BAND: Final = "#cfe3d6"
WIDTHS: Final = (3.6, 4.0, 2.9)
"""Of names, marks and numbers."""
KEY_INCHES: Final = 0.4
"""Height of the strip with the key."""
MARGIN: Final = 0.08
"""Room on both sides of a row, as a share of its width."""


@dataclass(frozen=True)
class Row:
    """One judged outcome with what stands beside it."""

    verdict: Verdict
    outcome: Outcome
    found: Finding
    cuts: tuple[Finding, ...]
    placebos: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """The outcome, its cuts and its placebos."""
        return all(f.holds is not False for f in (self.found, *self.cuts, *self.placebos))

    def scale(self) -> tuple[float, float]:
        """Lowest and highest value that is drawn."""
        summaries = [f.summary for f in (self.found, *self.cuts, *self.placebos)]
        values = [v for s in summaries for v in (s.median, s.low, s.high) if math.isfinite(v)]
        values += [self.outcome.null, *(v for v in self.band if v is not None)]
        low, high = min(values), max(values)
        return (low, high) if high > low else (low - 1.0, low + 1.0)

    @property
    def band(self) -> tuple[float | None, float | None]:
        """The documented band, as far as there is one."""
        return self.outcome.rule.band if self.outcome.rule is not None else (None, None)


def rows_of(verdict: Verdict) -> list[Row]:
    """The outcomes of a case on which its verdict rests."""
    rows = [
        Row(
            verdict,
            outcome,
            found,
            tuple(c for c in verdict.cuts if c.outcome == outcome.name),
            tuple(p for p in verdict.placebos if p.outcome == outcome.name),
        )
        for outcome, found in zip(verdict.case.outcomes, verdict.outcomes, strict=True)
    ]
    return [row for row in rows if row.outcome.rule is not None or row.cuts or row.placebos]


@dataclass(frozen=True)
class Columns:
    """Three axes beside one another: names, marks, numbers."""

    names: Axes
    marks: Axes
    numbers: Axes


def columns(figure: SubFigure) -> Columns:
    """Axes of fixed widths, whatever is written in them."""
    axes = figure.subplots(1, 3, width_ratios=WIDTHS)
    for one in axes:
        one.set_xlim(0.0, 1.0)
        one.set_xticks([])
        one.set_yticks([])
        for spine in one.spines.values():
            spine.set_visible(False)
    return Columns(*axes)


def draw_rows(axes: Columns, rows: Sequence[Row], *, with_case: bool) -> None:
    """Rows from top to bottom, each scaled to the width of the marks; numbers stand on the right.

    Args:
        axes: empty.
        rows: what is shown.
        with_case: whether the name of the case stands over its first row.
    """
    for one in (axes.names, axes.marks, axes.numbers):
        one.set_ylim(len(rows) - 0.45, -0.6)
    first = {row.verdict.case.name: y for y, row in reversed([*enumerate(rows)])}
    for y, row in enumerate(rows):
        _draw_row(axes.marks, y, row)
        named = with_case and first[row.verdict.case.name] == y
        _write(
            axes.names, 1.0, y + 0.13 * named, f"{row.outcome.name} ({row.outcome.unit})", 46, ha="right", fontsize=9.0
        )
        if named:
            case = row.verdict.case.name.replace("_", " ")
            _write(axes.names, 1.0, y - 0.3, case, 60, ha="right", fontsize=10.5, fontweight="bold")
            for one in (axes.names, axes.marks, axes.numbers):
                one.axhline(y - 0.5, color=style.HAIRLINE, linewidth=0.7)
        _numbers(axes.numbers, y, row)


def key(figure: SubFigure) -> None:
    """What the marks mean, in a strip of its own."""
    handles: list[Artist] = [
        Patch(color=BAND, label="documented"),
        Line2D([], [], color=FULL, marker="o", label="simulated"),
        Line2D([], [], color=CUT, marker="D", markerfacecolor="white", label="without the mediator"),
        Line2D([], [], color=PLACEBO, marker="s", markerfacecolor="white", label="placebo"),
        Line2D([], [], color=style.INK, linewidth=1.0, label="no effect"),
    ]
    figure.legend(handles=handles, loc="center", ncols=5, fontsize=10.0)


def _draw_row(axes: Axes, y: float, row: Row) -> None:
    low, high = row.scale()

    def place(value: float) -> float:
        return MARGIN + (1.0 - 2.0 * MARGIN) * (value - low) / (high - low)

    bottom, top = row.band
    if row.band != (None, None):
        left = 0.0 if bottom is None else place(bottom)
        right = 1.0 if top is None else place(top)
        axes.fill_between([left, right], y - 0.38, y + 0.38, color=BAND, linewidth=0)
    axes.plot([place(row.outcome.null)] * 2, [y - 0.38, y + 0.38], color=style.INK, linewidth=1.0)
    marks = [(row.found, FULL, "o", FULL)]
    marks += [(c, CUT, "D", "white") for c in row.cuts]
    marks += [(p, PLACEBO, "s", "white") for p in row.placebos]
    offsets = [(k - (len(marks) - 1) / 2) * 0.22 for k in range(len(marks))]
    for (found, colour, marker, face), offset in zip(marks, offsets, strict=True):
        summary = found.summary
        if math.isfinite(summary.low):
            axes.plot([place(summary.low), place(summary.high)], [y + offset] * 2, color=colour, linewidth=1.8)
        if math.isfinite(summary.median):
            axes.plot(
                place(summary.median), y + offset, marker, color=colour, markerfacecolor=face, markersize=5.5, zorder=4
            )


def _numbers(axes: Axes, y: float, row: Row) -> None:
    colour = style.OKABE_ITO["green"] if row.holds else CUT
    _write(axes, 0.0, y, "✓" if row.holds else "✗", 2, fontsize=12.0, fontweight="bold", color=colour)
    asked = row.outcome.rule.text.replace("-", "−") if row.outcome.rule is not None else "what the cut says"
    _write(axes, 0.09, y - 0.18, told(row.found.summary), 60, fontsize=9.0)
    _write(axes, 0.09, y + 0.18, shortened(f"asked: {asked}", 42), 60, fontsize=8.5)


def _write(axes: Axes, x: float, y: float, words: str, width: int, **how: Any) -> None:
    """Text that takes no part in the layout, so that widths stay as they are."""
    text = axes.text(x, y, textwrap.fill(words, width), va="center", linespacing=1.1, **how)
    text.set_in_layout(False)


def shortened(words: str, most: int) -> str:
    """The words, cut off where they would be too long."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def told(summary: Summary) -> str:
    """Median and interval, in words."""
    if not math.isfinite(summary.low):
        return number(summary.median)
    return f"{number(summary.median)} [{number(summary.low)}, {number(summary.high)}]"
