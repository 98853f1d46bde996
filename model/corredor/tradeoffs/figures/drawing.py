"""The charts there are, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from matplotlib.figure import Figure

from corredor.figures.style import Layout, house
from corredor.tradeoffs.figures.boxes import draw_boxes
from corredor.tradeoffs.figures.pairwise import draw_pairwise
from corredor.tradeoffs.figures.parallel import draw_parallel
from corredor.tradeoffs.figures.regrets import draw_regrets
from corredor.tradeoffs.results import Tradeoffs


@dataclass(frozen=True)
class Chart:
    """One kind of chart.

    Attributes:
        title: its section.
        reading: how to read it.
    """

    title: str
    reading: str
    draw: Callable[[Tradeoffs, Layout], Figure]


KINDS: Final[Mapping[str, Chart]] = MappingProxyType(
    {
        "parallel": Chart(
            "All measures at once",
            "A line is a bundle, an upright axis a measure, and up is better on every one of them. Where lines cross "
            "between two axes, what is better in one is worse in the other. Coloured lines are bundles that no other "
            "beats in everything; grey ones are beaten; dotted ones are left out, for rights or for the budget.",
            draw_parallel,
        ),
        "pairwise": Chart(
            "Two measures at a time",
            "Means of paired differences from doing nothing, which is the cross at zero. Bars are 95 % intervals of "
            "the mean over worlds: where they overlap, the order may be chance. The arrow points to where both are "
            "better.",
            draw_pairwise,
        ),
        "regret": Chart(
            "What one would regret",
            "Regret is what a bundle loses, in a world, against the best bundle for that measure in the same world: "
            "the mean over worlds and, in brackets, what it does not exceed in nine worlds of ten. Darker is more, "
            "within a column; columns are never added.",
            draw_regrets,
        ),
        "boxes": Chart(
            "Where bundles fail",
            "A row is an uncertainty, the line its whole range, and the bar the part of it in which most failures of "
            "the bundle lie (PRIM). Rows without a bar do not matter, or cannot be told apart from chance.",
            draw_boxes,
        ),
    }
)
"""Charts in the order in which the page shows them."""


def draw(results: Tradeoffs, kind: str, layout: Layout = "wide") -> Figure:
    """Draw one chart.

    Raises:
        ValueError: if there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no chart of trade-offs is called '{kind}': there is {', '.join(KINDS)}")
    with house():
        return KINDS[kind].draw(results, layout)
