"""Where bundles fail: the limits that scenario discovery found."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from corredor.figures import style
from corredor.figures.wording import number, share
from corredor.tradeoffs.discovery import Discovery, discover
from corredor.tradeoffs.figures.looks import note
from corredor.tradeoffs.results import Tradeoffs

MOST_PANELS = 6


def found_boxes(results: Tradeoffs) -> list[Discovery]:
    """Of the bundles in the set, those for which limits were found, the most often failing first."""
    found = [discover(results, int(bundle)) for bundle in np.flatnonzero(results.non_dominated)]
    return sorted((each for each in found if each.box is not None and each.box.limits), key=lambda d: -d.failures)


def draw_boxes(results: Tradeoffs, layout: style.Layout) -> Figure:
    """A panel for each bundle in the set with a box, a row for each uncertainty."""
    found = found_boxes(results)[:MOST_PANELS]
    rows = len(results.plan.uncertainties)
    columns = min(2, max(1, len(found)))
    down = -(-max(1, len(found)) // columns)
    height = 1.1 + 0.42 * max(rows, 2)
    figure = style.new_figure(height if layout == "tall" else 0.9 + height * down, layout, panels=max(1, len(found)))
    panels = style.grid_of(figure, max(1, len(found)), layout, columns=columns, share="y")
    for axes, each in zip(panels, found, strict=False):
        _panel(axes, results, each)
    if not found:
        panels[0].set_axis_off()
        panels[0].text(
            0.5, 0.5, "no bundle in the set has a box", ha="center", va="center", transform=panels[0].transAxes
        )
    by_bundle = "; ".join(f"{results.codes[each.bundle]}: {each.said}".removesuffix(".") for each in found)
    told = f"By bundle: {by_bundle}." if found else "No box was found."
    return style.finish(figure, "Which uncertainties make a bundle miss its goals", told, note=note(results))


def _panel(axes: Axes, results: Tradeoffs, each: Discovery) -> None:
    assert each.box is not None
    names = list(results.plan.uncertainties)
    for row, name in enumerate(names):
        axes.plot([0, 1], [row, row], color=style.HAIRLINE, linewidth=3, solid_capstyle="butt")
        limit = each.box.limits.get(name)
        if limit is not None:
            _limit(axes, row, limit, results.worlds[name])
    axes.set_yticks(range(len(names)), names, fontsize=10)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(-0.04, 1.04)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.tick_params(length=0)
    axes.set_title(
        f"{results.codes[each.bundle]}: {share(each.box.density)} of worlds in the box fail,\n"
        f"{share(each.box.coverage)} of its {each.failures} failures lie in it",
        fontsize=10.5,
    )


def _limit(axes: Axes, row: int, limit: Any, values: Any) -> None:
    colour = style.COLOURS["killing"]
    if isinstance(limit, frozenset):
        axes.text(0.5, row - 0.12, " or ".join(sorted(limit)), ha="center", va="bottom", fontsize=9.5, color=style.INK)
        axes.plot([0.3, 0.7], [row, row], color=colour, linewidth=7, solid_capstyle="butt")
        return
    low, high = float(values.min()), float(values.max())
    left, right = ((end - low) / (high - low) for end in limit)
    axes.plot([left, right], [row, row], color=colour, linewidth=7, solid_capstyle="butt")
    text = f"{number(limit[0])} to {number(limit[1])}"
    axes.text((left + right) / 2, row - 0.12, text, ha="center", va="bottom", fontsize=9.5)
