"""Prints the most memory, MB, that a process ever had which started so many light runs.

python tests/runs/many_runs.py sweep|run RUNS WORKERS
"""

import json
import sys
import tempfile
from pathlib import Path

import doubles

from corredor.runs.ensemble import execute
from corredor.runs.folder import RunFolder
from corredor.runs.studies import StudyPlan, sweep
from corredor.runs.studies.designs import Design
from corredor.runs.studies.factors import Factor


def main(kind, runs, workers):
    scenario = doubles.scenario(duration="1 month", replicates=runs, record=[])
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "many"
        if kind == "sweep":
            factors = (Factor("routes.sensitivity", 0.5, 3.0),)
            design, plain = Design("latin_hypercube", runs=runs), json.loads(scenario.to_json())
            plan = StudyPlan("many", plain, design, factors, ("homicide_rate", "delivered"), 1, 7)
            sweep(plan, out=folder, workers=workers, quiet=True, build=doubles.LightModel)
        else:
            begun = RunFolder.begin(folder, scenario, range(runs), resume=False)
            execute(begun, scenario, workers=workers, quiet=True, build=doubles.LightModel)
    status = Path("/proc/self/status").read_text().splitlines()
    print(int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / 1e3)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
