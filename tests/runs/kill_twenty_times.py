"""Kills a run, or a study, twenty times at random moments, and then lets it finish.

python tests/runs/kill_twenty_times.py run|sweep FOLDER

A process that has everything loaded forks those that do the work, so that starting them takes no time. For each sitting
it says on one line which numbers were whole before, which were begun, and whether it was killed.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

import doubles

from corredor.core.streams import Streams
from corredor.runs.crew import Silent
from corredor.runs.ensemble import execute
from corredor.runs.folder import RunFolder, partial_path
from corredor.runs.outcomes import scorecard_of
from corredor.runs.provenance import decisive_versions
from corredor.runs.replicate import recorded
from corredor.runs.standing import standing
from corredor.runs.studies import StudyPlan, rows, sweep
from corredor.runs.studies.designs import Design
from corredor.runs.studies.factors import Factor
from corredor.scenario.loading import load_tree
from corredor.scenario.problems import Mark
from corredor.scenario.reading import read_text
from corredor.scenario.registry import known_parameters
from corredor.scenario.tree import marked

KILLS, RUNS = 20, 80
MOST_BEGUN, LONGEST_SECONDS = 4, 0.03
begun_log = Path()
held_at: int | None = None
"""How many replicates a sitting may begin at most: the next waits for its death, however slowly that comes."""


class Noted(doubles.LightModel):
    """Writes down which replicate it is before it does anything."""

    def __init__(self, scenario, *, replicate=0, audit=False):
        with begun_log.open("a") as log:
            log.write(f"{replicate}\n")
        if held_at is not None and len(begun_log.read_text().split()) > held_at:
            time.sleep(60)
        super().__init__(scenario, replicate=replicate, audit=audit)


def work(kind, folder):
    scenario = doubles.scenario(duration="1 month", replicates=RUNS, record=[])
    if kind == "run":
        execute(
            RunFolder.begin(folder, scenario, range(RUNS), resume=True), scenario, workers=1, quiet=True, build=Noted
        )
        return
    factors = (Factor("routes.sensitivity", 0.5, 3.0),)
    design, plain = Design("latin_hypercube", runs=RUNS), json.loads(scenario.to_json())
    plan = StudyPlan("killed", plain, design, factors, ("homicide_rate", "delivered"), 1, 7)
    sweep(plan, out=folder, workers=1, quiet=True, resume=True, build=Noted)


def warm():
    """Load what a sitting needs, without what starts threads, which do not survive a fork."""
    decisive_versions()
    known_parameters()
    scenario = doubles.scenario(duration="1 month", record=[])
    loaded = load_tree(marked(read_text(scenario.to_json(), "warm"), Mark("warm")))
    model = doubles.LightModel(loaded)
    tables = recorded(model, loaded, 0, (), Silent()).arrow()
    model.close()
    pandas = [tables[name].to_pandas(date_as_object=False, use_threads=False) for name in ("national", "region")]
    scorecard_of(*pandas, name="warm")
    Design("latin_hypercube", runs=2).values((Factor("a", 0.0, 1.0),), 7)


def sitting(kind, folder, kill=None):
    """Work until so many replicates have begun and so many seconds have passed, or to the end; say what happened."""
    global held_at
    known = partial_path(folder) / "manifest.json"
    whole = standing(folder).finished if known.exists() or folder.exists() else []
    begun_log.write_text("")
    child = os.fork()
    if not child:
        held_at = None if kill is None else kill[0] + 1
        work(kind, folder)
        os._exit(0)
    ended, status = 0, 0
    if kill is not None:
        begun, seconds = kill
        while not ended and len(begun_log.read_text().split()) < begun:
            time.sleep(0.002)
            ended, status = os.waitpid(child, os.WNOHANG)
        if not ended:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
    if not ended:
        _, status = os.waitpid(child, 0)
    begun = [int(line) for line in begun_log.read_text().split()]
    print(json.dumps({"whole": whole, "begun": begun, "killed": os.WIFSIGNALED(status)}), flush=True)
    return status


def main(kind, folder):
    global begun_log
    begun_log = folder.with_name("begun.txt")
    rows.FLUSH_SECONDS, rows.RANGE = 0.03, 16
    warm()
    # By what has been begun, and not by the clock alone, so that a slow machine kills at the same kind of moments.
    begun, seconds = (Streams(11).uniforms(f"test.{what}", 0, range(KILLS)) for what in ("begun", "seconds"))
    for count, pause in zip((begun * (MOST_BEGUN + 1)).astype(int), LONGEST_SECONDS * seconds, strict=True):
        sitting(kind, folder, (count, pause))
    sys.exit(sitting(kind, folder))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
