"""A real Dask scheduler with two worker processes: the same bits as anywhere else, even if one of them is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import doubles
import pytest
from test_sweep import plan

from corredor.runs.ensemble import execute
from corredor.runs.errors import RunError
from corredor.runs.folder import RunFolder
from corredor.runs.run import Run
from corredor.runs.studies import sweep

pytest.importorskip("distributed")

ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
WORKER = ["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]


def started(*arguments):
    command = [sys.executable, "-W", "ignore", "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
    return subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def cluster(tmp_path):
    """Address of a scheduler, and its two worker processes."""
    file = tmp_path / "scheduler.json"
    listening = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    processes = [started("scheduler", *listening)]
    try:
        address = wait_for(lambda: address_in(file))
        processes += [started(*WORKER, address, "--local-directory", str(tmp_path)) for _ in range(2)]
        yield address, processes[1:]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def address_in(file):
    """Where the scheduler listens; None until its file stands and is written to its end."""
    try:
        return json.loads(file.read_text())["address"]
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def wait_for(what):
    until = time.monotonic() + 60
    while not (found := what()):
        assert time.monotonic() < until, "nothing within a minute"
        time.sleep(0.02)
    return found


def values(run):
    return {entry["replicate"]: entry["checksums"] for entry in run.manifest["replicates"]}


def test_a_cluster_that_loses_a_worker_gives_the_same_bits(cluster, tmp_path, light_run):
    address, workers = cluster
    alone = sweep(plan(runs=8), out=tmp_path / "alone", workers=1, quiet=True, build=doubles.LightModel)
    shared = sweep(plan(runs=8), out=tmp_path / "shared", cluster=address, quiet=True, build=doubles.LightModel)
    assert shared.checksum() == alone.checksum()
    scenario = doubles.scenario(replicates=8)
    folder = RunFolder.begin(tmp_path / "run", scenario, range(8), resume=False)

    def kill_one_midway():
        wait_for(lambda: len(list(folder.path.glob(".done/*.json"))) >= 2)
        workers[0].send_signal(signal.SIGKILL)

    killer = threading.Thread(target=kill_one_midway)
    killer.start()
    execute(folder, scenario, workers=None, cluster=address, quiet=True, build=doubles.SlowModel)
    killer.join()
    assert workers[0].wait() == -signal.SIGKILL
    assert workers[1].poll() is None
    assert values(Run(folder.final)) == values(light_run("whole", replicates=8))


def test_a_cluster_of_ones_own_gives_the_same_bits(tmp_path):
    alone = sweep(plan(), out=tmp_path / "alone", workers=1, quiet=True, build=doubles.LightModel)
    own = sweep(plan(), out=tmp_path / "own", workers=2, cluster="local", quiet=True, build=doubles.LightModel)
    assert own.checksum() == alone.checksum()


def test_an_address_where_nobody_answers_is_said_plainly(tmp_path, monkeypatch):
    monkeypatch.setattr("corredor.runs.cluster.PATIENCE_SECONDS", 0.3)
    with pytest.raises(RunError, match=r"no Dask scheduler answers at 'tcp://127.0.0.1:9'"):
        sweep(plan(), out=tmp_path / "nobody", cluster="tcp://127.0.0.1:9", quiet=True, build=doubles.LightModel)


def test_a_worker_with_other_code_is_refused(tmp_path):
    from corredor.runs.cluster import _work
    from corredor.runs.crew import packed
    from corredor.runs.provenance import decisive_versions
    from corredor.runs.studies.one_run import StudyWork

    sent = packed(StudyWork(plan(), doubles.LightModel))
    assert set(_work(sent, decisive_versions(), [3]).results) == {3}
    with pytest.raises(RunError, match=r"would give other numbers: it has code .*, not another"):
        _work(sent, decisive_versions() | {"code": "another"}, [3])
