"""``corredor list``: what ships, as tables."""

from __future__ import annotations

from typing import Any

import click

from corredor.commands.options import json_option, write_json
from corredor.commands.tables import print_table, records
from corredor.shipped import SUBJECTS, listing, meant


class _Subject(click.Choice[str]):
    """One of the subjects; a slip is answered with the one that is meant."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in SUBJECTS:
            self.fail(f"'{value}' cannot be listed — {meant(value)}", param, ctx)
        return value


@click.command("list")
@click.argument("subject", type=_Subject(list(SUBJECTS)), default="scenarios")
@json_option
def command(subject: str, json_file: Any) -> None:
    """List what ships: scenarios (if nothing else is said), policies, processes and so on."""
    rows = records(listing(subject))
    print_table(rows)
    if subject == "scenarios":
        click.echo(f"\nAlso: corredor list {'|'.join(name for name in SUBJECTS if name != subject)}")
    write_json(json_file, rows)
