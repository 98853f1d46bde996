"""What is said while runs go on."""

import pytest

from corredor.runs import progress as module
from corredor.runs.progress import Pace, duration, progress


@pytest.fixture
def clock():
    now = [0.0]

    def tick(seconds=0.0):
        now[0] += seconds
        return now[0]

    return tick


def test_the_pace_is_that_of_this_sitting_and_not_of_earlier_ones(clock):
    pace = Pace(months=80, wanted=10, done=2, clock=clock)
    assert pace.seconds_left is None
    pace.computed, pace.done = 20, 4
    clock(60.0)
    assert pace.per_minute == pytest.approx(2.0), "ten months a run, twenty in a minute"
    assert pace.seconds_left == pytest.approx(180.0)
    pace.failures = 1
    assert str(pace) == "4/10 runs, 2 a minute, 3 min left, 1 failed"
    assert pace.as_json() == {"per_minute": 2.0, "seconds_left": 180.0, "failures": 1}


def test_times_are_said_as_people_say_them():
    told = [duration(seconds) for seconds in (12.4, 59.6, 754.0, 11_100.0, 187_200.0)]
    assert told == ["12 s", "1 min", "13 min", "3 h 05 min", "2 d 04 h"]


def test_a_log_gets_a_line_now_and_then_and_nothing_if_quiet(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(module, "LINE_SECONDS", 0.0)
    for quiet in (False, True):
        with progress(tmp_path, "A study", months=30, runs=3, done=0, quiet=quiet) as shown:
            shown.months(10)
            shown.finished(1)
            shown.failed(1)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert lines[-1].startswith("A study: 1/3 runs, ")
    assert lines[-1].endswith("1 failed")
    assert " left" in lines[-1]
