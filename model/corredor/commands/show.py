"""``corredor show``: a scenario in full, each value with where it came from."""

from __future__ import annotations

from typing import Any

import click

from corredor.commands.options import json_option, set_option, write_json
from corredor.commands.tables import print_table


@click.command("show")
@click.argument("scenario")
@set_option
@json_option
def command(scenario: str, overrides: dict[str, str], json_file: Any) -> None:
    """Show a scenario in full, each value with the file and line it came from."""
    from corredor.scenario import load
    from corredor.scenario.origins import values_with_origins

    loaded = load(scenario, overrides)
    rows = [{"value": path, "is": value, "from": origin} for path, value, origin in values_with_origins(loaded)]
    print_table(rows, title=loaded.name)
    for warning in loaded.warnings:
        click.echo(f"note: {warning}")
    write_json(json_file, [{"path": row["value"], "value": row["is"], "origin": row["from"]} for row in rows])
