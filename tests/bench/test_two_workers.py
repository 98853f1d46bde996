"""Two workers against one, over the whole command."""

from __future__ import annotations

import os
from pathlib import Path
from subprocess import CalledProcessError

import numpy as np
import pytest

from corredor.bench import suite
from corredor.bench.pairs import row
from corredor.bench.two_workers import speedups, two_workers
from corredor.cli import main
from corredor.runs.warm import SMALLEST

SHORT = [f"{path}={value}" for path, value in (SMALLEST | {"region.resolution": "2 deg"}).items()]
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processor time is read from /proc")


@linux
def test_one_and_two_workers_are_run_by_the_clock_and_by_processor_time() -> None:
    found = speedups(2, 1, SHORT)
    assert found.shape == (1, 2)
    assert np.all(np.isfinite(found) & (found > 0.0))


@linux
def test_a_command_that_fails_has_no_speed() -> None:
    with pytest.raises(CalledProcessError):
        speedups(2, 1, ["no.such=1"])


@linux
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core has no two workers")
def test_the_goal_is_on_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "corredor.bench.two_workers.speedups", lambda *_: np.array([[1.7, 1.9], [1.8, 1.9], [1.9, 2.0]])
    )
    clock, free = two_workers(1.0)
    assert (clock.ratio, clock.goal, clock.met) == (1.8, 1.8, True)
    assert (free.ratio, free.goal) == (1.9, None)


def test_one_part_can_be_measured_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def start_up(_finest: float) -> list[object]:
        return [row("a start", "seconds", np.array([1.0]))]

    def month(_finest: float) -> list[object]:
        raise AssertionError("not asked for")

    monkeypatch.setattr(suite, "PARTS", (start_up, month))
    monkeypatch.setattr(suite, "NAMES", ("start-up", "month"))
    assert [found.name for found in suite.benchmarks(parts=["start-up"])] == ["a start"]
    assert main(["bench", "--part", "no-such-part"]) == 2
    assert "start-up, month" in capsys.readouterr().err
