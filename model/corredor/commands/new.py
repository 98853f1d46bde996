"""``corredor new``: a commented scenario to start from."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("new")
@click.argument("name")
def command(name: str) -> None:
    """Write NAME.yaml, a commented scenario that can be run as it is, into the current folder."""
    from corredor.scenario.template import template

    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    title = path.stem.replace("_", " ").replace("-", " ").strip().capitalize()
    if not title:
        raise click.BadParameter(f"'{name}' is no name for a scenario", param_hint="NAME")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template(title))
    except FileExistsError:
        raise click.BadParameter(f"{path} exists already — choose another name", param_hint="NAME") from None
    except OSError as error:
        raise click.BadParameter(f"{path} cannot be written: {error.strerror}", param_hint="NAME") from None
    click.echo(f"{path} is written. Change it, then: corredor check {path} && corredor run {path}")
