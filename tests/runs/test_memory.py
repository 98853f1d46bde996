"""Many runs need no more memory than few, but for a constant."""

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

import corredor
from corredor.model import TraffickingModel
from corredor.runs.ensemble import execute
from corredor.runs.folder import RunFolder
from corredor.runs.warm import SMALLEST

HERE = Path(__file__).parent
MANY, FEW, CONSTANT_MB = 200, 20, 12.0
linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


def peak_mb(kind, runs, workers):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    script = [sys.executable, str(HERE / "many_runs.py"), kind, str(runs), str(workers)]
    return float(subprocess.run(script, env=environment, check=True, capture_output=True, text=True).stdout)


@linux
@pytest.mark.parametrize("kind", ["sweep", "run"])
def test_memory_stays_flat(kind):
    assert peak_mb(kind, MANY, 1) - peak_mb(kind, FEW, 1) < CONSTANT_MB


THERE, FOUND = weakref.WeakSet(), []


class Counted(TraffickingModel):
    """Counts how many of its kind there are when one is built."""

    def __init__(self, *given, **named):
        FOUND.append(len(THERE))
        THERE.add(self)
        super().__init__(*given, **named)


@pytest.fixture
def without_looking_for_rings():
    gc.collect()
    gc.disable()
    THERE.clear()
    FOUND.clear()
    yield
    gc.enable()


STUDY = {
    "corredor": 1,
    "study": "sweep",
    "scenario": "two_corridors_control",
    "design": {"kind": "latin_hypercube", "runs": 4},
    "factors": {"routes.sensitivity": [0.5, 3]},
}


@pytest.mark.usefixtures("without_looking_for_rings")
def test_no_model_is_left_when_the_next_run_of_a_study_begins():
    corredor.sweep(STUDY, set=SMALLEST, workers=1, quiet=True, build=Counted)
    assert FOUND == [0, 0, 0, 0]


@pytest.mark.usefixtures("without_looking_for_rings")
def test_no_model_is_left_when_the_next_replicate_begins(tmp_path):
    scenario = corredor.load("two_corridors_control", SMALLEST | {"replicates": "4"})
    begun = RunFolder.begin(tmp_path / "run", scenario, range(4), resume=False)
    execute(begun, scenario, workers=1, quiet=True, build=Counted)
    assert FOUND == [0, 0, 0, 0]
