"""Runs: ensembles of replicates, their folders and tables, pairs of runs and the differences between them."""

from corredor.runs.comparison import Comparison, compare
from corredor.runs.ensemble import Interrupted, ReplicatesFailed, run
from corredor.runs.errors import FolderError, RunError
from corredor.runs.run import Run, open_run
from corredor.runs.studies import Study, StudyPlan, open_study, sweep

__all__ = [
    "Comparison",
    "FolderError",
    "Interrupted",
    "ReplicatesFailed",
    "Run",
    "RunError",
    "Study",
    "StudyPlan",
    "compare",
    "open_run",
    "open_study",
    "run",
    "sweep",
]
