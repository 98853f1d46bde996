"""Runs replicates with two workers from a process with one thread, and prints how workers were started.

python tests/runs/forking.py MODEL FOLDER
"""

import json
import multiprocessing
import sys
from pathlib import Path

from corredor.core.threads import single_threaded, stay_single

stay_single()

import doubles  # noqa: E402

from corredor.runs.ensemble import Interrupted, ReplicatesFailed, execute  # noqa: E402
from corredor.runs.folder import RunFolder  # noqa: E402

started = []
ways = multiprocessing.get_context


def noted(way=None):
    started.append(way)
    return ways(way)


def main(model, folder):
    multiprocessing.get_context = noted
    scenario = doubles.scenario(replicates=6)
    begun, failed = RunFolder.begin(folder, scenario, range(6), resume=False), []
    try:
        execute(begun, scenario, workers=2, quiet=True, build=getattr(doubles, model))
    except ReplicatesFailed as error:
        failed = [failure.number for failure in error.failures]
    except Interrupted:
        sys.exit(130)
    print(json.dumps({"started": started, "failed": failed, "alone again": single_threaded()}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
