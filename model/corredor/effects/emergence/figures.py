"""Figures of an accounting: what each mechanism carries, where an effect holds, and a policy over its range."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from corredor.core.parameters import Parameter
from corredor.effects.emergence.accounting import Accounting
from corredor.effects.emergence.maps import BandMap
from corredor.effects.emergence.ranges import Response
from corredor.effects.emergence.sharing import CutAlone, Sharing
from corredor.effects.rows_figure import told
from corredor.effects.rules import Summary
from corredor.figures import style
from corredor.figures.wording import number, plain
from corredor.region.region import Floats

FULL, LEFT, OFF_THE_BOOKS = style.OKABE_ITO["blue"], style.OKABE_ITO["vermillion"], style.COLOURS["control"]
SHOWN = 12
"""Cuts that fit on a figure; the page has all of them."""


def figures_of(found: Accounting) -> dict[str, Figure]:
    """A figure for each part that was asked for, by the ending of its file's name."""
    drawn: dict[str, Figure] = {}
    if found.sharing is not None:
        drawn["cuts"] = draw_sharing(found, found.sharing)
    if found.band_map is not None:
        drawn["map"] = draw_map(found, found.band_map)
    if found.response is not None:
        drawn["range"] = draw_response(found, found.response)
    return drawn


def draw_sharing(found: Accounting, sharing: Sharing) -> Figure:
    """On the left what is left of the effect under each cut, on the right the shares of four mechanisms."""
    cuts = sorted((cut for cut in sharing.cuts if math.isfinite(cut.gap.median)), key=lambda c: -abs(c.gap.median))
    shown = cuts[:SHOWN]
    with style.house():
        figure = style.new_figure(1.9 + 0.36 * max(len(shown), 6))
        left, right = figure.subplots(1, 2, width_ratios=(1.3, 1.0))
        _draw_cuts(left, sharing, shown)
        left.set_xlabel(f"effect that is left ({found.outcome.unit})")
        _draw_shares(right, sharing)
        right.set_xlabel(f"share ({found.outcome.unit})")
        named = "; ".join(f"{name} {told(share)}" for name, share in sharing.shares.items())
        return style.finish(
            figure,
            f"What carries {_case(found)}: {found.outcome.name}",
            f"Full effect {told(sharing.full)} {found.outcome.unit}. Shapley shares: {named}; left without all four "
            f"{told(sharing.rest)}.",
            note=f"{_note(found)}; grey: the cut undoes the treatment itself; medians with 90 % intervals",
        )


def _draw_cuts(axes: Axes, sharing: Sharing, shown: Sequence[CutAlone]) -> None:
    low, high = _window(sharing)
    axes.axvline(sharing.full.median, color=FULL, linewidth=1.6, label="full effect")
    axes.axvline(0.0, color=style.INK, linewidth=0.9)
    for y, cut in enumerate(shown):
        colour = LEFT if cut.intact else OFF_THE_BOOKS
        if low <= cut.left.median <= high:
            _interval(axes, y, cut.left, colour)
        else:
            _outside(axes, y, cut.left.median, low if cut.left.median < low else high, colour)
    axes.set_xlim(low, high)
    axes.set_yticks(range(len(shown)), [_named(cut) for cut in shown], fontsize=10)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_title("each cut alone", fontsize=12)
    axes.grid(axis="x")
    axes.legend(fontsize=9.5, loc="lower center")


def _window(sharing: Sharing) -> tuple[float, float]:
    """From lowest to highest of nothing, the full effect, and what intact cuts leave, and a little more."""
    ends = [0.0, sharing.full.median]
    ends += [cut.left.median for cut in sharing.cuts if cut.intact and math.isfinite(cut.left.median)]
    room = 0.15 * (max(ends) - min(ends)) or 1.0
    return min(ends) - room, max(ends) + room


def _outside(axes: Axes, y: float, value: float, edge: float, colour: str) -> None:
    """A number at the edge of what is shown, with an arrow that points to where it lies."""
    right = edge > value
    text = f"← {number(value)}" if right else f"{number(value)} →"
    axes.text(edge, y, text, ha="left" if right else "right", va="center", fontsize=9.5, color=colour)


def _named(cut: CutAlone) -> str:
    return f"{cut.name} (whole process)" if cut.process else cut.name


def _draw_shares(axes: Axes, sharing: Sharing) -> None:
    rows = [*sharing.shares.items(), ("left without all four", sharing.rest), ("full effect", sharing.full)]
    for y, (name, share) in enumerate(rows):
        colour = OFF_THE_BOOKS if name not in sharing.shares else FULL
        axes.barh(y, share.median, color=colour, alpha=0.45, height=0.6)
        _interval(axes, y, share, colour)
    axes.axvline(0.0, color=style.INK, linewidth=0.9)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows], fontsize=10)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_title("Shapley shares", fontsize=12)
    axes.grid(axis="x")


def _interval(axes: Axes, y: float, summary: Summary, colour: str) -> None:
    if math.isfinite(summary.low):
        axes.plot([summary.low, summary.high], [y, y], color=colour, linewidth=1.8)
    axes.plot(summary.median, y, "o", color=colour, markersize=5.5)


