"""Many runs need no more memory than few, but for a constant."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MANY, FEW, CONSTANT_MB = 200, 20, 12.0
pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


def peak_mb(kind, runs, workers):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    script = [sys.executable, str(HERE / "many_runs.py"), kind, str(runs), str(workers)]
    return float(subprocess.run(script, env=environment, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("kind", ["sweep", "run"])
def test_memory_stays_flat(kind):
    assert peak_mb(kind, MANY, 1) - peak_mb(kind, FEW, 1) < CONSTANT_MB
