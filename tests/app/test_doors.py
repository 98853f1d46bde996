"""Who is let in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from corredor.app.doors import Doors, Scope
from corredor.app.serving import token_for

TOKEN = "a-word-for-the-room"


async def _page(scope: Scope, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"the page"})


def ask(
    *,
    token: str | None = None,
    local: bool = True,
    kind: str = "http",
    method: str = "GET",
    query: str = "",
    **headers: str,
) -> list[dict[str, Any]]:
    """What is answered, message by message."""
    told = {"host": "localhost:8000", **headers}
    scope = {
        "type": kind,
        "method": method,
        "path": "/",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    }
    answers: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        answers.append(dict(message))

    asyncio.run(Doors(_page, token=token, local=local)(scope, receive, send))
    return answers


def status(answers: list[dict[str, Any]]) -> int:
    return int(answers[0]["status"])


def test_this_machine_needs_no_token_and_a_room_always_has_one() -> None:
    assert token_for("127.0.0.1", None) is None
    assert token_for("127.0.0.1", TOKEN) == TOKEN
    assert token_for("0.0.0.0", TOKEN) == TOKEN
    one, other = token_for("0.0.0.0", None), token_for("0.0.0.0", None)
    assert one is not None
    assert len(one) >= 12
    assert one != other


def test_without_the_token_nobody_comes_in() -> None:
    assert status(ask()) == 200
    assert status(ask(token=TOKEN, local=False)) == 403
    assert status(ask(token=TOKEN, local=False, query="token=another")) == 403
    assert status(ask(token=TOKEN, local=False, cookie="corredor_token=another")) == 403
    assert ask(token=TOKEN, local=False, kind="websocket") == [{"type": "websocket.close", "code": 4403}]


def test_the_address_with_the_token_leaves_it_in_a_cookie_and_the_cookie_opens() -> None:
    welcome = ask(token=TOKEN, local=False, query=f"token={TOKEN}")
    headers = dict(welcome[0]["headers"])
    assert status(welcome) == 303
    assert TOKEN.encode() not in headers[b"location"]
    cookie = headers[b"set-cookie"].decode().split(";")[0]
    assert b"HttpOnly" in headers[b"set-cookie"]
    assert status(ask(token=TOKEN, local=False, cookie=cookie)) == 200
    assert ask(token=TOKEN, local=False, kind="websocket", cookie=cookie)[0]["type"] == "websocket.accept"


@pytest.mark.parametrize("host", ["elsewhere.example", "localhost.elsewhere.example:8000", "10.0.0.7:8000"])
def test_on_this_machine_no_other_name_is_answered(host: str) -> None:
    assert status(ask(host=host)) == 421
    assert status(ask(host=host, local=False)) == 200


def test_a_page_from_elsewhere_cannot_speak_to_this_one() -> None:
    assert ask(kind="websocket", origin="http://localhost:8000")[0]["type"] == "websocket.accept"
    assert ask(kind="websocket", origin="http://elsewhere.example")[0]["type"] == "websocket.close"


def test_nothing_is_uploaded_past_the_limit_on_messages() -> None:
    assert status(ask(method="POST")) == 405


def test_browsers_are_told_to_fetch_nothing_from_elsewhere() -> None:
    policy = dict(ask()[0]["headers"])[b"content-security-policy"].decode()
    sources = {word for part in policy.split(";") for word in part.split()[1:]}
    assert sources <= {"'self'", "'unsafe-inline'", "'none'", "data:", "blob:", "ws:", "wss:"}
