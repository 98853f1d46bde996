"""The whole command with two workers against the same with one, in interleaved pairs (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from corredor.bench.pairs import Row, row
from corredor.region.region import Floats

RUNS: Final = 100
"""Sixty until November 2026, when those gave 1.78 and 1.88: docs/results/ensembles.md has all readings."""
PAIRS: Final = 3
CHANGES: Final = ("region.resolution=2 deg", "duration=8 years")
LOOK_SECONDS: Final = 0.01
PROCESSES: Final = Path("/proc")


def two_workers(_finest: float) -> Iterator[Row]:
    """How many times faster ``corredor run baseline`` is with two workers, from its start to the whole folder.

    Other programs take cores from two workers more than from one. So beside the clock stands what it would say where
    two cores are free, from processor time.
    """
    if (PROCESSES / "self" / "stat").exists() and (os.cpu_count() or 1) >= 2:
        found = speedups(RUNS, PAIRS)
        name = f"two workers, {RUNS} runs, the whole command"
        yield row(name, "one worker, by the clock", found[:, 0], at_least=1.8)
        yield row(f"{name}, cores free", "one worker, from processor time", found[:, 1])


def speedups(runs: int, pairs: int, changes: Sequence[str] = CHANGES) -> Floats:
    """How many times longer one worker takes.

    Args:
        runs: replicates of the baseline.
        pairs: one and two workers in turn, alternately the one and the other first, after a short command unmeasured.
        changes: of the baseline, as ``--set`` takes them.

    Returns:
        Shape (pairs, 2): by the clock, and from processor time.
    """
    _seconds(2, 2, changes)
    found = []
    for turn in range(pairs):
        took = {workers: _seconds(runs, workers, changes) for workers in ((1, 2) if turn % 2 == 0 else (2, 1))}
        found.append(took[1] / took[2])
    return np.array(found)


def _seconds(runs: int, workers: int, changes: Sequence[str]) -> Floats:
    """Seconds that so many replicates of the baseline take; see ``timed``."""
    with tempfile.TemporaryDirectory() as parent:
        command = [sys.executable, "-m", "corredor", "run", "baseline", "--replicates", str(runs), "--quiet"]
        command += ["--workers", str(workers), "--out", str(Path(parent) / "run")]
        return timed(command + [word for change in changes for word in ("--set", change)], workers)


def timed(command: Sequence[str], workers: int) -> Floats:
    """Seconds that a command takes, and would take where each worker has a core.

    The second is the processor time of the command and an equal share of that of its workers. Left out of it are
    waiting for the disk, and a worker that is idle while the other ends.

    Args:
        command: with its arguments.
        workers: among how many children it shares the work out; with one it may do so itself.

    Raises:
        CalledProcessError: if the command fails.
    """
    began = time.monotonic()
    process, own, ended = subprocess.Popen(command, stdout=subprocess.DEVNULL), 0.0, 0
    while not ended:
        own = max(own, _processor_seconds(process.pid))
        time.sleep(LOOK_SECONDS)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    everything = used.ru_utime + used.ru_stime
    return np.array([wall, own + (everything - own) / workers])


def _processor_seconds(process: int) -> float:
    """Processor time of a process so far, without that of its children."""
    words = (PROCESSES / str(process) / "stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
