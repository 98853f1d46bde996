"""``corredor schema``: the JSON Schema of scenarios."""

from __future__ import annotations

import json

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of scenarios, with which an editor completes and checks while you type.

    Save it with 'corredor schema > corredor.schema.json' and name it in the first line of a scenario:
    # yaml-language-server: $schema=corredor.schema.json
    """
    from corredor.scenario.schema import schema

    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))
