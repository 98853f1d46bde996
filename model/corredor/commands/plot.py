"""``corredor plot``: figures of a run, a calibration or a study of sensitivity, or maps of a region's layers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS: Final = (".png", ".svg", ".pdf")
ALL: Final = "all"


@click.command("plot")
@click.argument("what", metavar="RUN|CALIBRATION|SENSITIVITY|REGION")
@click.option("--kind", "wanted", multiple=True, metavar="K", help="Which figure, or 'all'; may be given repeatedly.")
@click.option(
    "--control",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The run folder that RUN is compared with, run with the same seed.",
)
@click.option("--resolution", type=click.FloatRange(0, 5, min_open=True), help="Of a region, degrees.")
@click.option("--tall", is_flag=True, help="For a narrow screen: the panels of a run's figure one below the other.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A .png, .svg or .pdf file, or a folder; 'figures' in the run folder, or in this one, if not given.",
)
def command(
    what: str,
    wanted: tuple[str, ...],
    control: Path | None,
    resolution: float | None,
    tall: bool,
    out: Path | None,
) -> None:
    """Draw figures of the folder of a run, a calibration or a study of sensitivity.

    Or the layers of a region such as 'americas'.

    Without --kind, list what there is to draw.
    """
    if not Path(what).is_dir():
        _plot_region(what, wanted, resolution, out)
    elif resolution is not None:
        raise click.BadParameter("a run has the resolution it was run with", param_hint="--resolution")
    elif _is_calibration(Path(what)):
        _plot_calibration(Path(what), wanted, tall, out)
    elif (Path(what) / "sensitivity.json").is_file():
        _plot_sensitivity(Path(what), wanted, tall, out)
    else:
        _plot_run(Path(what), wanted, control, tall, out)


def _is_calibration(folder: Path) -> bool:
    """Whether a folder holds what a calibration leaves, its study's or a copy of its results."""
    return any((path / "diagnostics.json").is_file() for path in (folder, folder / "results"))


def _plot_calibration(folder: Path, wanted: tuple[str, ...], tall: bool, out: Path | None) -> None:
    from corredor.calibration.figures.registry import drawable, kinds, plot
    from corredor.calibration.inference.results import open_calibration

    results = open_calibration(folder)
    known = {name: kind.meaning for name, kind in kinds().items()}
    chosen = _chosen(wanted, known, {name: known[name] for name in drawable(results)})
    for kind in chosen:
        try:
            figure = plot(results, kind, layout="tall" if tall else "wide")
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--kind") from None
        _save(figure, kind, out or results.folder / "figures", len(chosen) > 1)


def _plot_sensitivity(folder: Path, wanted: tuple[str, ...], tall: bool, out: Path | None) -> None:
    from corredor.sensitivity import open_sensitivity
    from corredor.sensitivity.figures import KINDS, plot

    results = open_sensitivity(folder)
    chosen = _chosen(wanted, KINDS, KINDS)
    for kind in chosen:
        try:
            figure = plot(results, kind, layout="tall" if tall else "wide")
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--kind") from None
        _save(figure, kind, out or folder / "figures", len(chosen) > 1)


def _plot_run(folder: Path, wanted: tuple[str, ...], control: Path | None, tall: bool, out: Path | None) -> None:
    from corredor.figures import kinds, plot
    from corredor.runs import open_run

    known = kinds()
    run, other = open_run(folder), None if control is None else open_run(control)
    drawable = {name: kind.meaning for name, kind in known.items() if other is not None or not kind.needs_control}
    chosen = _chosen(wanted, {name: kind.meaning for name, kind in known.items()}, drawable)
    for kind in chosen:
        try:
            figure = plot(run, kind, other, layout="tall" if tall else "wide")
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--kind") from None
        _save(figure, kind, out or folder / "figures", len(chosen) > 1)


def _plot_region(name: str, wanted: tuple[str, ...], resolution: float | None, out: Path | None) -> None:
    from corredor.figures.region_layers import LAYERS, plot_layer
    from corredor.region import load, names

    if name not in names():
        raise click.BadParameter(f"'{name}' is neither a run folder nor a region: there is {', '.join(names())}")
    layers = {layer: LAYERS[layer].title for layer in LAYERS}
    chosen = _chosen(wanted, layers, layers)
    if not chosen:
        return
    try:
        region = load(name, resolution)
        for layer in chosen:
            _save(plot_layer(region, layer), f"{name}-{layer}", out or Path("figures"), len(chosen) > 1)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _chosen(wanted: tuple[str, ...], known: Mapping[str, str], drawable: Mapping[str, str]) -> tuple[str, ...]:
    """What is to be drawn; without a wish, everything there is is listed and nothing drawn."""
    if not wanted:
        width = max(map(len, known))
        for name, meaning in known.items():
            click.echo(f"{name:{width}}  {meaning}")
        click.echo(f"\nChoose with --kind, or draw everything with --kind {ALL}.")
    return tuple(drawable) if wanted == (ALL,) else wanted


def _save(figure: Figure, name: str, out: Path, several: bool) -> None:
    from corredor.figures import save

    is_file = out.suffix.lower() in ENDINGS
    if is_file and several:
        raise click.BadParameter("several figures need a folder, not a file", param_hint="--out")
    if out.suffix and not is_file and not out.is_dir():
        raise click.BadParameter(f"a figure is written as {', '.join(ENDINGS)}", param_hint="--out")
    click.echo(str(save(figure, out if is_file else out / f"{name}.png")))
