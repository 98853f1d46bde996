"""The command that opens the page."""

from __future__ import annotations

import builtins
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corredor.app.limits import Limits
from corredor.commands.app import command

ROOT = Path(__file__).resolve().parents[2]


def invoke(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, list[tuple[Any, ...]]]:
    """Exit code, what was said, and how the page would have been served."""
    served: list[tuple[Any, ...]] = []

    def serve(host: str, port: int, token: str | None, ready: Any) -> None:
        served.append((host, port, token))
        ready()

    monkeypatch.setattr("corredor.app.serving.serve", serve)
    result = CliRunner().invoke(command, list(arguments))
    return result.exit_code, result.output, served


def test_it_is_open_on_this_machine_alone_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    code, said, served = invoke(monkeypatch=monkeypatch)
    assert code == 0
    assert served == [("127.0.0.1", 8000, None)]
    assert "http://127.0.0.1:8000/\n" in said


def test_opened_to_a_room_it_has_a_token_and_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _, said, [(host, port, token)] = invoke("--host", "0.0.0.0", "--port", "9000", monkeypatch=monkeypatch)
    assert (host, port) == ("0.0.0.0", 9000)
    assert token
    assert f"http://localhost:9000/?token={token}" in said


def test_a_token_that_could_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    code, said, served = invoke("--token", "1234", monkeypatch=monkeypatch)
    assert (code, served) == (2, [])
    assert "shorter than 8" in said


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without_shiny(name: str, *arguments: Any, **more: Any) -> Any:
        if name == "corredor.app.serving":
            raise ModuleNotFoundError("No module named 'shiny'", name="shiny")
        return imported(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without_shiny)
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 1
    assert "corredor[app]" in result.output


def test_nothing_on_the_page_comes_from_elsewhere() -> None:
    static = files("corredor.app").joinpath("static")
    for path in static.iterdir():
        assert re.findall(r"(?:https?:)?//[\w.-]+\.\w", path.read_text(encoding="utf-8")) == [], path.name


def test_the_limits_that_the_document_names_are_those_that_hold() -> None:
    told = (ROOT / "docs" / "workshop.md").read_text(encoding="utf-8")
    limits = Limits()
    for words in (
        f"{limits.months} months, {limits.replicates} pairs, {limits.cells:,} cells",
        f"{limits.policies} rows; a loaded scenario may have {4 * limits.policies}, and {limits.events} events",
        f"{limits.upload_bytes // 1024} kB",
        f"{limits.task_seconds / 60:g} minutes each",
        f"{limits.sessions} people",
    ):
        assert words in told, words
