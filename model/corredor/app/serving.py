"""Opening the room: the server, the page, and what is run before the first visitor comes."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import sys
from collections.abc import Callable
from typing import Final

import uvicorn

from corredor.app.desk import Cancelled, WorkError
from corredor.app.doors import LOCAL, Doors
from corredor.app.drafting import first_months
from corredor.app.limits import Limits
from corredor.app.room import Room
from corredor.app.server import build, opening, opening_base
from corredor.app.visit import Visit

MESSAGE_BYTES: Final = 64 * 1024
"""Room in a message for what is not the file."""


def token_for(host: str, token: str | None) -> str | None:
    """The token that a room needs: none on this machine, one of its own if none is given and others can come in."""
    if token is None and host not in LOCAL:
        return secrets.token_urlsafe(9)
    return token


def serve(host: str, port: int, token: str | None, ready: Callable[[], None], limits: Limits | None = None) -> None:
    """Keep the room open until it is interrupted.

    Args:
        host: address to listen on.
        port: there.
        token: what visitors must show.
        ready: called when the page can be opened.
        limits: what the room accepts.
    """
    room = Room(limits or Limits())
    doors = Doors(build(room), token=token, local=host in LOCAL)
    config = uvicorn.Config(
        doors,
        host=host,
        port=port,
        log_level="warning",
        ws_max_size=room.limits.upload_bytes + MESSAGE_BYTES,
        limit_concurrency=16 * room.limits.sessions,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    # The server raises again what stopped it: both signals must lead out through here, where the room is tidied up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        asyncio.run(_open(uvicorn.Server(config), room, ready))
    finally:
        room.close()


async def _open(server: uvicorn.Server, room: Room, ready: Callable[[], None]) -> None:
    preparing = asyncio.create_task(_prepare(room))
    announcing = asyncio.create_task(_announce(server, ready))
    try:
        await server.serve()
    finally:
        for task in (preparing, announcing):
            task.cancel()
        await asyncio.gather(preparing, announcing, return_exceptions=True)


async def _announce(server: uvicorn.Server, ready: Callable[[], None]) -> None:
    while not server.started:
        await asyncio.sleep(0.05)
    ready()


async def _prepare(room: Room) -> None:
    """Run what the page opens with, so that the first picture is there at once."""
    plain, pairs = opening()
    visit = Visit(room)

    async def nobody(_: object) -> None:
        return None

    try:
        with contextlib.suppress(WorkError, Cancelled):
            await visit.carry_out(visit.begin(plain, pairs), nobody)
            await room.prices(first_months(opening_base()))
    finally:
        visit.leave()
