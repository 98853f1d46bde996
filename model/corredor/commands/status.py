"""``corredor status``: how far runs are, whether they go on, were interrupted or are whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corredor.commands.options import json_option, write_json

if TYPE_CHECKING:
    from corredor.runs.standing import Standing

ASLEEP_SECONDS = 120.0
"""After so long without a sign of life a run is taken to have been interrupted."""


@click.command("status")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("runs"))
@json_option
def command(folder: Path, json_file: Path | None) -> None:
    """Say how far runs are.

    FOLDER is a run folder, under the name it will have, or a folder of several; runs if not given.
    """
    from corredor.runs.standing import run_folders, status

    found = status(folder)
    for now in found:
        _print(now, with_folder=len(found) > 1)
    alone = len(found) == 1 and run_folders(folder) == [folder]
    write_json(json_file, found[0].as_json() if alone else [now.as_json() for now in found])


def _print(now: Standing, with_folder: bool) -> None:
    from corredor.runs.progress import duration

    where = f" ({now.folder})" if with_folder else ""
    click.echo(f"{now.name}: {len(now.finished)} of {now.wanted} {now.what} finished{', whole' * now.whole}{where}")
    if now.failed:
        click.echo(f"failed: {', '.join(map(str, now.failed))} (see {now.folder})")
    if now.whole:
        return
    if now.seen is None or now.seen > ASLEEP_SECONDS:
        click.echo("nobody is at work on it; --resume goes on")
        return
    left = "" if now.seconds_left is None else f", {duration(now.seconds_left)} left"
    click.echo(f"going on: {now.per_minute:.3g} {now.what} a minute{left}")
