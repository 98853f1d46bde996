"""How many times faster a whole command is with two workers than with one, in interleaved pairs (Linux).

python tools/two_workers.py [RUNS [PAIRS]]

Other programs take cores from two workers more than from one. So beside the clock stands what it would say where two
cores are free, from processor time: that of the command, and half of what its workers had. Left out are waiting for the
disk, and a worker that is idle while the other ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

LOOK_SECONDS = 0.01
CHANGES = ("region.resolution=2 deg", "duration=8 years")


def timed(runs: int, workers: int) -> tuple[float, float]:
    """Seconds that the command takes, and would take where each worker has a core."""
    with tempfile.TemporaryDirectory() as parent:
        command = [sys.executable, "-m", "corredor", "run", "baseline", "--replicates", str(runs), "--quiet"]
        command += ["--workers", str(workers), "--out", str(Path(parent) / "run")]
        command += [word for change in CHANGES for word in ("--set", change)]
        began = time.monotonic()
        process, own, ended = subprocess.Popen(command, stdout=subprocess.DEVNULL), 0.0, 0
        while not ended:
            own = max(own, processor_seconds(process.pid))
            time.sleep(LOOK_SECONDS)
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
        wall = time.monotonic() - began
        if status:
            raise SystemExit(f"{' '.join(command)} failed")
    alone = used.ru_utime + used.ru_stime
    return wall, alone if workers == 1 else own + (alone - own) / workers


def processor_seconds(process: int) -> float:
    """Processor time of a process so far, without that of its children."""
    words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def main(runs: int, pairs: int) -> None:
    timed(2, 2)
    print("| load | 1 worker, s | 2 workers, s | ratio | 1 worker, cores free, s | 2 workers | ratio |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    ratios = []
    for turn in range(pairs):
        load = os.getloadavg()[0]
        found = {workers: timed(runs, workers) for workers in ((1, 2) if turn % 2 == 0 else (2, 1))}
        (wall, free), (wall_2, free_2) = found[1], found[2]
        ratios.append((wall / wall_2, free / free_2))
        cells = (load, wall, wall_2, wall / wall_2, free, free_2, free / free_2)
        print("| " + " | ".join(f"{cell:.2f}" for cell in cells) + " |", flush=True)
    for name, column in zip(("by the clock", "cores free"), np.array(ratios).T, strict=True):
        low, middle, high = np.quantile(column, (0.25, 0.5, 0.75))
        print(f"{name}: median {middle:.2f}, quartiles {low:.2f} to {high:.2f}")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 24, given[1] if len(given) > 1 else 5)
