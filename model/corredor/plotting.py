"""Figures of what is named: a run, a calibration, a study of sensitivity, or a region's layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corredor.figures.style import Layout


@dataclass(frozen=True)
class Drawable:
    """What can be drawn of something.

    Attributes:
        kinds: every kind of figure of such a thing by name, with what it shows.
        possible: those that this one can give; others say what they want when they are drawn.
        folder: where figures go if nobody says.
        prefix: of their files.
        draw: makes the figure of a kind.
    """

    kinds: Mapping[str, str]
    possible: tuple[str, ...]
    folder: Path
    prefix: str
    draw: Callable[[str], Figure]


def plot(
    what: str | Path,
    kind: str,
    *,
    control: str | Path | None = None,
    resolution: float | None = None,
    tall: bool = False,
    out: str | Path | None = None,
) -> Figure:
    """Draw one figure, as ``corredor plot`` does.

    Args:
        what: the folder of a run, a calibration or a study of sensitivity, or the name of a region.
        kind: one of ``figure_kinds(what)``.
        control: folder of the run that a run is compared with, run with the same seed.
        resolution: of a region, degrees.
        tall: for a narrow screen: the panels one below the other.
        out: a ``.png``, ``.svg`` or ``.pdf`` file to save it in too.

    Returns:
        The figure, with its text alternative as its label.

    Raises:
        ValueError: if there is no such thing or kind, or it cannot be drawn; the message says what to do.
    """
    figure = drawable(what, control=control, resolution=resolution, tall=tall).draw(kind)
    if out is not None:
        from corredor.figures import save

        save(figure, Path(out))
    return figure


def figure_kinds(what: str | Path) -> dict[str, str]:
    """Every kind of figure of such a thing as ``what`` by name, with what it shows.

    Args:
        what: as in ``plot``.

    Raises:
        ValueError: if ``what`` is nothing that can be drawn.
    """
    return dict(drawable(what).kinds)


def drawable(
    what: str | Path, *, control: str | Path | None = None, resolution: float | None = None, tall: bool = False
) -> Drawable:
    """What can be drawn of ``what``; see ``plot`` for the arguments."""
    layout: Layout = "tall" if tall else "wide"
    folder = Path(what)
    if not folder.is_dir():
        return _region(str(what), resolution)
    if resolution is not None:
        raise ValueError("a run has the resolution it was run with")
    if any((path / "diagnostics.json").is_file() for path in (folder, folder / "results")):
        return _calibration(folder, layout)
    if (folder / "sensitivity.json").is_file():
        return _sensitivity(folder, layout)
    return _run(folder, control, layout)


def _calibration(folder: Path, layout: Layout) -> Drawable:
    """Of what a calibration leaves, its study's folder or a copy of its results."""
    from corredor.calibration.figures.registry import drawable as possible
    from corredor.calibration.figures.registry import kinds, plot
    from corredor.calibration.inference.results import open_calibration

    results = open_calibration(folder)
    known = {name: kind.meaning for name, kind in kinds().items()}

    def draw(kind: str) -> Figure:
        return plot(results, kind, layout=layout)

    return Drawable(known, tuple(possible(results)), results.folder / "figures", "", draw)


def _sensitivity(folder: Path, layout: Layout) -> Drawable:
    from corredor.sensitivity import open_sensitivity
    from corredor.sensitivity.figures import KINDS, plot

    results = open_sensitivity(folder)

    def draw(kind: str) -> Figure:
        return plot(results, kind, layout=layout)

    return Drawable(KINDS, tuple(KINDS), folder / "figures", "", draw)


def _run(folder: Path, control: str | Path | None, layout: Layout) -> Drawable:
    from corredor.figures import kinds, plot
    from corredor.runs import open_run

    known = kinds()
    run, other = open_run(folder), None if control is None else open_run(control)
    possible = tuple(name for name, kind in known.items() if other is not None or not kind.needs_control)

    def draw(kind: str) -> Figure:
        return plot(run, kind, other, layout=layout)

    return Drawable({name: kind.meaning for name, kind in known.items()}, possible, folder / "figures", "", draw)


def _region(name: str, resolution: float | None) -> Drawable:
    from corredor.figures.region_layers import LAYERS, plot_layer
    from corredor.region import load, names

    if name not in names():
        raise ValueError(f"'{name}' is neither a run folder nor a region: there is {', '.join(names())}")

    def draw(layer: str) -> Figure:
        return plot_layer(load(name, resolution), layer)

    return Drawable({layer: LAYERS[layer].title for layer in LAYERS}, tuple(LAYERS), Path("figures"), f"{name}-", draw)
