"""Opening the workshop page from Python or the command."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final

SHORTEST_TOKEN: Final = 8
EXTRA: Final = ("shiny", "htmltools", "uvicorn")
"""What the extra ``[app]`` brings."""


class MissingExtra(RuntimeError):
    """The page needs packages that are not installed."""


def app(
    host: str = "127.0.0.1",
    port: int = 8000,
    token: str | None = None,
    *,
    ready: Callable[[str, bool], None] = lambda address, _: print(f"The page is open: {address}"),
) -> None:
    """Open the workshop page, as ``corredor app`` does, until it is interrupted.

    Args:
        host: address to listen on; ``0.0.0.0`` for a room.
        port: there.
        token: what visitors must show; made up if the page is opened to a room and none is given.
        ready: called when the page is open, with its address on this machine and whether a token guards it.

    Raises:
        ValueError: if the token could be guessed.
        MissingExtra: if the extra ``[app]`` is not installed.
    """
    try:
        from corredor.app.serving import serve, token_for
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        raise MissingExtra("the workshop page needs the extra [app]: pip install 'corredor[app]'") from None
    if token is not None and len(token) < SHORTEST_TOKEN:
        raise ValueError(f"shorter than {SHORTEST_TOKEN} characters")
    needed = token_for(host, token)
    address = f"http://{_shown(host)}:{port}/" + (f"?token={needed}" if needed else "")
    # To close it is how it ends; nothing was being worked on that could be lost.
    with contextlib.suppress(KeyboardInterrupt):
        serve(host, port, needed, lambda: ready(address, needed is not None))


def _shown(host: str) -> str:
    """The address as a browser on this machine has it."""
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
