"""How the memory of one process grows with the runs that it does, on the whole model and the smallest scenario.

python tools/ensemble_memory.py [RUNS]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import corredor
from corredor.model import TraffickingModel
from corredor.runs.warm import SMALLEST

MILESTONES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000)
STUDY = {
    "corredor": 1,
    "study": "sweep",
    "scenario": "two_corridors_control",
    "design": {"kind": "latin_hypercube"},
    "factors": {"routes.sensitivity": [0.5, 3]},
    "outcomes": ["homicide_rate", "delivered", "spread"],
}


def resident_mb() -> tuple[float, float]:
    """Memory of this process now, and the most it ever had, MB (Linux)."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    kb = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return int(kb["VmRSS"]) / 1e3, int(kb["VmHWM"]) / 1e3


class Weighed(TraffickingModel):
    """Says how much memory there is when so many have been built before."""

    built = 0

    def __init__(self, *given: Any, **named: Any) -> None:
        if Weighed.built in MILESTONES:
            now, most = resident_mb()
            print(f"| {Weighed.built} | {now:.0f} | {most:.0f} |", flush=True)
        Weighed.built += 1
        super().__init__(*given, **named)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else MILESTONES[-1]
    study: dict[str, Any] = STUDY | {"design": {"kind": "latin_hypercube", "runs": runs + 1}}
    print("| runs done | MB now | MB at most |\n|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        corredor.sweep(study, set=SMALLEST, workers=1, quiet=True, build=Weighed, out=Path(folder) / "study")


if __name__ == "__main__":
    main()
