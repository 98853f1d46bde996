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
    from corredor.plotting import drawable

    try:
        found = drawable(what, control=control, resolution=resolution, tall=tall)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    chosen = _chosen(wanted, found.kinds, found.possible)
    for kind in chosen:
        try:
            figure = found.draw(kind)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--kind") from None
        _save(figure, f"{found.prefix}{kind}", out or found.folder, len(chosen) > 1)


def _chosen(wanted: tuple[str, ...], known: Mapping[str, str], possible: tuple[str, ...]) -> tuple[str, ...]:
    """What is to be drawn; without a wish, everything there is is listed and nothing drawn."""
    if not wanted:
        width = max(map(len, known))
        for name, meaning in known.items():
            click.echo(f"{name:{width}}  {meaning}")
        click.echo(f"\nChoose with --kind, or draw everything with --kind {ALL}.")
    return possible if wanted == (ALL,) else wanted


def _save(figure: Figure, name: str, out: Path, several: bool) -> None:
    from corredor.figures import save

    is_file = out.suffix.lower() in ENDINGS
    if is_file and several:
        raise click.BadParameter("several figures need a folder, not a file", param_hint="--out")
    if out.suffix and not is_file and not out.is_dir():
        raise click.BadParameter(f"a figure is written as {', '.join(ENDINGS)}", param_hint="--out")
    try:
        path = save(figure, out if is_file else out / f"{name}.png")
    except OSError as error:
        raise click.BadParameter(f"{error.filename} cannot be written: {error.strerror}", param_hint="--out") from None
    click.echo(str(path))
