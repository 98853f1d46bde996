"""``corredor show``: a scenario in full, each value with where it came from."""

from __future__ import annotations

from typing import Any

import click

from corredor.commands.options import json_option, set_option, write_json
from corredor.commands.tables import print_table, records


@click.command("show")
@click.argument("scenario")
@set_option
@json_option
def command(scenario: str, overrides: dict[str, str], json_file: Any) -> None:
    """Show a scenario in full, each value with the file and line it came from."""
    from corredor.scenario import load
    from corredor.scenario.origins import show

    loaded = load(scenario, overrides)
    rows = records(show(loaded))
    print_table([dict(zip(("value", "is", "from"), row.values(), strict=True)) for row in rows], title=loaded.name)
    for warning in loaded.warnings:
        click.echo(f"note: {warning}")
    write_json(json_file, rows)
