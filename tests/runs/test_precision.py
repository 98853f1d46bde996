"""How many runs a precision takes, and that they are added until it is reached or the budget is spent."""

import math

import doubles
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import corredor
from corredor.commands.compare import command as compare_command
from corredor.core.streams import Streams
from corredor.runs.precision import FEWEST, Precision, mean_interval, runs_needed

TINY = {"region.resolution": "2 deg", "duration": "2 months"}


@pytest.fixture
def light_model(monkeypatch):
    """Light runs, also from the command."""
    monkeypatch.setattr("corredor.runs.ensemble.traffic_model", lambda: doubles.LightModel)


def table(low, high, needed, level=100.0):
    return pd.DataFrame([{"outcome": "delivered", "base": level, "low": low, "high": high, "needed": needed}])


def test_so_many_runs_as_are_needed_are_about_as_precise_as_wanted():
    draws = Streams(5).generator("test.precision", 0)
    needed = runs_needed(draws.normal(10.0, 4.0, 400), 0.5)
    low, high = mean_interval(draws.normal(10.0, 4.0, int(needed)))
    assert 180 < needed < 320
    assert (high - low) / 2 == pytest.approx(0.5, rel=0.25)


def test_where_no_number_of_runs_would_do_none_is_named():
    assert math.isnan(runs_needed(np.arange(3.0), 1.0))
    assert math.isnan(runs_needed(np.arange(9.0), 0.0))
    assert runs_needed(np.full(9, 2.0), 0.0) == FEWEST


def test_runs_are_added_in_steps_and_never_beyond_the_budget():
    wanted = Precision(0.05, ("delivered",), 100)
    assert wanted.more(table(-4.0, 4.0, 9), 10) is None
    assert wanted.more(table(-6.0, 6.0, 16), 10) == 16
    assert wanted.more(table(-60.0, 60.0, 1600), 10) == 40
    assert wanted.more(table(-60.0, 60.0, 1600), 40) == 100
    assert wanted.more(table(-60.0, 60.0, 1600), 100) is None
    assert wanted.more(table(math.nan, math.nan, math.nan), 3) == 12


@pytest.mark.parametrize(("share", "outcomes", "budget"), [(0.0, (), 9), (0.1, ("homicides",), 9), (0.1, (), 0)])
def test_a_precision_that_makes_no_sense_is_refused(share, outcomes, budget):
    with pytest.raises(ValueError, match=r"precision of 0|no outcome|budget of 0"):
        Precision(share, outcomes, budget)


def test_a_run_grows_until_it_is_precise(light_model, tmp_path):
    how = {"set": TINY, "workers": 1, "quiet": True, "replicates": 3, "outcomes": ("delivered",)}
    rough = corredor.run("two_corridors_control", out=tmp_path / "rough", precision=0.9, **how)
    assert len(rough.replicates) < 20
    fine = corredor.run("two_corridors_control", out=tmp_path / "fine", precision=0.15, **how)
    delivered = fine.scorecard()["delivered"].to_numpy()
    low, high = mean_interval(delivered)
    assert (high - low) / 2 <= 0.15 * delivered.mean()
    assert len(fine.replicates) == len(delivered) > len(rough.replicates)


def test_pairs_are_added_until_the_budget_is_spent(light_model, tmp_path):
    written = tmp_path / "table.json"
    command = [
        *("two_corridors_control", "two_corridors", "--set", "region.resolution=2 deg", "--set", "duration=40 months"),
        *("--replicates", "2", "--workers", "1", "--out", str(tmp_path / "runs"), "--json", str(written)),
        *("--precision", "0.01%", "--outcome", "delivered", "--budget", "11", "--quiet"),
    ]
    assert CliRunner().invoke(compare_command, command, standalone_mode=False).exit_code == 0
    rows = pd.read_json(written).set_index("outcome")
    # The light model hears of no policy: all pairs are equal, and the fewest that have an interval are enough.
    assert rows.loc["delivered", "n"] == 8
    assert rows.loc["delivered", "needed"] == FEWEST
    assert len(corredor.open_run(tmp_path / "runs" / "two_corridors").replicates) == 8
