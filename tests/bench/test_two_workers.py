"""Two workers against one, over the whole command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import CalledProcessError

import numpy as np
import pytest

from corredor.bench import suite
from corredor.bench.pairs import row
from corredor.bench.two_workers import speedups, timed, two_workers
from corredor.cli import main
from corredor.runs import open_run
from corredor.runs.warm import SMALLEST

SHORT = [f"{path}={value}" for path, value in (SMALLEST | {"region.resolution": "2 deg"}).items()]
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processor time is read from /proc")


BUSY = """
import os, sys, time

def work(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass

work(0.4)
for _ in range(2):
    if os.fork() == 0:
        work(0.2)
        os._exit(0)
for _ in range(2):
    os.wait()
used = os.times()
with open(sys.argv[1], "w") as file:
    print(used.user + used.system, used.children_user + used.children_system, file=file)
"""
"""A command with two workers, which writes down what processor time it and they have used."""


def test_each_pair_is_the_time_of_one_worker_over_that_of_two_and_begins_with_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    took = {(2, 2): [(9.0, 9.0)], (60, 1): [(60.0, 50.0), (66.0, 52.0)], (60, 2): [(40.0, 25.0), (33.0, 26.0)]}
    order: list[tuple[int, int]] = []

    def seconds(runs: int, workers: int, changes: Sequence[str]) -> np.ndarray:
        assert changes == ["duration=1 year"]
        order.append((runs, workers))
        return np.array(took[runs, workers].pop(0))

    monkeypatch.setattr("corredor.bench.two_workers._seconds", seconds)
    found = speedups(60, 2, ["duration=1 year"])
    assert order == [(2, 2), (60, 1), (60, 2), (60, 2), (60, 1)]
    np.testing.assert_allclose(found, [[1.5, 2.0], [2.0, 2.0]])


@linux
@pytest.mark.parametrize("workers", [1, 2])
def test_processor_time_of_workers_is_counted_and_shared_out_among_them(workers: int, tmp_path: Path) -> None:
    found = timed([sys.executable, "-S", "-c", BUSY, str(tmp_path / "used")], workers)[1]
    own, others = (float(word) for word in (tmp_path / "used").read_text("utf-8").split())
    # Some 0.4 and 0.4: without its own, without its workers, or undivided, it would be off by 0.2 at least.
    assert found == pytest.approx(own + others / workers, abs=0.1)


@linux
def test_one_and_two_workers_do_the_same_replicates(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[int, list[float]] = {}

    def kept(command: list[str], workers: int) -> np.ndarray:
        seconds = timed(command, workers)
        assert seconds[1] > 0.0
        run = open_run(command[command.index("--out") + 1])
        assert run.national.replicate.nunique() == 2
        written[workers] = run.national.homicides.tolist()
        return seconds

    monkeypatch.setattr("corredor.bench.two_workers.timed", kept)
    assert speedups(2, 1, SHORT).shape == (1, 2)
    assert written[1] == written[2]


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
