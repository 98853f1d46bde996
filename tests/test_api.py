"""Everything the command does is one call from Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import corredor
from corredor.bench.pairs import row
from corredor.cli import COMMANDS
from corredor.figures import alt_text
from corredor.report import page
from corredor.report.images import Image

OTHER_NAMES = {"list": "listing"}
"""Of commands whose own name means something else in Python."""
SHORT = {"duration": "3 months"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs of a scenario and its control, side by side."""
    parent = tmp_path_factory.mktemp("runs")
    for name in ("two_corridors", "two_corridors_control"):
        surge = {"policies.Eastern surge.start": "1990-02"} if name == "two_corridors" else {}
        corredor.run(name, set=SHORT | surge, replicates=1, workers=1, quiet=True, out=parent / name)
    return parent


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_a_function_with_a_description(command: str) -> None:
    function = getattr(corredor, OTHER_NAMES.get(command, command))
    assert callable(function)
    assert function.__doc__


def test_the_page_names_the_call_of_every_command() -> None:
    written = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"| `{command}" in written
        assert f"`corredor.{OTHER_NAMES.get(command, command)}(" in written


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, corredor; print([m for m in ('numpy', 'pandas', 'numba', 'mesa', 'click') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_a_sound_scenario_can_be_run() -> None:
    found = corredor.check("two_corridors_control", {"duration": "2 years"})
    assert found.ok
    assert found.scenario is not None
    assert found.scenario.months == 24


def test_what_is_wrong_with_a_scenario_is_said_and_not_raised() -> None:
    found = corredor.check("two_corridors", {"duration": "9 kg"})
    assert not found.ok
    assert "duration" in str(found.problems[0])


def test_a_scenario_that_is_no_pair_with_its_control_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text("corredor: 1\nname: Other\nextends: two_corridors\ncontrol: baseline\n", encoding="utf-8")
    found = corredor.check(path)
    assert found.ok
    assert any("region" in note for note in found.warnings)


def test_what_ships_is_a_table() -> None:
    scenarios = corredor.listing()
    assert {"baseline", "two_corridors"} <= set(scenarios["name"])
    assert corredor.listing("parameters").set_index("parameter").loc["violence.lethality", "unit"] == "1/month"


def test_what_cannot_be_listed_is_answered_with_what_can() -> None:
    with pytest.raises(ValueError, match="did you mean 'policies'"):
        corredor.listing("polices")


def test_a_scenario_is_shown_with_where_each_value_came_from() -> None:
    shown = corredor.show("balloon_effect", {"replicates": "3"}).set_index("path")
    assert str(shown.loc["start", "origin"]).startswith("scenarios/balloon_control.yaml:")
    assert (shown.loc["replicates", "value"], shown.loc["replicates", "origin"]) == (3, "--set replicates=3")
    loaded = corredor.load("balloon_effect", {"replicates": "3"})
    pd.testing.assert_frame_equal(corredor.show(loaded).set_index("path"), shown)


def test_a_new_scenario_can_be_run_and_is_never_written_over(tmp_path: Path) -> None:
    path = corredor.new("my_surge", tmp_path)
    assert path == tmp_path / "my_surge.yaml"
    assert corredor.check(path).ok
    with pytest.raises(FileExistsError):
        corredor.new("my_surge.yaml", tmp_path)
    with pytest.raises(ValueError, match="no name"):
        corredor.new("_", tmp_path)


def test_the_schema_is_plain_json() -> None:
    assert corredor.schema()["required"] == ["corredor", "name"]


def test_whole_runs_are_whole(folder: Path) -> None:
    assert [(now.name, now.whole) for now in corredor.status(folder)] == [
        ("Two corridors", True),
        ("Two corridors control", True),
    ]
    (alone,) = corredor.status(folder / "two_corridors")
    assert alone.finished == [0]


def test_a_figure_of_a_run_is_returned_and_saved(folder: Path, tmp_path: Path) -> None:
    figure = corredor.plot(folder / "two_corridors", "prices", out=tmp_path / "prices.svg")
    assert alt_text(figure)
    assert (tmp_path / "prices.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_a_layer_of_a_region_is_drawn() -> None:
    assert "population" in corredor.figure_kinds("ring")
    assert alt_text(corredor.plot("ring", "population", resolution=2.0))


@pytest.mark.parametrize(
    ("what", "kind", "message"),
    [("nowhere", "flows", "neither a run folder nor a region"), ("ring", "relief", "no layer is called 'relief'")],
)
def test_what_cannot_be_drawn_is_refused_with_what_can(what: str, kind: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        corredor.plot(what, kind)


def test_a_report_is_written_with_the_control_beside_the_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def undrawn(_run: Any, kind: str, _control: Any, _translator: Any) -> Image:
        return Image(kind, "", "data:,", "data:,", kind, 1, 1)

    monkeypatch.setattr(page, "image", undrawn)
    done = corredor.report(folder / "two_corridors", out=tmp_path / "es.html", language="es")
    assert done.control is not None
    assert done.control.name == "Two corridors control"
    assert done.in_short
    assert 'lang="es"' in done.path.read_text(encoding="utf-8")


def test_benchmarks_are_a_table_with_nothing_where_there_is_no_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [row("speed", "a snail", np.array([3.0, 4.0, 5.0]), at_least=2.0), row("size", "MB", np.array([7.0]))]
    monkeypatch.setattr("corredor.bench.suite.benchmarks", lambda *_: made)
    found = corredor.bench().set_index("name")
    assert found.loc["speed", "ratio"] == 4.0
    assert found.loc["speed", "met"]
    assert found.loc["size", "goal"] is None
    with pytest.raises(ValueError, match="no part is called"):
        corredor.bench(parts=["no-such-part"])


def test_the_workshop_page_says_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corredor.app.serving.serve", lambda _host, _port, _token, ready: ready())
    told: list[tuple[str, bool]] = []
    corredor.app(port=9000, ready=lambda *said: told.append(said))
    assert told == [("http://127.0.0.1:9000/", False)]
    with pytest.raises(ValueError, match="shorter than 8"):
        corredor.app("0.0.0.0", token="1234")


def test_a_forecast_goes_into_the_folder_of_its_calibration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = SimpleNamespace()

    def register(results: Path, out: Path, **options: Any) -> str:
        asked.results, asked.out, asked.years = results, out, options["years"]
        return "frozen"

    monkeypatch.setattr("corredor.calibration.inference.registering.register_forecast", register)
    assert corredor.forecast(tmp_path, years=(2026, 2027)) == "frozen"
    assert (asked.results, asked.out, asked.years) == (tmp_path, tmp_path / "registered", (2026, 2027))


def test_a_forecast_that_was_never_frozen_has_no_score(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no registered forecast"):
        corredor.score_forecast(tmp_path, tmp_path / "came.csv")
