"""``corredor new``: a commented scenario to start from."""

from __future__ import annotations

import click


@click.command("new")
@click.argument("name")
def command(name: str) -> None:
    """Write NAME.yaml, a commented scenario that can be run as it is, into the current folder."""
    from corredor.scenario.template import new

    try:
        path = new(name)
    except FileExistsError as error:
        raise click.BadParameter(f"{error.filename} exists already — choose another name", param_hint="NAME") from None
    except OSError as error:
        raise click.BadParameter(f"{error.filename} cannot be written: {error.strerror}", param_hint="NAME") from None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="NAME") from None
    click.echo(f"{path} is written. Change it, then: corredor check {path} && corredor run {path}")
