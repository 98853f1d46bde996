"""Real processes, really interrupted."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import doubles
import pytest

from corredor.cli import main
from corredor.runs.folder import RunFolder, partial_path

SCRIPT = """
import sys
import doubles
from corredor.runs.ensemble import Interrupted, execute
from corredor.cli import main
from corredor.runs.folder import RunFolder
from pathlib import Path
scenario = doubles.scenario(replicates=6)
folder = RunFolder.begin(Path(sys.argv[1]), scenario, range(6), resume=False)
try:
    execute(folder, scenario, workers=2, quiet=True, build=doubles.SlowModel)
except Interrupted as interruption:
    print(interruption)
    sys.exit(130)
"""
# There is no guard for __main__ here, on purpose: workers must not run the user's script again.


def started(folder):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    script = folder.with_name("script.py")
    script.write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not list(partial_path(folder).glob(".done/*.json")):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until, "nothing finished within a minute"
        time.sleep(0.02)
    return process


def values(run):
    return {entry["replicate"]: entry["checksums"] for entry in run.manifest["replicates"]}


def test_ctrl_c_keeps_what_is_finished_and_resuming_gives_the_same_bits(light_run, tmp_path):
    process = started(tmp_path / "run")
    os.killpg(process.pid, signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "of 6 replicates are kept" in out
    assert "Traceback" not in errors
    assert not (tmp_path / "run").exists()
    resumed = light_run("run", replicates=6, resume=True)
    assert values(resumed) == values(light_run("whole", replicates=6))


def test_another_terminal_sees_how_far_it_is_and_that_nobody_goes_on(tmp_path, capsys, monkeypatch):
    process = started(tmp_path / "run")
    os.killpg(process.pid, signal.SIGSTOP)
    try:
        assert main(["status", str(tmp_path / "run")]) == 0
    finally:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    finished, going_on = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Small world: [1-6] of 6 replicates finished", finished)
    assert re.fullmatch(r"going on: [\d.]+ replicates a minute(, .+ left)?", going_on), (
        "before the first month nobody knows"
    )
    monkeypatch.setattr("corredor.commands.status.ASLEEP_SECONDS", -1.0)
    assert main(["status", str(tmp_path / "run")]) == 0
    assert "nobody is at work on it; --resume goes on" in capsys.readouterr().out


def test_after_kill_nothing_half_written_is_taken_for_whole(light_run, tmp_path):
    process = started(tmp_path / "run")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    folder = RunFolder.begin(tmp_path / "run", doubles.scenario(replicates=6), range(6), resume=True)
    assert 0 < len(folder.missing()) < 6
    resumed = light_run("run", replicates=6, resume=True)
    assert values(resumed) == values(light_run("whole", replicates=6))


@pytest.mark.parametrize("workers", [1, 2])
def test_months_are_counted_for_the_bar(tmp_path, workers):
    from corredor.runs.executor import run_all
    from corredor.runs.replicate import read_job

    scenario = doubles.scenario()
    folder = RunFolder.begin(tmp_path / "run", scenario, range(3), resume=False)
    counted = []
    job = read_job(folder.path, False, doubles.LightModel)
    assert dict(run_all(job, range(3), workers, counted.append)) == {0: None, 1: None, 2: None}
    assert counted == sorted(counted)
    assert counted[-1] == 3 * scenario.months
