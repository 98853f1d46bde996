"""All cases side by side: documented bands and simulated intervals, cuts and placebos, in two groups."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from corredor.effects.judging import Verdict
from corredor.effects.rows_figure import KEY_INCHES, columns, draw_rows, key, rows_of, told
from corredor.figures import style

ROW_INCHES = 0.5
GROUPS = {
    True: "● parameters were chosen while looking at these",
    False: "these were only run",
}


def draw_board(verdicts: Sequence[Verdict]) -> Figure:
    """A panel for each group of cases, a row for each judged outcome.

    Args:
        verdicts: of the board.
    """
    groups = {
        marked: [row for verdict in verdicts if verdict.case.marked == marked for row in rows_of(verdict)]
        for marked in (True, False)
    }
    shown = {marked: rows for marked, rows in groups.items() if rows}
    with style.house():
        heights = [*(ROW_INCHES * len(rows) + 0.5 for rows in shown.values()), KEY_INCHES]
        figure = style.new_figure(1.7 + sum(heights))
        *parts, last = figure.subfigures(len(heights), 1, squeeze=False, height_ratios=heights).ravel()
        for part, (marked, rows) in zip(parts, shown.items(), strict=True):
            axes = columns(part)
            draw_rows(axes, rows, with_case=True)
            axes.names.set_title(GROUPS[marked], loc="left", fontsize=12.0).set_in_layout(False)
        key(last)
        done = sum(verdict.reproduced for verdict in verdicts)
        pairs = sorted({verdict.pairs for verdict in verdicts})
        return style.finish(
            figure,
            f"Documented effects: {done} of {len(verdicts)} reproduced",
            _words(verdicts),
            note=f"{pairs[0]} pairs or more; medians with 90 % bootstrap intervals; every row has a scale of its own",
        )


def _words(verdicts: Sequence[Verdict]) -> str:
    """What somebody who cannot see the figure should know."""
    lines = [
        f"{row.verdict.case.name}, {row.outcome.name}: {told(row.found.summary)} {row.outcome.unit}, "
        f"{'as documented' if row.holds else 'falls short'}"
        for verdict in verdicts
        for row in rows_of(verdict)
    ]
    return "A row for each outcome with its documented band. " + "; ".join(lines) + "."
