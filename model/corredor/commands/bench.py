"""``corredor bench``: how fast it is on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from corredor.commands.options import json_option, write_json
from corredor.commands.tables import print_table, records

FINEST = "0.25"
"""The finest grid that goals speak of."""


@click.command("bench")
@click.option(
    "--finest",
    type=click.Choice(["1", "0.5", FINEST]),
    default=FINEST,
    show_default=True,
    help="Smallest cell, in degrees; 0.5 takes a few minutes less, and goals at 0.25 are not measured.",
)
@click.option(
    "--part",
    "parts",
    multiple=True,
    metavar="NAME",
    help="Only this part, e.g. two-workers; may be given more than once. A wrong name lists them all.",
)
@click.option(
    "--chart",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw what each process of a month costs into this file, .png or .svg.",
)
@json_option
def command(finest: str, parts: tuple[str, ...], chart: Path | None, json_file: Path | None) -> None:
    """Measure speed as ratios to named references, medians of interleaved pairs on CPU time.

    A goal that is not met is no error.
    """
    from corredor.bench.measuring import bench

    def told(part: str) -> None:
        click.echo(f"measuring {part} …", err=True)

    try:
        found = bench(float(finest), parts, chart=chart, told=told)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--part") from None
    rows = records(found)
    print_table(rows, title="Medians; low and high are quartiles")
    write_json(json_file, rows)
    if finest != FINEST:
        click.echo(f"goals on grids finer than {finest}° were not measured", err=True)
    if parts:
        click.echo("goals of other parts were not measured", err=True)
