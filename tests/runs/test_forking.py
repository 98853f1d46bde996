"""Workers forked from a process that has one thread and everything loaded, as the command does it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corredor.core.threads import ONE_THREAD
from corredor.runs.folder import partial_path

HERE = Path(__file__).parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ONE_THREAD} | {
    "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])
}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody says how many threads there are")

LOADED = """
import sys
import corredor
from corredor.runs.warm import load_kernels
from numba.core.registry import CPUDispatcher

def loaded():
    kernels = {id(what): what for name, module in [*sys.modules.items()] if name.startswith("corredor.")
               for what in vars(module).values() if isinstance(what, CPUDispatcher)}
    return sorted((what.py_func.__qualname__, str(what.signatures)) for what in kernels.values())

load_kernels()
before = loaded()
for name in ("baseline", "two_corridors"):
    short = {"region.resolution": "2 deg", "duration": "3 months", "start": "1992-11"}
    model = corredor.TraffickingModel(corredor.load(name, short))
    model.run()
    model.close()
print(sum(signatures != "[]" for _, signatures in before), before == loaded())
"""


def begun(model, folder):
    command = [sys.executable, "-W", "error", str(HERE / "forking.py"), model, str(folder)]
    return subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def told(process):
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return json.loads(out)


def values(run):
    return {entry["replicate"]: entry["checksums"] for entry in run.manifest["replicates"]}


def test_a_process_with_one_thread_forks_its_workers_and_the_bits_are_the_same(tmp_path, light_run):
    said = told(begun("LightModel", tmp_path / "forked"))
    assert said == {"started": ["fork"], "failed": [], "alone again": True}
    forked, whole = (light_run(name, replicates=6, resume=True) for name in ("forked", "whole"))
    assert values(forked) == values(whole)


def test_a_forked_worker_that_is_killed_is_replaced(tmp_path):
    said = told(begun("KilledModel", tmp_path / "killed"))
    assert said["failed"] == [2]
    # Python 3.11 leaves a thread of the pool that broke behind, and then the others come from a server.
    assert said["started"][0] == "fork"
    assert len(said["started"]) >= 2


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_forked_workers_leave_with_the_parent_and_what_is_whole_is_kept(tmp_path, light_run, how):
    process = begun("SlowModel", tmp_path / "run")
    until = time.monotonic() + 60
    while not list(partial_path(tmp_path / "run").glob(".done/*.json")):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until, "nothing finished within a minute"
        time.sleep(0.02)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) == 2
    if how == signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    errors = process.communicate(timeout=60)[1]
    assert process.returncode == (130 if how == signal.SIGINT else -how)
    assert "Traceback" not in errors
    while any(Path(f"/proc/{child}/exe").exists() for child in children):
        assert time.monotonic() < until, "a worker outlives its parent"
        time.sleep(0.02)
    resumed, whole = (light_run(name, replicates=6, resume=True) for name in ("run", "whole"))
    assert values(resumed) == values(whole)


def test_warming_loads_every_kernel_that_a_run_calls():
    done = subprocess.run([sys.executable, "-c", LOADED], env=ENVIRONMENT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    kernels, all_of_them = done.stdout.split()
    assert int(kernels) > 20
    assert all_of_them == "True"
