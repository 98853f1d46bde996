"""Our runs and their rivals answer the same question, blind and conditional, once the posterior is recorded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from corredor.calibration.fitting import POOL, fitted_rows
from corredor.calibration.held_back import NotYetError, record_posterior
from corredor.calibration.skill import verdict
from corredor.calibration.targets import Targets, load_targets
from corredor.calibration.two_tables import skill_tables
from corredor.region import load
from corredor.runs.run import Run

pytest.importorskip("statsmodels")


class Reporting(Run):
    """A run that reports in every year the rate that each country had in its last fitted year, times a factor."""

    def __init__(self, targets: Targets, factor: float, without: frozenset[str] = frozenset()) -> None:
        self.manifest = {"name": "made up", "replicates": [{"replicate": 0}, {"replicate": 1}]}
        self.__dict__["geography"] = load("americas", 2.0)
        rows = fitted_rows(targets, targets.target("homicide"))
        last = rows.sort_values("year").groupby("place")[["observed", "population"]].last()
        rng = np.random.default_rng(1)
        self.rows = pd.DataFrame(
            [
                {
                    "replicate": replicate,
                    "month": month,
                    "iso3": place,
                    "kind": "all",
                    "homicides_reported": factor * rng.lognormal(0.0, 0.02) * row["observed"] / 12,
                    "population": 0.0 if place in without else row["population"],
                }
                for replicate in range(2)
                for month in pd.date_range("2011-01-01", "2018-12-01", freq="MS")
                for place, row in last.iterrows()
            ]
        )

    def table(self, name, *, columns=None, **equal):
        assert name == "national"
        return self.rows[list(columns)]


@pytest.fixture
def study(tmp_path: Path) -> tuple[Targets, Path]:
    targets = load_targets("americas_national")
    (tmp_path / "draws.csv").write_text("a\n1\n", "utf-8")
    record_posterior(tmp_path, tmp_path / "draws.csv", targets)
    return targets, tmp_path


def test_both_tables_hold_every_rival_and_say_whom_we_beat(study: tuple[Targets, Path]) -> None:
    targets, folder = study
    ours, off = Reporting(targets, 1.0), Reporting(targets, 0.2)
    runs = {"corredor": ours, "trafficking off": off}
    tables = skill_tables(targets, folder, {"blind": runs, "conditional": runs}, 0.1)
    assert set(tables) == {"blind", "conditional"}
    for table in tables.values():
        assert len(table) == 7
        assert table["n"].nunique() == 1
        assert {"trafficking off", "covariates alone"} <= set(verdict(table, "corredor").beaten)
        assert table.at["corredor", "worse_by"] == 0.0
    # Whoever repeats the last rate is as good as the last value.
    assert tables["blind"].at["corredor", "crps"] == pytest.approx(tables["blind"].at["last value", "crps"], rel=0.25)


def test_a_place_too_small_for_a_grid_is_left_out_for_all(study: tuple[Targets, Path]) -> None:
    targets, folder = study
    without = Reporting(targets, 1.0, frozenset({"URY"}))
    table = skill_tables(targets, folder, {"blind": {"corredor": without}}, 0.1, by="group")["blind"]
    groups = set(table.index.get_level_values("group"))
    assert "URY" not in groups
    assert {"BRA", POOL} <= groups


def test_nothing_is_scored_before_the_posterior_is_recorded(tmp_path: Path) -> None:
    with pytest.raises(NotYetError):
        skill_tables(load_targets("americas_national"), tmp_path, {"blind": {}}, 0.1)


def test_where_every_held_back_year_is_of_a_break_nothing_is_scored_without_them(tmp_path: Path) -> None:
    targets = load_targets("mexico_states")
    (tmp_path / "draws.csv").write_text("a\n1\n", "utf-8")
    record_posterior(tmp_path, tmp_path / "draws.csv", targets)
    assert skill_tables(targets, tmp_path, {"blind": {}}, 0.1, breaks=False) == {}
