"""The family tree of organisations: who came out of whom, who took whom in, and how large each was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from corredor.figures import marks, style
from corredor.figures.registry import figure_kind
from corredor.runs.run import Run

MOST_LANES: Final = {"wide": 34, "tall": 26}
"""Organisations that fit on a figure and can still be read."""


LineStyle = Literal["none", "-", ":"]
MOST_ALONE: Final = 10
"""Organisations without relatives that are drawn beside the families."""

THINNEST: Final = 0.04
"""Half the thickness of a line without members, in lanes."""


@dataclass(frozen=True)
class Life:
    """One organisation's life in one replicate.

    Attributes:
        organisation: its number.
        name: fictional.
        parent: number of the organisation it split from, or -1.
        absorber: number of the organisation that took it in, or -1.
        months: shape (m,), Matplotlib dates of the months it lived.
        members: shape (m,), persons.
        survives: true if it is alive at the end of the run.
    """

    organisation: int
    name: str
    parent: int
    absorber: int
    months: np.ndarray
    members: np.ndarray
    survives: bool

    @property
    def largest(self) -> float:
        """Members at its largest."""
        return float(self.members.max(initial=0.0))


def typical_replicate(run: Run) -> int:
    """The replicate whose number of organisations at the end is nearest to the median over replicates."""
    last = run.organisations[run.organisations["month"] == run.organisations["month"].max()]
    counts = last[last["alive"]].groupby("replicate").size()
    if counts.empty:
        return int(run.organisations["replicate"].min())
    return int((counts - counts.median()).abs().idxmin())


def lives(run: Run, replicate: int) -> dict[int, Life]:
    """Every organisation of a replicate by its number."""
    rows = run.organisations[(run.organisations["replicate"] == replicate) & run.organisations["alive"]]
    end = run.organisations["month"].max()
    absorbed = run.events[(run.events["replicate"] == replicate) & (run.events["kind"] == "absorbed")]
    absorber = dict(zip(absorbed["organisation"].astype(int), absorbed["other"].astype(int), strict=True))
    found = {}
    for number in sorted(rows["organisation"].astype(int).unique()):
        life = rows[rows["organisation"] == number].sort_values("month")
        found[number] = Life(
            number,
            str(life["name"].iloc[0]),
            int(life["parent"].astype(int).iloc[0]),
            absorber.get(number, -1),
            np.asarray(date2num(pd.to_datetime(life["month"]))),  # type: ignore[no-untyped-call]
            life["members"].to_numpy(dtype=float),
            bool(life["month"].iloc[-1] == end),
        )
    return found


def lanes(tree: dict[int, Life], most: int) -> list[int]:
    """Organisations in the order of their lanes: each family together, children below their parent.

    Families of several come first, then the largest of those who never split. Where not all fit, the largest of each
    family are kept, and every ancestor between them.
    """
    kept = _kept(tree, most)
    children: dict[int, list[int]] = {}
    for number in sorted(kept, key=lambda n: (tree[n].months[0], n)):
        parent = tree[number].parent
        children.setdefault(parent if parent in kept else -1, []).append(number)

    def family(number: int) -> list[int]:
        return [number, *(n for child in children.get(number, []) for n in family(child))]

    families = [family(founder) for founder in children.get(-1, [])]
    families.sort(key=lambda members: (-len(members), -sum(tree[n].largest for n in members)))
    return [number for members in families for number in members]


def _kept(tree: dict[int, Life], most: int) -> set[int]:
    related = {n for life in tree.values() for n in (life.parent, life.absorber) if n >= 0} & set(tree)
    related |= {n for n, life in tree.items() if life.parent >= 0 or life.absorber >= 0}
    kept: set[int] = set()
    alone = 0
    for number in sorted(tree, key=lambda n: (n not in related, -tree[n].largest)):
        line = _ancestry(tree, number)
        alone += number not in related
        if len(kept | set(line)) <= most and (alone <= MOST_ALONE or not related):
            kept.update(line)
    return kept


def _ancestry(tree: dict[int, Life], number: int) -> list[int]:
    line = []
    while number in tree and number not in line:
        line.append(number)
        number = tree[number].parent
    return line


@figure_kind(
    "family-tree",
    "births, splits and absorptions of organisations, one replicate",
    "Each lane is an organisation, as thick as it has members. Orange lines lead from parents to those "
    "who split off, dotted ones to those who took others in.",
)
def draw_family_tree(run: Run, control: Run | None, layout: style.Layout) -> Figure:
    """Time from left to right, a lane for each organisation, as thick as it has members."""
    replicate = typical_replicate(run)
    tree = lives(run, replicate)
    order = lanes(tree, MOST_LANES[layout])
    figure = style.new_figure(1.9 + 0.245 * max(len(order), 6), layout)
    axes = figure.subplots()
    lane = {number: -i for i, number in enumerate(order)}
    largest = max((tree[n].largest for n in order), default=1.0)
    for number in order:
        _draw_life(axes, tree[number], lane, largest)
    axes.set_yticks([lane[n] for n in order], [tree[n].name for n in order], fontsize=10.0)
    axes.set_ylim(-len(order) + 0.3, 0.9)
    axes.set_ylabel("organisation (fictional names)")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis_date()
    marks.year_axis(axes, layout, margin=0.02)
    axes.grid(axis="x")
    _legend(axes, layout)
    born_of = sum(1 for n in tree if tree[n].parent >= 0)
    survivors = sum(1 for n in tree if tree[n].survives)
    shown = "" if len(order) == len(tree) else f"{len(order)} of {len(tree)} organisations; "
    return style.finish(
        figure,
        "Family tree of organisations",
        f"A genealogy of organisations in replicate {replicate}, time from left to right. {len(tree)} organisations "
        f"ever lived, {born_of} of them split from another, {survivors} are alive at the end. Lines are as thick as an "
        "organisation has members.",
        note=f"{shown}replicate {replicate}; thickest line: {largest:,.0f} members",
    )


def _draw_life(axes: Axes, life: Life, lane: dict[int, int], largest: float) -> None:
    y = lane[life.organisation]
    born, died = float(life.months[0]), float(life.months[-1])
    colour = style.COLOURS["run"]
    months = np.append(life.months, died + 30)
    half = THINNEST + (0.42 - THINNEST) * np.sqrt(np.append(life.members, life.members[-1]) / largest)
    axes.fill_between(months, y - half, y + half, color=colour, linewidth=0, zorder=2)
    if life.parent in lane:
        axes.plot([born, born], [lane[life.parent], y], color=style.COLOURS["cause"], linewidth=1.3, zorder=3)
        axes.plot(born, y, "o", color=style.COLOURS["cause"], markersize=5, zorder=4)
    else:
        axes.plot(born, y, "o", color=style.INK, markersize=4.5, zorder=4)
    if life.absorber in lane:
        axes.plot(
            [died + 30] * 2,
            [y, lane[life.absorber]],
            color=style.COLOURS["absorbed"],
            linewidth=1.3,
            linestyle=":",
            zorder=3,
        )
        axes.plot(died + 30, y, "s", color=style.COLOURS["absorbed"], markersize=5, zorder=4)
    elif not life.survives:
        axes.plot(died + 30, y, "x", color=style.INK, markersize=6, markeredgewidth=1.6, zorder=4)


def _legend(axes: Axes, layout: style.Layout) -> None:
    def key(marker: str, colour: str, label: str, line: LineStyle = "none") -> Line2D:
        return Line2D([], [], marker=marker, color=colour, linestyle=line, markersize=6, label=label)

    handles = [
        key("o", style.INK, "founded"),
        key("o", style.COLOURS["cause"], "split off", "-"),
        key("s", style.COLOURS["absorbed"], "absorbed", ":"),
        key("x", style.INK, "ended"),
    ]
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=4 if layout == "wide" else 2,
        borderaxespad=0.1,
    )
