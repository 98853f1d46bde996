"""kill -9 at a random moment, twenty times: nothing that was whole is redone, and the bits are the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import doubles
import kill_twenty_times

from corredor.runs import open_run, open_study, sweep
from corredor.runs.studies import StudyPlan
from corredor.runs.studies.designs import Design
from corredor.runs.studies.factors import Factor

HERE = Path(__file__).parent


def killed_twenty_times(kind, folder):
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path]),
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
    script = [sys.executable, str(HERE / "kill_twenty_times.py"), kind, str(folder)]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    sittings = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(sittings) == kill_twenty_times.KILLS + 1
    for sitting in sittings:
        assert not {*sitting["whole"]} & {*sitting["begun"]}, "what was whole was done again"
    assert [sitting["killed"] for sitting in sittings] == [True] * kill_twenty_times.KILLS + [False]
    assert any(sitting["killed"] and sitting["whole"] for sitting in sittings)


def test_a_run_killed_twenty_times_has_the_same_bits(tmp_path, light_run):
    killed_twenty_times("run", tmp_path / "killed")
    whole = light_run("whole", duration="1 month", replicates=kill_twenty_times.RUNS, record=[])
    killed = open_run(tmp_path / "killed")
    checksums = [[entry["checksums"] for entry in run.manifest["replicates"]] for run in (killed, whole)]
    assert checksums[0] == checksums[1]
    assert len(checksums[0]) == kill_twenty_times.RUNS
    killed.verify()
    assert not [path for path in killed.folder.rglob("*") if path.name.startswith(".")]


def test_a_study_killed_twenty_times_has_the_same_bits(tmp_path):
    killed_twenty_times("sweep", tmp_path / "killed")
    scenario = doubles.scenario(duration="1 month", replicates=kill_twenty_times.RUNS, record=[])
    factors, runs = (Factor("routes.sensitivity", 0.5, 3.0),), kill_twenty_times.RUNS
    plan = StudyPlan(
        "whole", json.loads(scenario.to_json()), Design("latin_hypercube", runs=runs), factors,
        ("homicide_rate", "delivered"), 1, 7,
    )  # fmt: skip
    whole = sweep(plan, out=tmp_path / "whole", workers=1, quiet=True, build=doubles.LightModel)
    killed = open_study(tmp_path / "killed")
    assert killed.checksum() == whole.checksum()
    assert not [path for path in killed.folder.rglob("*") if path.name.startswith(".")]
