"""Benchmarks say what they measured, whether it is enough, and nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from corredor.bench.chart import draw_month
from corredor.bench.month import BY_PROCESS
from corredor.bench.pairs import Row, paired, row
from corredor.bench.running import start_up
from corredor.cli import main


def test_what_takes_ten_times_as_long_has_a_ratio_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("corredor.bench.pairs.time.process_time", lambda: clock[0])

    def work(seconds: float) -> None:
        clock[0] += seconds

    assert paired(lambda: work(10.0), lambda: work(1.0), rounds=5, times=3) == pytest.approx(np.full(5, 10.0))


def test_a_goal_is_met_by_the_median_alone() -> None:
    assert row("a", "b", np.array([1.0, 50.0, 60.0]), at_least=40.0).met
    assert not row("a", "b", np.array([1.0, 2.0, 60.0]), at_least=40.0).met
    assert row("a", "b", np.array([1.0, 2.0, 60.0]), at_most=3.0).met
    assert row("a", "b", np.array([2.0])).goal is None


def test_the_command_writes_what_it_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [row("speed", "a snail", np.array([3.0, 4.0, 5.0]), at_least=2.0), row("size", "MB", np.array([7.0]))]
    monkeypatch.setattr("corredor.bench.suite.benchmarks", lambda *_: made)
    assert main(["bench", "--json", str(tmp_path / "found.json")]) == 0
    found = json.loads((tmp_path / "found.json").read_text())
    assert found == [asdict(entry) for entry in made]
    assert set(found[0]) == {"name", "reference", "ratio", "low", "high", "goal", "met"}


def test_goals_that_were_not_measured_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def benchmarks(finest: float, *_: object) -> list[Row]:
        asked.append(finest)
        return [row("size", "MB", np.array([7.0]))]

    monkeypatch.setattr("corredor.bench.suite.benchmarks", benchmarks)
    assert main(["bench"]) == 0
    assert "not measured" not in capsys.readouterr().err
    assert main(["bench", "--finest", "0.5", "--part", "month"]) == 0
    told = capsys.readouterr().err
    assert "finer than 0.5° were not measured" in told
    assert "other parts were not measured" in told
    assert asked == [0.25, 0.5]


def test_the_chart_shows_every_process_of_the_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spent = np.array([1.0, 2.0, 4.0])
    made = [row(f"{BY_PROCESS}{name}", "milliseconds", spent) for name in ("routes", "violence")]
    made.append(row("a month at 1°", "milliseconds", 3 * spent))
    names = [label.get_text() for label in draw_month(made).axes[0].get_yticklabels()]
    assert names == ["routes", "violence"]
    monkeypatch.setattr("corredor.bench.suite.benchmarks", lambda *_: made)
    assert main(["bench", "--chart", str(tmp_path / "month.png")]) == 0
    assert (tmp_path / "month.png").stat().st_size > 5000


def test_what_is_timed_of_help_is_held_to_a_goal() -> None:
    (found,) = start_up(1.0)
    assert (found.name, found.reference, found.goal) == ("corredor --help", "seconds", 0.3)
