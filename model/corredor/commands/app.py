"""``corredor app``: the workshop page, on this machine or opened to a room."""

from __future__ import annotations

import contextlib

import click


@click.command("app")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for a room.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--token", help="What visitors must show; made up if the page is opened to a room and none is given.")
def command(host: str, port: int, token: str | None) -> int:
    """Open the workshop page: choose policies under a budget, run them, see what moves where.

    It needs no network. Everything runs on this machine, and nothing is kept when it is closed.
    """
    try:
        from corredor.app.serving import serve, token_for
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("shiny", "htmltools", "uvicorn"):
            raise
        raise click.ClickException("the workshop page needs the extra [app]: pip install 'corredor[app]'") from None
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise click.BadParameter(f"shorter than {SHORTEST_TOKEN} characters", param_hint="--token")
    needed = token_for(host, token)
    address = f"http://{_shown(host)}:{port}/" + (f"?token={needed}" if needed else "")

    def ready() -> None:
        click.echo(f"The page is open: {address}")
        if needed:
            click.echo("Give this address to the room, with the name or number of this machine in its place.")
        click.echo("Ctrl-C closes it.")

    click.echo("Opening the page …")
    # To close it is how it ends; nothing was being worked on that could be lost.
    with contextlib.suppress(KeyboardInterrupt):
        serve(host, port, needed, ready)
    return 0


SHORTEST_TOKEN = 8


def _shown(host: str) -> str:
    """The address as a browser on this machine has it."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
