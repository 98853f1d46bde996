"""``corredor app``: the workshop page, on this machine or opened to a room."""

from __future__ import annotations

import click


@click.command("app")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for a room.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--token", help="What visitors must show; made up if the page is opened to a room and none is given.")
def command(host: str, port: int, token: str | None) -> int:
    """Open the workshop page: choose policies under a budget, run them, see what moves where.

    It needs no network. Everything runs on this machine, and nothing is kept when it is closed.
    """
    from corredor.app.opening import MissingExtra, app

    def ready(address: str, guarded: bool) -> None:
        click.echo(f"The page is open: {address}")
        if guarded:
            click.echo("Give this address to the room, with the name or number of this machine in its place.")
        click.echo("Ctrl-C closes it.")

    click.echo("Opening the page …")
    try:
        app(host, port, token, ready=ready)
    except MissingExtra as error:
        raise click.ClickException(str(error)) from None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--token") from None
    return 0
