"""``corredor status``: how far a running or interrupted run is."""

from __future__ import annotations

from pathlib import Path

import click

from corredor.commands.options import json_option, write_json


@click.command("status")
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
def command(folder: Path, json_file: Path | None) -> None:
    """Say how far a running or interrupted run is. FOLDER is the run folder, under the name it will have."""
    from corredor.runs.standing import standing

    now = standing(folder)
    click.echo(f"{now.name}: {len(now.finished)} of {now.wanted} replicates finished" + (", whole" * now.whole))
    if now.failed:
        click.echo(f"failed: {', '.join(map(str, now.failed))} (see {now.folder})")
    if now.seconds is not None and not now.whole:
        left = (now.wanted - len(now.finished)) * now.seconds
        click.echo(f"{now.seconds:.1f} s a replicate; {left:.0f} s of work left, shared by the workers")
    write_json(json_file, now.as_json())
