"""The made-up runs of the figures' tests."""

import importlib.util
from pathlib import Path

import pytest

from corredor.report import render

_FILE = Path(__file__).parents[1] / "figures" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("made_up_runs", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
made_up_runs = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made_up_runs)


@pytest.fixture(scope="session")
def run():
    return made_up_runs.make_run(policy=True)


@pytest.fixture(scope="session")
def control():
    return made_up_runs.make_run(policy=False)


@pytest.fixture(scope="session")
def uneventful(run):
    bare = made_up_runs.MadeUpRun(run.scenario, run.geography)
    bare.__dict__.update({**run.__dict__, "events": run.events.iloc[:0]})
    return bare


@pytest.fixture(scope="session")
def html(run, control):
    """The report of both, with every figure drawn: once for all that read it."""
    return render(run, control)
