"""A bar chart of what each process of a month costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from corredor.bench.month import BY_PROCESS
from corredor.bench.pairs import Row
from corredor.figures import style


def draw_month(rows: Sequence[Row]) -> Figure:
    """Median milliseconds of each process, in the order of the month, with quartiles."""
    mine = [row for row in rows if row.name.startswith(BY_PROCESS)]
    names = [row.name.removeprefix(BY_PROCESS) for row in mine]
    spread = [[row.ratio - row.low for row in mine], [row.high - row.ratio for row in mine]]
    figure = style.new_figure(4.6, "wide")
    axes = figure.subplots()
    axes.barh(names, [row.ratio for row in mine], color=style.COLOURS["run"])
    axes.errorbar([row.ratio for row in mine], names, xerr=spread, fmt="none", ecolor=style.INK, elinewidth=1.2)
    axes.invert_yaxis()
    axes.set_xlabel("CPU time, milliseconds")
    axes.grid(axis="x")
    axes.set_title("What a month of the baseline costs at 1°: medians and quartiles of 24 months", loc="left")
    return figure


def save_month(rows: Sequence[Row], path: Path) -> None:
    """Draw the chart into a file; its ending says which kind."""
    with style.house():
        draw_month(rows).savefig(path, dpi=160)
