"""A room that is open, and somebody who visits it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

OPENING_SECONDS = 180.0
WAITING_MS = 180_000
"""How long a visitor waits for anything: what fails does so at once or never, and machines of tests are shared."""


@dataclass
class Visitor:
    """Somebody with a browser of their own.

    Attributes:
        page: what they look at.
        outside: addresses elsewhere that the page asked for; all of them are refused.
        errors: what went wrong in the browser.
    """

    page: Any
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def value(self, selector: str) -> str:
        return str(self.page.input_value(selector))

    def run(self, press: Callable[[], None] | None = None) -> None:
        """Press the button and wait for the end, of however short a run: what was asked before is there at once.

        Args:
            press: how; with the mouse if not given.
        """
        self.page.evaluate(
            """() => {
                document.body.dataset.heard = "";
                const watch = new MutationObserver((changes) => {
                    const begun = changes.some(({ oldValue }) => oldValue === "yes");
                    if (!begun || document.body.dataset.busy !== "no") return;
                    document.body.dataset.heard = "end";
                    watch.disconnect();
                });
                watch.observe(document.body, { attributeFilter: ["data-busy"], attributeOldValue: true });
            }"""
        )
        (press or partial(self.page.click, "#run"))()
        self.page.wait_for_selector("body[data-heard=end]")

    def settle(self) -> None:
        """Take the shortest runs there are, and start them by hand."""
        self.page.wait_for_selector("#spending p")
        self.page.uncheck("#auto")
        self.page.fill("#years", "2")
        self.page.fill("#first_1", "1991")
        self.page.select_option("#pairs", "1")
        self.page.fill("#budget", "5000")
        self.page.wait_for_function("document.querySelector('#spending p')?.textContent.includes('5,000')")


@pytest.fixture(scope="module")
def room() -> Iterator[str]:
    """The address of a page that is open on this machine, with its kernels compiled beforehand."""
    subprocess.run([sys.executable, "-c", "import corredor.app.warm"], check=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "corredor", "app", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        until = time.monotonic() + OPENING_SECONDS
        while True:
            try:
                urlopen(address, timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, "the page did not open"
                assert time.monotonic() < until, "the page did not open in time"
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def visit(browser: Any, room: str) -> Iterator[Any]:
    """Opens the page for another visitor: ``visit(width=390)``."""
    contexts = []

    def open_page(*, width: int = 1280, locale: str = "en-US") -> Visitor:
        # What the page may not do is held by its own policy; the tests look into it all the same.
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=locale, accept_downloads=True, bypass_csp=True
        )
        contexts.append(context)
        context.set_default_timeout(WAITING_MS)
        visitor = Visitor(context.new_page())
        own = urlsplit(room).netloc

        def guard(route: Any) -> None:
            if urlsplit(route.request.url).netloc == own:
                route.continue_()
            else:
                visitor.outside.append(route.request.url)
                route.abort()

        context.route(lambda url: not url.startswith(("data:", "blob:")), guard)
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.goto(room)
        return visitor

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def upload(tmp_path: Path) -> Any:
    """Writes a file that a visitor can upload."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
