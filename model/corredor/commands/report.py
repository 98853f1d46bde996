"""``corredor report``: one HTML file that says what a run shows."""

from __future__ import annotations

from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("report")
@click.argument("run", type=FOLDER)
@click.option(
    "--control",
    type=FOLDER,
    help="The run folder it is compared with, run with the same seed; the folder of the scenario's own control beside "
    "RUN if not given.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="If not given, report.html in the run folder; before-after.html if the control is missing.",
)
@click.option(
    "--language", type=click.Choice(["en", "es", "pt"]), default="en", show_default=True, help="Of the report."
)
@click.option("--quiet", is_flag=True, help="Say neither where the report is nor its answer in short.")
def command(run: Path, control: Path | None, out: Path | None, language: str, quiet: bool) -> None:
    """Write the report of RUN, a run folder: one HTML file that opens without a network."""
    from corredor.report.writing import report
    from corredor.runs import open_run

    about = open_run(run)
    done = report(about, control, out=out, language=language)
    wanted = about.scenario.control
    if done.control is None and wanted is not None:
        click.echo(f"no run of its control '{wanted}' beside it, so before and after are compared: --control", err=True)
    if not quiet:
        beside = control is None and done.control is not None
        click.echo(f"{done.path}" + (f" (compared with {done.control.folder.name})" if beside and done.control else ""))
        click.echo(done.in_short)
