"""Who comes in: the token, the address that was asked for, and how much may be sent."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE: Final = "corredor_token"
LOCAL: Final = ("localhost", "127.0.0.1", "::1")
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Browsers fetch nothing from anywhere else, whatever a page says."""


class Doors:
    """An application that lets in only who may.

    Args:
        inner: the application.
        token: what whoever comes in must show, in the address or in the cookie that it leaves; nothing for nobody.
        local: only requests for this machine's own name are answered, so that no page from elsewhere can be made to
            speak to this one under another name.
    """

    def __init__(self, inner: Application, *, token: str | None, local: bool) -> None:
        self._inner, self._token, self._local = inner, token, local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or hand on."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        if refused is not None:
            await _refuse(scope, receive, send, *refused)
        elif self._by_address(scope):
            await _welcome(scope, send, self._token or "")
        else:
            await self._inner(scope, receive, _guarded(send))

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if self._local and urlsplit(f"//{host}").hostname not in LOCAL:
            return 421, "This page is open on this machine only: corredor app --host opens it to a room."
        origin = headers.get("origin")
        if origin is not None and scope["type"] == "websocket" and urlsplit(origin).netloc != host:
            return 403, "Only this page itself may speak to it."
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            return 405, "Nothing is uploaded this way."
        if self._token is not None and not (self._by_address(scope) or self._same(_cookie(headers))):
            return 403, "This room is open to those who have its token: use the address that was given out."
        return None

    def _by_address(self, scope: Scope) -> bool:
        """Whether the token is in the address of a page."""
        if self._token is None or scope["type"] != "http":
            return False
        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])
        return self._same(given[0])

    def _same(self, given: str) -> bool:
        return self._token is not None and hmac.compare_digest(given.encode(), self._token.encode())


def _cookie(headers: dict[str, str]) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value


def _guarded(send: Send) -> Send:
    async def with_policy(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            added = [
                (b"content-security-policy", POLICY.encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
            ]
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await send(message)

    return with_policy


async def _welcome(scope: Scope, send: Send, token: str) -> None:
    """Leave the token in a cookie, so that it does not stay in the address."""
    kept = f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
    headers = [(b"location", scope["path"].encode()), (b"set-cookie", kept.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4403})
        return
    body = why.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