def draw_map(found: Accounting, band_map: BandMap) -> Figure:
    """The median effect over two parameters, framed where everything that was judged holds."""
    rows, columns = band_map.values
    with style.house():
        figure = style.new_figure(6.2)
        axes = figure.subplots()
        most = float(np.nan_to_num(np.abs(band_map.median - found.outcome.null)).max(initial=1e-12))
        painted = axes.imshow(
            band_map.median,
            origin="lower",
            aspect="auto",
            cmap=style.colour_map(style.DIFFERENCE),
            vmin=found.outcome.null - most,
            vmax=found.outcome.null + most,
        )
        figure.colorbar(painted, ax=axes, label=f"{found.outcome.name} ({found.outcome.unit})")
        for i, j in np.ndindex(band_map.median.shape):
            _draw_point(axes, i, j, band_map, float(band_map.median[i, j]), 0.6 * most, found.outcome.null)
        for set_ticks, set_label, values, parameter in (
            (axes.set_xticks, axes.set_xlabel, columns, band_map.parameters[1]),
            (axes.set_yticks, axes.set_ylabel, rows, band_map.parameters[0]),
        ):
            set_ticks(range(len(values)), [plain(v) for v in values])
            set_label(f"{parameter.name} ({parameter.spec.unit})")
        usual = [position(values, p) for values, p in zip((rows, columns), band_map.parameters, strict=True)]
        axes.plot(usual[1], usual[0], "*", color=style.INK, markersize=17, markerfacecolor="white", zorder=5)
        held = int(band_map.holds.sum())
        return style.finish(
            figure,
            f"Where {_case(found)} holds: {held} of {band_map.holds.size} points",
            f"Median of {found.outcome.name} over {' and '.join(p.name for p in band_map.parameters)}, at most "
            f"{number(most)} {found.outcome.unit} from what no effect would be; {held} of {band_map.holds.size} points "
            "are as documented.",
            note=f"{_note(found)}; framed with ✓: all outcomes and levels as documented; star: the default",
        )


def _draw_point(axes: Axes, i: int, j: int, band_map: BandMap, median: float, dark: float, null: float) -> None:
    colour = "white" if abs(median - null) > dark else style.INK
    held = not band_map.misses[i][j]
    axes.text(j, i - 0.28, f"{number(median, 2)}{' ✓' if held else ''}", ha="center", color=colour, fontsize=11)
    if held:
        axes.add_patch(Rectangle((j - 0.46, i - 0.46), 0.92, 0.92, fill=False, edgecolor=style.INK, linewidth=2.4))


def position(values: Floats, parameter: Parameter) -> float:
    """Where the default lies on an axis of levels."""
    ascending = np.asarray(values)
    scale: Callable[[Floats], Floats] = (
        np.log if ascending[0] > 0.0 and ascending[-1] > 10.0 * ascending[0] else np.asarray
    )
    default = min(max(parameter.default, float(ascending[0])), float(ascending[-1]))
    return float(np.interp(scale(np.array([default]))[0], scale(ascending), np.arange(len(ascending))))


def draw_response(found: Accounting, response: Response) -> Figure:
    """A panel for each quantity over the range of the policy."""
    units: Mapping[str, str] = {
        found.outcome.name: found.outcome.unit,
        **{name: unit for name, (unit, _) in response.over.quantities.items()},
    }
    with style.house():
        columns = 2
        figure = style.new_figure(1.2 + 2.9 * -(-len(units) // columns))
        panels = style.grid_of(figure, len(units), "wide", columns=columns)
        for axes, (name, unit) in zip(panels, units.items(), strict=True):
            _draw_range(axes, response.over.intensities, response.found[name])
            axes.axvline(response.over.usual, color=style.MUTED, linewidth=1.0, linestyle=(0, (4, 2)))
            axes.set_title(name, fontsize=12)
            axes.set_ylabel(unit, fontsize=10.5)
            axes.set_xlabel(f"intensity of '{response.over.policy}'", fontsize=10.5)
        return style.finish(
            figure,
            f"{_case(found).capitalize()} over the whole range of enforcement",
            "; ".join(
                f"{name}: " + ", ".join(f"{x:g} {told(y)}" for x, y in zip(response.over.intensities, ys, strict=True))
                for name, ys in response.found.items()
            ),
            note=f"{_note(found)}; dashed: no policy; medians with 90 % intervals",
        )


def _draw_range(axes: Axes, intensities: Sequence[float], found: Sequence[Summary]) -> None:
    medians, lows, highs = (np.array([getattr(s, name) for s in found]) for name in ("median", "low", "high"))
    axes.axhline(0.0, color=style.INK, linewidth=0.9)
    axes.fill_between(intensities, lows, highs, color=FULL, alpha=0.18, linewidth=0)
    axes.plot(intensities, medians, "o-", color=FULL, markersize=4.5)
    axes.grid(axis="y")


def _case(found: Accounting) -> str:
    return found.case.name.replace("_", " ")


def _note(found: Accounting) -> str:
    return f"{found.region} at {found.resolution:g}°, {found.pairs} pairs, seed {found.seed}"
