"""``corredor report``: one HTML file that says what a run shows."""

from __future__ import annotations

from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("report")
@click.argument("run", type=FOLDER)
@click.option("--control", type=FOLDER, help="The run folder it is compared with, run with the same seed.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="report.html in the run folder if not given."
)
@click.option("--quiet", is_flag=True, help="Do not say where the report is.")
def command(run: Path, control: Path | None, out: Path | None, quiet: bool) -> None:
    """Write the report of RUN, a run folder: one HTML file that opens without a network."""
    from corredor.report import write_report
    from corredor.runs import open_run

    target = write_report(open_run(run), None if control is None else open_run(control), out)
    if not quiet:
        click.echo(str(target))
