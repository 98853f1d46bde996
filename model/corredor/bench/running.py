"""What it takes to begin: start-up, compilation, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import numpy as np

from corredor.bench.pairs import Row, row


def start_up(_finest: float) -> Iterator[Row]:
    """``corredor --help``, which must not load a kernel."""
    seconds = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "corredor", "--help"], check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    yield row("corredor --help", "seconds", np.array(seconds), at_most=0.3)


def compiling(_finest: float) -> Iterator[Row]:
    """From nothing to the end of the first month at 1°, with no compiled kernel at hand and with all of them."""
    with tempfile.TemporaryDirectory() as kernels:
        first = _first_month(kernels)
        again = [_first_month(kernels) for _ in range(3)]
    yield row("first month after installation, kernels compiled", "seconds", np.array([first]))
    yield row("first month of a process, kernels from the cache", "seconds", np.array(again))


def _first_month(kernels: str) -> float:
    began = time.perf_counter()
    environment = {**os.environ, "NUMBA_CACHE_DIR": kernels}
    subprocess.run([sys.executable, "-c", _BUILD.format(1, 1)], check=True, capture_output=True, env=environment)
    return time.perf_counter() - began


def memory(finest: float) -> Iterator[Row]:
    """Resident memory of a process of its own that builds the baseline and runs some of it."""
    for resolution, months in ((1.0, 12), (0.5, 3), (0.25, 3)):
        if resolution >= finest:
            command = [sys.executable, "-c", _BUILD.format(resolution, months)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            megabytes = np.array([int(done.stdout) / 1e3])
            goal = 400.0 if resolution == 1.0 else None
            yield row(f"resident memory of a run at {resolution:g}°", "MB", megabytes, at_most=goal)


_BUILD = """
import pathlib, resource, corredor
model = corredor.TraffickingModel(corredor.load("baseline", {{"region.resolution": "{0:g} deg"}}))
for _ in range({1}):
    model.step()
status = pathlib.Path("/proc/self/status")
if status.exists():  # there the other number counts what the parent had
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
