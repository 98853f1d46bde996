"""Marks that figures share: bands, dots with intervals, time axes, labels at the ends of lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colorbar import Colorbar
from matplotlib.dates import MONTHLY, AutoDateLocator, ConciseDateFormatter, DateFormatter, YearLocator
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from corredor.figures import style
from corredor.figures.wording import plain

FEWEST_YEARS: Final = 3
YEAR_STEPS: Final = (1, 2, 4, 5, 10, 20)
MOST_YEARS: Final = {"wide": 6, "tall": 4}
"""Years that fit below a panel."""


def band(axes: Axes, table: pd.DataFrame, colour: str, *, label: str = "", dashed: bool = False) -> None:
    """Median as a line, 50 % and 90 % of runs as bands, over the index of a table of quantiles.

    With one replicate there are no bands to see, because there is no uncertainty to show.
    """
    axes.fill_between(table.index, table["low"], table["high"], color=colour, alpha=0.16, linewidth=0)
    axes.fill_between(table.index, table["quarter"], table["three_quarters"], color=colour, alpha=0.28, linewidth=0)
    line = (0, (4, 2)) if dashed else "-"
    axes.plot(table.index, table["median"], color=colour, linestyle=line, label=label or None)


def dashed(axes: Axes, table: pd.DataFrame, colour: str) -> None:
    """The median of a control, dashed, in the colour of what it is the control of."""
    axes.plot(table.index, table["median"], color=colour, linestyle=(0, (4, 2)), linewidth=1.6)


def dots(
    axes: Axes, table: pd.DataFrame, colour: str, *, label: str = "", offset: float = 0.0, hollow: bool = False
) -> None:
    """Median as a dot, 50 % as a thick and 90 % of runs as a thin line, one row of a table of quantiles a row."""
    y = np.arange(len(table)) + offset
    axes.hlines(y, table["low"], table["high"], color=colour, linewidth=1.3)
    axes.hlines(y, table["quarter"], table["three_quarters"], color=colour, linewidth=4.0)
    face = "white" if hollow else colour
    axes.plot(
        table["median"], y, "o", color=colour, markerfacecolor=face, markersize=6.5, label=label or None, zorder=4
    )


def year_axis(axes: Axes, layout: style.Layout = "wide", *, margin: float = 0.0) -> None:
    """Calendar years below, as few as can be read; months where there are fewer than three years.

    Args:
        axes: with everything drawn that has a date.
        layout: see ``Layout``.
        margin: room on both sides, as a share of the axis.
    """
    axes.margins(x=margin)
    first, last = axes.get_xlim()
    years = (last - first) / 365.25
    if years < FEWEST_YEARS:
        locator = AutoDateLocator(minticks=3, maxticks=5)  # type: ignore[no-untyped-call]
        # It knows no step between half a year and a year of years: between two years and three it would warn.
        locator.intervald[MONTHLY] = [1, 2, 3, 4, 6, 12]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]
    else:
        step = next((s for s in YEAR_STEPS if years / s <= MOST_YEARS[layout]), YEAR_STEPS[-1])
        axes.xaxis.set_major_locator(YearLocator(step))  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_formatter(DateFormatter("%Y"))  # type: ignore[no-untyped-call]
    axes.set_xlabel("year")


def label_ends(axes: Axes, ends: Mapping[str, tuple[float, str]], *, apart: float = 0.062) -> None:
    """Names at the right ends of lines, pushed apart where they would overlap.

    Args:
        axes: with its vertical limits final.
        ends: by name, the last value and the colour of a line.
        apart: least distance between two names, as a share of the axis.
    """
    bottom, top = axes.get_ylim()
    ordered = sorted(ends, key=lambda name: ends[name][0])
    height = -1.0
    for name in ordered:
        value, colour = ends[name]
        height = max((value - bottom) / (top - bottom), height + apart)
        axes.annotate(
            name,
            (1.0, height),
            xycoords="axes fraction",
            xytext=(7, 0),
            textcoords="offset points",
            color=colour,
            fontweight="bold",
            va="center",
            fontsize=12.0,
            annotation_clip=False,
        )


def key_beside(figure: Figure, axes: Sequence[Axes], handles: Sequence[Artist], layout: style.Layout) -> None:
    """One key for all panels: to the right of them, or below the last if the layout is tall."""
    if layout == "wide":
        figure.legend(handles=list(handles), loc="outside right center")
    else:
        axes[-1].legend(handles=list(handles), loc="upper left", bbox_to_anchor=(-0.1, -0.22), ncols=2, fontsize=11.0)


def plain_ticks(bar: Colorbar) -> None:
    """Numbers as people write them on a logarithmic colour bar: 1, 3, 10, 30, or 1, 10, 100 where it is long."""
    decades = math.log10(bar.norm.vmax / bar.norm.vmin) if bar.norm.vmin and bar.norm.vmax else 0.0
    bar.ax.xaxis.set_major_locator(LogLocator(10, subs=(1.0, 3.0) if decades < 2.2 else (1.0,)))
    bar.ax.xaxis.set_major_formatter(lambda value, _: plain(value))
    bar.minorticks_off()


def signed_ticks(bar: Colorbar, largest: float) -> None:
    """Five ticks with their sign on a symmetric logarithmic colour bar that ends at ``largest``."""
    end = one_digit(largest)
    middle = one_digit(largest / 10)
    bar.set_ticks([-end, -middle, 0, middle, end])
    bar.ax.xaxis.set_major_formatter(lambda value, _: f"+{plain(value)}" if value > 0 else plain(value))
    bar.minorticks_off()


def one_digit(value: float) -> float:
    """One significant digit, rounded down, so that a tick never lies beyond the end of its bar."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(np.floor(value / power) * power)
