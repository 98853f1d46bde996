"""``corredor forecast``: a forecast of years that nobody has seen, frozen, and scored when they have come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corredor.commands.options import INTERRUPTED, json_option, set_option, workers_options, write_json
from corredor.commands.tables import print_table

if TYPE_CHECKING:
    import pandas as pd


def _years(ctx: click.Context, parameter: click.Parameter, value: str) -> tuple[int, int]:
    first, _, last = value.partition("-")
    if not (first.isdigit() and (last or first).isdigit()) or int(last or first) < int(first):
        raise click.BadParameter(f"'{value}' is not FIRST-LAST, e.g. 2025-2027", ctx, parameter)
    return int(first), int(last or first)


@click.command("forecast")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--years", callback=_years, default="2025-2027", show_default=True, metavar="FIRST-LAST")
@click.option("--study", help="That was fitted, if it is none that ships: a YAML file.")
@click.option("--draws", type=click.IntRange(2, 100_000), help="Posterior draws to run, instead of the study's number.")
@workers_options
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the forecast is frozen; 'registered' in FOLDER if not given.",
)
@click.option("--runs", type=click.Path(file_okay=False, path_type=Path), help="Folder of the runs; else temporary.")
@set_option
@click.option("--resume", is_flag=True, help="Go on with the folder of --runs.")
@click.option("--quiet", is_flag=True, help="No progress, no table.")
@click.option(
    "--score",
    "came",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score the forecast that is frozen in FOLDER by these figures: a table as in calibration/observed.",
)
@json_option
def command(
    folder: Path,
    years: tuple[int, int],
    study: str | None,
    draws: int | None,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    runs: Path | None,
    overrides: dict[str, str],
    resume: bool,
    quiet: bool,
    came: Path | None,
    json_file: Path | None,
) -> int:
    """Freeze a forecast with the rule by which it will be scored; or, with --score, score it.

    FOLDER holds the results of 'corredor calibrate'; with --score, a frozen forecast. A forecast is frozen once: a
    folder that has one is refused, and so is one whose file was changed.
    """
    if came is not None:
        table = _scored(folder, came)
        if not quiet:
            print_table(_shown(table), title="Held against what came; the first by its score is the best")
        write_json(json_file, table.reset_index().to_dict("records"))
        return 0
    from corredor.calibration.forecasting import FOLDER, forecast
    from corredor.runs.ensemble import Interrupted

    where = out or folder / FOLDER
    try:
        done = forecast(
            folder, where, study=study, years=years, draws=draws, runs=runs, set=overrides, workers=workers,
            cluster=cluster, resume=resume, quiet=quiet,
        )  # fmt: skip
    except Interrupted as interruption:
        click.echo(str(interruption), err=True)
        return INTERRUPTED
    if not quiet:
        click.echo(f"Frozen: {len(done.record['places'])} places, {years[0]} to {years[1]}, in {where}.")
        click.echo(f"Publish this seal where it cannot be changed: {done.seal}")
    write_json(json_file, dict(done.record))
    return 0


def _scored(folder: Path, came: Path) -> pd.DataFrame:
    from corredor.calibration.forecasting import score_forecast
    from corredor.calibration.registered import ChangedError

    try:
        return score_forecast(folder, came)
    except (ChangedError, ValueError) as error:
        raise click.ClickException(str(error)) from None


def _shown(table: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(key): f"{value:.3g}" if isinstance(value, float) else value for key, value in row.items()}
        for row in table.reset_index().to_dict("records")
    ]
