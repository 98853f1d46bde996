"""Maps of a study: kept with its rows, through interruptions, and never finer than a degree."""

from __future__ import annotations

import json

import doubles
import numpy as np
import pytest

from corredor.runs import FolderError, StudyPlan, sweep
from corredor.runs.ensemble import Interrupted
from corredor.runs.folder import partial_path
from corredor.runs.studies import maps
from corredor.runs.studies.designs import Design
from corredor.runs.studies.factors import Factor


def plan(**changes) -> StudyPlan:
    scenario = json.loads(doubles.scenario(duration="2 months").to_json())
    given = {"design": Design("grid", levels=2), "outcomes": ("delivered",), "replicates": 2, "seed": 7}
    factors = (Factor("routes.sensitivity", 0.5, 3.0), Factor("markets.demand_elasticity", -1.0, -0.2))
    return StudyPlan("mapped", scenario, factors=factors, keep_maps=True, **(given | changes))


class InterruptedAtFive(doubles.LightModel):
    """Someone presses Ctrl-C in run 5."""

    def step(self) -> None:
        super().step()
        if self.replicate == 5:
            raise KeyboardInterrupt


def test_maps_are_the_same_interrupted_or_not(tmp_path) -> None:
    whole = sweep(plan(), out=tmp_path / "whole", workers=1, quiet=True, build=doubles.LightModel)
    with pytest.raises(Interrupted):
        sweep(plan(), out=tmp_path / "broken", workers=1, quiet=True, build=InterruptedAtFive)
    again = sweep(plan(), out=tmp_path / "broken", workers=1, quiet=True, build=doubles.LightModel, resume=True)
    a, b = (np.load(study.folder / maps.FILE) for study in (whole, again))
    assert (a == b).all()
    assert a.shape[0] == 8
    assert a[:, 1].min(axis=1).max() > 0.0


def test_lost_maps_of_finished_runs_are_noticed(tmp_path) -> None:
    with pytest.raises(Interrupted):
        sweep(plan(), out=tmp_path / "study", workers=1, quiet=True, build=InterruptedAtFive)
    (partial_path(tmp_path / "study") / maps.FILE).unlink()
    with pytest.raises(FolderError, match="lost"):
        sweep(plan(), out=tmp_path / "study", workers=1, quiet=True, build=doubles.LightModel, resume=True)


def test_maps_that_would_fill_the_disk_are_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(maps, "MOST_BYTES", 100)
    with pytest.raises(FolderError, match="map: off"):
        sweep(plan(), out=tmp_path / "study", workers=1, quiet=True, build=doubles.LightModel)


def test_runs_of_one_world_share_their_seed_and_no_others() -> None:
    paired = plan(paired=True, worlds=2)
    seeds = [paired.run_seed(run) for run in range(paired.runs)]
    assert seeds[:4] == seeds[4:]
    assert len(set(seeds)) == 4
    assert [plan(paired=True).run_seed(run) for run in range(4)] == seeds[:2] * 2
