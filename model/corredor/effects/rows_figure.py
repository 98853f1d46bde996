"""Rows that show an outcome beside its documented band, with cuts and placebos, each row on its own scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
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
        return bool(self.found.holds) and all(f.holds for f in (*self.cuts, *self.placebos))

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
    """The judged outcomes of a case."""
    return [
        Row(
            verdict,
            outcome,
            found,
            tuple(c for c in verdict.cuts if c.outcome == outcome.name),
            tuple(p for p in verdict.placebos if p.outcome == outcome.name),
        )
        for outcome, found in zip(verdict.case.outcomes, verdict.outcomes, strict=True)
        if outcome.rule is not None
    ]


def draw_rows(axes: Axes, rows: Sequence[Row], *, with_case: bool) -> None:
    """Rows from top to bottom, each scaled to the width of the axes; numbers stand on the right.

    Args:
        axes: empty.
        rows: what is shown.
        with_case: whether the name of the case stands over its first row.
    """
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(rows) - 0.45, -0.75)
    axes.set_xticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    for y, row in enumerate(rows):
        _draw_row(axes, y, row)
    first = {row.verdict.case.name: y for y, row in reversed([*enumerate(rows)])}
    if with_case:
        for name, y in first.items():
            if y:
                axes.axhline(y - 0.52, color=style.HAIRLINE, linewidth=0.7)
            axes.annotate(
                name.replace("_", " "),
                (-0.02, y - 0.24),
                xycoords=("axes fraction", "data"),
                ha="right",
                va="center",
                fontsize=10.5,
                fontweight="bold",
                annotation_clip=False,
            )
    axes.set_yticks([])
    for y, row in enumerate(rows):
        drop = 0.16 if with_case else 0.0
        axes.annotate(
            f"{row.outcome.name} ({row.outcome.unit})",
            (-0.02, y + drop),
            xycoords=("axes fraction", "data"),
            ha="right",
            va="center",
            fontsize=9.5,
            annotation_clip=False,
        )
        _numbers(axes, y, row)


def key(axes: Axes, *, y: float) -> None:
    """What the marks mean, above the axes."""
    handles = [
        Patch(color=BAND, label="documented"),
        Line2D([], [], color=FULL, marker="o", label="simulated"),
        Line2D([], [], color=CUT, marker="D", markerfacecolor="white", label="without the mediator"),
        Line2D([], [], color=PLACEBO, marker="s", markerfacecolor="white", label="placebo"),
        Line2D([], [], color=style.INK, linewidth=1.0, label="no effect"),
    ]
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(-0.35, y), ncols=5, fontsize=10.0, columnspacing=1.2)


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
    mark = "✓" if row.holds else "✗"
    asked = row.outcome.rule.text if row.outcome.rule is not None else ""
    axes.annotate(
        mark,
        (1.02, y),
        xycoords=("axes fraction", "data"),
        ha="left",
        va="center",
        fontsize=12.0,
        fontweight="bold",
        color=style.OKABE_ITO["green"] if row.holds else CUT,
        annotation_clip=False,
    )
    axes.annotate(
        f"{told(row.found.summary)}\nasked: {asked}".replace("-", "−"),
        (1.06, y),
        xycoords=("axes fraction", "data"),
        ha="left",
        va="center",
        fontsize=8.5,
        color=style.INK,
        annotation_clip=False,
        linespacing=1.25,
    )


def told(summary: Summary) -> str:
    """Median and interval, in words."""
    if not math.isfinite(summary.low):
        return number(summary.median)
    return f"{number(summary.median)} [{number(summary.low)}, {number(summary.high)}]"
