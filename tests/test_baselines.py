"""The same seed gives what it gave when the golden runs were recorded, from the API and from the command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import corredor
from golden_runs import RUNS, golden_file, summary


def recorded() -> dict[str, Any]:
    if not golden_file().exists():
        pytest.fail(f"no golden run for this interpreter: 'python tests/golden_runs.py' records {golden_file().name}")
    golden: dict[str, Any] = json.loads(golden_file().read_text())
    return golden


def assert_as_recorded(run: Any, name: str) -> None:
    now, then = summary(run), recorded()[name]
    assert now["integers"] == then["integers"]
    assert now["floats"].keys() == then["floats"].keys()
    for quantity, values in now["floats"].items():
        np.testing.assert_allclose(values, then["floats"][quantity], rtol=1e-9, err_msg=quantity)


@pytest.mark.parametrize("name", list(RUNS))
def test_a_run_gives_what_it_gave_when_it_was_recorded(name: str, tmp_path: Path) -> None:
    run = corredor.run(name, replicates=1, workers=1, out=tmp_path / "run", set=RUNS[name], quiet=True)
    assert_as_recorded(run, name)


def test_the_command_gives_what_the_api_gives(tmp_path: Path) -> None:
    name = "two_corridors"
    changes = [word for path, value in RUNS[name].items() for word in ("--set", f"{path}={value}")]
    command = [sys.executable, "-m", "corredor", "run", name, "--replicates", "1", "--workers", "1", "--quiet"]
    subprocess.run([*command, *changes, "--out", str(tmp_path / "run")], check=True)
    assert_as_recorded(corredor.open_run(tmp_path / "run"), name)
