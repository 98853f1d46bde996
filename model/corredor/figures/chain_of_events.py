"""One chain of events, from its cause to a killing."""

from __future__ import annotations

import textwrap
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import style
from corredor.figures.causes import KILLING, Chain, chain_told
from corredor.figures.phrases import Told
from corredor.figures.registry import figure_kind
from corredor.runs.run import Run

NONE: Final = "Nobody was killed over ground for a cause that the model recorded"
MOST_STEPS: Final = 9
"""Steps that fit on a figure; of a longer chain the middle is left out, and said to be."""


def shortened(chain: list[Told], most: int = MOST_STEPS) -> list[Told | int]:
    """The chain with its middle left out if it is longer than ``most``; a number says how many steps are missing."""
    if len(chain) <= most:
        return list(chain)
    head = most // 2
    return [*chain[:head], len(chain) - most + 1, *chain[len(chain) - (most - 1 - head) :]]


@figure_kind(
    "chain",
    "one chain of events from cause to killing, one replicate",
    "Each event led to the one below it. Without the first, the others need not have been absent: "
    "something else might have led to them.",
)
def draw_chain(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """A vertical timeline: each step leads to the one below it."""
    found = chain_told(run)
    chain = list(found.steps)
    steps = shortened(chain)
    rows = max(len(steps), 2)
    figure = style.new_figure(1.5 + (0.72 if layout == "wide" else 1.05) * rows, layout)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(-rows + 0.35, 0.55)
    if not chain:
        axes.text(
            0.5,
            -0.5,
            f"{NONE}.",
            ha="center",
            color=style.MUTED,
        )
    left = 0.2 if layout == "wide" else 0.27
    for i, step in enumerate(steps):
        if i + 1 < len(steps):
            arrow = {"arrowstyle": "-|>", "color": style.MUTED, "linewidth": 1.6, "shrinkA": 9, "shrinkB": 9}
            axes.annotate("", xy=(left, -i - 1), xytext=(left, -i), arrowprops=arrow)
        _draw_step(axes, step, i, left, 76 if layout == "wide" else 29, first=i == 0)
    told = "; ".join(f"{t.month:%B %Y}: {t.what}{f', in {t.where}' if t.where else ''}" for t in chain)
    return style.finish(
        figure,
        "From cause to killing: one chain of events",
        f"A timeline of {len(chain)} events, each the cause of the next. {told or NONE}.",
        note=f"{_begins(found)}replicate {found.replicate}; names are fictional, places are first-level divisions",
    )


def _begins(chain: Chain) -> str:
    return "" if chain.by_scenario or not chain.steps else "begins with no policy or event of the scenario; "


def _draw_step(axes: Axes, step: Told | int, i: int, left: float, width: int, *, first: bool) -> None:
    if isinstance(step, int):
        axes.text(left + 0.04, -i, f"… {step} more steps …", va="center", color=style.MUTED, fontsize=12)
        return
    colour = (
        style.COLOURS["killing"] if step.kind == KILLING else style.COLOURS["cause"] if first else style.COLOURS["run"]
    )
    axes.plot(left, -i, "o", markersize=12, color=colour, zorder=3)
    axes.text(left - 0.04, -i, f"{step.month:%b %Y}", ha="right", va="center", fontsize=12, color=style.MUTED)
    what = textwrap.fill(step.what, width)
    axes.annotate(
        what,
        (left + 0.04, -i),
        xytext=(0, 1 if step.where else -6),
        textcoords="offset points",
        va="bottom" if step.where else "baseline",
        fontsize=13,
    )
    if step.where:
        axes.annotate(
            step.where,
            (left + 0.04, -i),
            xytext=(0, -1),
            textcoords="offset points",
            va="top",
            fontsize=11.5,
            color=style.MUTED,
        )
