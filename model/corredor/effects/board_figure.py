"""All cases side by side: documented bands and simulated intervals, cuts and placebos, in two groups."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from corredor.effects.judging import Verdict
from corredor.effects.rows_figure import draw_rows, key, rows_of, told
from corredor.figures import style

ROW_INCHES = 0.46
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
        heights = [len(rows) + 0.6 for rows in shown.values()]
        figure = style.new_figure(1.9 + ROW_INCHES * (sum(heights) + 1.2 * len(heights)))
        panels = figure.subplots(len(shown), 1, squeeze=False, height_ratios=heights).ravel()
        for panel, (marked, rows) in zip(panels, shown.items(), strict=True):
            draw_rows(panel, rows, with_case=True)
            panel.set_title(GROUPS[marked], loc="left", x=-0.55, fontsize=12.0)
        key(panels[-1], y=-0.9 / heights[-1])
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
