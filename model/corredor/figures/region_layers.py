"""Maps of a region's layers: what the model believes about land, sea and the ways across before a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from corredor.figures import land, style
from corredor.region.region import CORRIDORS, MARKETS, Bools, Floats, Ints, Mode, Region, Zone

Draw = Callable[[Figure, Axes, Region], str]
"""Draws on the axes of the figure, and says in one sentence what somebody who cannot see it should know."""


@dataclass(frozen=True)
class Layer:
    """A layer that can be drawn: its name, the title of its map, and how."""

    name: str
    title: str
    draw: Draw


def plot_layer(region: Region, layer: str, ax: Axes | None = None) -> Figure:
    """One layer of a region as a map.

    Args:
        region: which.
        layer: a name in ``LAYERS``.
        ax: where to draw, on a figure of the caller's; by default a new figure.

    Returns:
        The figure, with its text alternative as its label.

    Raises:
        ValueError: if there is no such layer; the message lists those there are.
    """
    if layer not in LAYERS:
        raise ValueError(f"no layer is called '{layer}': there is {', '.join(LAYERS)}")
    chosen = LAYERS[layer]
    with style.house():
        figure = style.new_figure(9.4) if ax is None else _root(ax)
        axes = figure.add_subplot() if ax is None else ax
        land.base(axes, region)
        seen = chosen.draw(figure, axes, region)
        axes.set_title(f"{chosen.title}: {region.name}, {region.resolution:g}°")
        figure.set_label(f"Map of {chosen.title.lower()} in the region {region.name}. {seen}")
    return figure


def _root(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    return figure


def _amount(
    values: Callable[[Region], Floats], unit: str, colours: str, *, log: bool = False, top: float = 0.0
) -> Draw:
    """A map of amounts on land, on a linear or logarithmic scale; cells with nothing are left blank."""

    def draw(figure: Figure, axes: Axes, region: Region) -> str:
        shown = np.where(region.land & (values(region) > 0), values(region), np.nan)
        highest = top or float(np.nanmax(shown))
        lowest = max(float(np.nanquantile(shown, 0.01)), highest * 1e-6)
        norm = LogNorm(lowest, highest) if log else Normalize(0.0, highest)
        mesh = land.field(axes, region, shown, norm, colours)
        figure.colorbar(mesh, ax=axes, label=unit, shrink=0.8, aspect=30, extend="min" if log else "neither")
        at = int(np.nanargmax(shown))
        return f"It is highest at {_where(region, at)}."

    return draw


def _terrain(figure: Figure, axes: Axes, region: Region) -> str:
    shown = np.where(region.land, region.terrain, np.nan)
    mesh = land.field(axes, region, shown, Normalize(1.0, float(np.nanmax(shown))), style.FIELD)
    figure.colorbar(mesh, ax=axes, label="cost of a road kilometre (1 = open plain)", shrink=0.8, aspect=30)
    land.categories(axes, region, region.river, style.OKABE_ITO["sky"])
    axes.legend(
        handles=[Patch(color=style.OKABE_ITO["sky"], label="navigable river")],
        loc="lower left",
        frameon=True,
        framealpha=0.85,
    )
    return f"Roads are hardest at {_where(region, int(np.nanargmax(shown)))}."


def _places(members: Callable[[Region], Bools], name: str, colour: str) -> Draw:
    """The cells of one kind, as squares."""

    def draw(figure: Figure, axes: Axes, region: Region) -> str:
        land.categories(axes, region, members(region), style.OKABE_ITO[colour])
        axes.legend(
            handles=[Patch(color=style.OKABE_ITO[colour], label=name)], loc="lower left", frameon=True, framealpha=0.85
        )
        return f"{int(members(region).sum())} cells."

    return draw


def _surface(figure: Figure, axes: Axes, region: Region) -> str:
    kinds = {
        "land": (region.land & ~region.coast, style.HAIRLINE),
        "coast": (region.coast, style.OKABE_ITO["orange"]),
        "sea": (~region.land, style.OKABE_ITO["sky"]),
    }
    for members, colour in kinds.values():
        land.categories(axes, region, members, colour)
    axes.legend(
        handles=[Patch(color=c, label=n) for n, (_, c) in kinds.items()],
        loc="lower left",
        frameon=True,
        framealpha=0.85,
    )
    return "; ".join(f"{int(members.sum())} cells of {name}" for name, (members, _) in kinds.items()) + "."


def _patchwork(of: Callable[[Region], Ints], count: Callable[[Region], int], noun: str) -> Draw:
    """Units beside each other in different colours; colours repeat, because there are more units than colours."""

    def draw(figure: Figure, axes: Axes, region: Region) -> str:
        colours = [*style.HOLDERS, "#7d828a", "#dddddd"]
        shown = _colouring(region, of(region), len(colours))
        for k, colour in enumerate(colours):
            land.categories(axes, region, shown == k, colour)
        return f"{count(region)} {noun}; colours repeat."

    return draw


def _colouring(region: Region, unit: Ints, colours: int) -> Ints:
    """A colour for each cell, -1 where there is no unit: units in turn take the colour least used around them."""
    grid = np.full((region.shape[0] + 2, region.shape[1] + 2), -1, dtype=np.int32)
    grid[region.row + 1, region.column + 1] = unit
    beside: dict[int, set[int]] = {}
    for di, dj in ((0, 1), (1, 0), (1, 1), (1, -1)):
        other = grid[region.row + 1 + di, region.column + 1 + dj]
        for a, b in set(zip(unit.tolist(), other.tolist(), strict=True)):
            beside.setdefault(a, set()).add(b)
            beside.setdefault(b, set()).add(a)
    colour = np.full(int(unit.max()) + 2, -1, dtype=np.int32)
    for k in range(int(unit.max()) + 1):
        taken = [int(colour[other]) for other in beside.get(k, set()) if colour[other] >= 0]
        colour[k] = min(range(colours), key=lambda c, k=k, taken=taken: (taken.count(c), (c - k) % colours))  # type: ignore[misc]
    return colour[unit]


def _countries(figure: Figure, axes: Axes, region: Region) -> str:
    seen = _patchwork(lambda r: r.country, lambda r: len(r.countries), "countries")(figure, axes, region)
    for k, code in enumerate(region.countries):
        cells = np.flatnonzero(region.country == k)
        if len(cells) >= 12 / region.resolution:
            axes.annotate(
                code, (float(region.lon[cells].mean()), float(region.lat[cells].mean())), ha="center", zorder=5
            )
    return seen


ZONE_COLOURS: Final = {
    Zone.CARIBBEAN: style.OKABE_ITO["sky"],
    Zone.PACIFIC: style.OKABE_ITO["blue"],
    Zone.US_BORDER: style.OKABE_ITO["black"],
    Zone.MEXICO: style.OKABE_ITO["green"],
    Zone.CENTRAL_AMERICA: style.OKABE_ITO["vermillion"],
    Zone.ANDES: style.OKABE_ITO["purple"],
    Zone.SOUTH_AMERICA: style.OKABE_ITO["yellow"],
    Zone.ATLANTIC: "#c9ced4",
}


def _zones(figure: Figure, axes: Axes, region: Region) -> str:
    handles = []
    for zone, colour in ZONE_COLOURS.items():
        members = region.zone == zone
        land.categories(axes, region, members, colour)
        if members.any():
            handles.append(Patch(color=colour, label=zone.name.replace("_", " ").lower()))
    axes.legend(handles=handles, loc="lower left", frameon=True, framealpha=0.85)
    return f"{len(handles)} patrol zones, on land and at sea."


MODE_COLOURS: Final = {
    Mode.OPEN_SEA: "#dfe4ea",
    Mode.COASTAL_SEA: style.OKABE_ITO["sky"],
    Mode.ROAD: "#9a8f80",
    Mode.RIVER: style.OKABE_ITO["blue"],
    Mode.LANDING: style.OKABE_ITO["yellow"],
    Mode.FLIGHT: style.OKABE_ITO["vermillion"],
}


def _arcs(figure: Figure, axes: Axes, region: Region) -> str:
    _draw_arcs(axes, region, tuple(MODE_COLOURS))
    doors = region.arcs.tail[region.arcs.mode == Mode.DOOR]
    axes.plot(region.lon[doors], region.lat[doors], "o", ms=3.5, color=style.OKABE_ITO["green"], zorder=6)
    handles = [Line2D([], [], color=c, label=m.name.replace("_", " ").lower()) for m, c in MODE_COLOURS.items()]
    dot = Line2D([], [], color=style.OKABE_ITO["green"], marker="o", linestyle="", label="door to a market")
    axes.legend(handles=[*handles, dot], loc="lower left", frameon=True, framealpha=0.85)
    return f"{len(region.arcs.tail)} arcs."


def _flights(figure: Figure, axes: Axes, region: Region) -> str:
    _draw_arcs(axes, region, (Mode.FLIGHT,))
    heads = region.arcs.head[region.arcs.mode == Mode.FLIGHT]
    axes.plot(region.lon[heads], region.lat[heads], "o", ms=4.5, color=style.INK, zorder=6)
    axes.legend(
        handles=[Line2D([], [], color=style.INK, marker="o", linestyle="", label="landing")],
        loc="lower left",
        frameon=True,
        framealpha=0.85,
    )
    return f"{len(heads)} flights between areas chosen by rule, none of them a record of a real one."


def _doors(figure: Figure, axes: Axes, region: Region) -> str:
    """Cells from which a market is reached; where several are, the first of ``MARKETS`` lies on top."""
    arcs = region.arcs
    told: list[str] = []
    handles: list[Patch] = []
    market = np.array([sink.market for sink in region.sinks])
    into = np.flatnonzero(arcs.head >= region.n)
    for k in reversed(range(len(MARKETS))):
        cells = np.unique(arcs.tail[into[market[arcs.head[into] - region.n] == k]])
        members = np.isin(np.arange(region.n), cells)
        land.categories(axes, region, members, style.COLOURS[MARKETS[k]])
        handles.insert(0, Patch(color=style.COLOURS[MARKETS[k]], label=MARKETS[k]))
        told.insert(0, f"{MARKETS[k]} {len(cells)}")
    axes.legend(handles=handles, loc="lower left", frameon=True, framealpha=0.85)
    return f"Cells with a door, by market: {', '.join(told)}; {len(region.sinks)} market nodes."


def _draw_arcs(axes: Axes, region: Region, modes: tuple[Mode, ...]) -> None:
    arcs = region.arcs
    for mode in modes:
        k = np.flatnonzero(arcs.mode == mode)
        tail, head = arcs.tail[k], arcs.head[k]
        ends = np.stack([region.lon[tail], region.lat[tail], region.lon[head], region.lat[head]], axis=1)
        width = 1.4 if mode in (Mode.FLIGHT, Mode.RIVER) else 0.6
        lines = LineCollection(list(ends.reshape(-1, 2, 2)), colors=MODE_COLOURS[mode], linewidths=width, zorder=4)
        axes.add_collection(lines)


def _screenlines(figure: Figure, axes: Axes, region: Region) -> str:
    arcs = region.arcs
    handles = []
    for k, name in enumerate(CORRIDORS):
        crossing = np.flatnonzero((arcs.corridor == k) & (arcs.head < region.n))
        tail, head = arcs.tail[crossing], arcs.head[crossing]
        ends = np.stack([region.lon[tail], region.lat[tail], region.lon[head], region.lat[head]], axis=1)
        width = 0.7 if name == "air" else 1.6
        axes.add_collection(
            LineCollection(list(ends.reshape(-1, 2, 2)), colors=style.COLOURS[name], linewidths=width, zorder=4)
        )
        doors = arcs.tail[(arcs.corridor == k) & (arcs.head >= region.n)]
        axes.plot(region.lon[doors], region.lat[doors], "o", ms=5, color=style.COLOURS[name], zorder=6)
        if (arcs.corridor == k).any():
            handles.append(Line2D([], [], color=style.COLOURS[name], marker="o", label=name.replace("_", " ")))
    axes.legend(
        handles=handles,
        loc="lower left",
        frameon=True,
        framealpha=0.85,
        title="lines: arcs that cross\ndots: doors that cross",
    )
    return f"{len(handles)} corridors have arcs that cross their screenline."


def _where(region: Region, cell: int) -> str:
    if region.division[cell] >= 0:
        return f"{region.division_names[int(region.division[cell])]} ({region.countries[int(region.country[cell])]})"
    return region.country_names[int(region.country[cell])]


def _density(region: Region) -> Floats:
    return region.population / region.area_km2


LAYERS: Final = {
    layer.name: layer
    for layer in (
        Layer("country", "Countries", _countries),
        Layer(
            "division",
            "First-level divisions",
            _patchwork(lambda r: r.division, lambda r: len(r.divisions), "divisions"),
        ),
        Layer("surface", "Land, coast and sea", _surface),
        Layer("population", "People", _amount(_density, "persons per km²", style.FIELD, log=True)),
        Layer("terrain", "Terrain that slows roads, and rivers", _terrain),
        Layer("ports", "Sea ports", _places(lambda r: r.port, "port", "blue")),
        Layer("border", "Land borders", _places(lambda r: r.border, "border cell", "vermillion")),
        Layer("capitals", "National capitals", _places(lambda r: r.capital, "capital", "purple")),
        Layer(
            "coca_suitability",
            "Where coca could grow",
            _amount(lambda r: r.coca_suitability, "suitability (0 to 1)", style.FIELD),
        ),
        Layer(
            "coca_ha", "Coca at the base year", _amount(lambda r: r.coca_ha, "hectares per cell", style.FIELD, log=True)
        ),
        Layer("presence", "State presence", _amount(lambda r: r.presence, "presence (0 to 1)", style.RATE)),
        Layer("zones", "Patrol zones", _zones),
        Layer("arcs", "Ways across, by mode", _arcs),
        Layer("flights", "Clandestine flights", _flights),
        Layer("screenlines", "What crosses each screenline", _screenlines),
        Layer("doors", "Doors to markets", _doors),
    )
}
"""The layers by name, in the order in which a reader should meet them."""
