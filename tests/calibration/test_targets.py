"""Targets say what is fitted and what is held back; a wrong file points at the line; held-back years stay closed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import corredor.calibration as calibration
from corredor.calibration.fitting import POOL, fitted_rows, fitting_data, groups, scored_groups
from corredor.calibration.held_back import NotYetError, held_back_data, record_posterior
from corredor.calibration.observation import LogNormal, NegativeBinomial, Normal
from corredor.calibration.shipped import shipped_targets
from corredor.calibration.tables import observed
from corredor.calibration.targets import load_targets
from corredor.calibration.tidy import write_table
from corredor.scenario import ScenarioError

SHIPPED = list(shipped_targets())


def changed(old: str, new: str, folder: Path) -> Path:
    text = shipped_targets()["americas_national"].read_text("utf-8")
    assert old in text
    path = folder / "targets.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_targets_meet_homicide_with_seizures_prices_organisations_and_rhythm(name: str) -> None:
    targets = load_targets(name)
    kinds = {(target.series, target.compare) for target in targets.series}
    of_countries = {("homicides", "ceiling")} if name.startswith("americas") else set()
    assert kinds == of_countries | {
        ("homicides", "level"),
        ("homicides", "autocorrelation"),
        ("cocaine_seized", "level"),
        ("retail_price", "index"),
        ("organisations", "level"),
        ("organised_share", "level"),
    }
    assert all(targets.fit_of(target).last < targets.hold_back.first for target in targets.series)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_fit_sees_no_year_that_is_held_back(name: str) -> None:
    targets = load_targets(name)
    for breaks in (True, False):
        for rows in fitting_data(targets, breaks=breaks).values():
            assert len(rows)
            assert rows["year"].max() <= targets.fit.last


def test_small_places_are_one_and_places_with_few_years_are_none() -> None:
    targets = load_targets("americas_national")
    rows = fitted_rows(targets, targets.target("homicide"))
    assert {"ABW", "BLZ", "LCA"} <= set(rows.loc[rows["group"] == POOL, "place"])
    assert not {"PER", "USA", "CAN", "ESP"} & set(rows["place"])
    assert groups(targets.target("homicide"), targets)["GUY"] == "GUY"
    assert rows.groupby("group")["year"].nunique().min() >= 8


def test_without_breaks_there_are_fewer_years_and_never_other_ones() -> None:
    targets = load_targets("mexico_states")
    with_breaks, without = (fitted_rows(targets, targets.target("homicide"), breaks=breaks) for breaks in (True, False))
    assert set(with_breaks["year"]) - set(without["year"]) == {1990, 1991, 1992, 1993}
    assert len(without) == len(with_breaks) - 4 * 32


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("table: homicide_national", "table: homicide_nation", 16, "did you mean 'homicide_national'"),
        ("series: homicides", "series: murders", 17, "'homicide_national' has no series 'murders'"),
        ("weight: 1", "wieght: 1", 19, "unknown key 'wieght' — did you mean 'weight'"),
        ("weight: 1", "weight: -1", 19, "greater than 0"),
        ("weight: 1", "intercept: 1", 19, "no place has a level of its own"),
        ("first: 2011", "first: 2009", 8, "a year is either fitted or held back"),
        ("first: 1990, last: 2010", "first: 2010, last: 1990", 7, "ends in 1990, before it begins in 2010"),
        ("dispersion: 0.02", "sd: 0.02", 21, "required key 'dispersion' is missing"),
        ("kind: negative_binomial", "kind: log_normal", 21, "required key 'sd' is missing"),
        (", floor: 500}", "}", 32, "it needs a 'floor'"),
        ("table: homicide_national", "table: nowhere.csv", 16, "there is no such file"),
        ("table: homicide_national", "table: homicide_mexico_states_monthly", 16, "no series 'population'"),
        ("kind: negative_binomial", "kind: poisson", 21, "'poisson' is no kind"),
        ("places: [BOL,", "places: [BOLIVIA,", 29, "'seizures' has no place 'BOLIVIA'"),
        ("lags: [1, 2, 3, 6]", "lags: []", 55, "needs 'lags'"),
        ("last: 2010}\n    places", "last: 2015}\n    places", 28, "2015 is held back"),
        ("    hold_back: true\n", "", 15, "nothing would be scored"),
        ("corredor: 1", "corredor: 2", 3, "format version 2 is not known"),
    ],
)
def test_a_wrong_target_points_at_its_line(old: str, new: str, line: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as refused:
        load_targets(changed(old, new, tmp_path))
    here = [str(problem) for problem in refused.value.problems if problem.mark.line == line]
    assert said in " ".join(here), refused.value


def test_several_problems_are_told_at_once(tmp_path: Path) -> None:
    path = changed("series: homicides", "series: murders", tmp_path)
    path.write_text(path.read_text("utf-8").replace("table: seizures", "table: siezures"), "utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_targets(path)
    assert len(refused.value.problems) == 2


def test_a_researcher_can_bring_a_table_of_their_own(tmp_path: Path) -> None:
    mine = observed("homicide_national")
    rows = mine.rows[mine.rows["place"].isin(["URY", "CRI"])]
    write_table(replace(mine, rows=rows), tmp_path / "mine.csv")
    targets = load_targets(changed("table: homicide_national", "table: mine.csv", tmp_path))
    assert set(fitted_rows(targets, targets.target("homicide"))["place"]) == {"URY", "CRI"}


def test_held_back_years_stay_closed_until_the_posterior_is_recorded_and_while_it_is_unchanged(tmp_path: Path) -> None:
    targets = load_targets("americas_national")
    with pytest.raises(NotYetError, match="records no posterior"):
        held_back_data(targets, tmp_path)
    draws = tmp_path / "draws.csv"
    draws.write_text("routes.sensitivity\n1.5\n", "utf-8")
    record_posterior(tmp_path, draws, targets)
    rows = held_back_data(targets, tmp_path)["homicide"]
    assert set(rows["year"]) == set(range(2011, 2019))
    assert rows.groupby("group")["year"].nunique().min() >= 4
    assert not {"USA", "CAN", "ESP", "PER"} & set(rows["place"])
    draws.write_text("routes.sensitivity\n1.6\n", "utf-8")
    with pytest.raises(NotYetError, match="is not the posterior"):
        held_back_data(targets, tmp_path)
    with pytest.raises(NotYetError, match="already records another posterior"):
        record_posterior(tmp_path, draws, targets)


def test_a_posterior_of_other_targets_opens_nothing(tmp_path: Path) -> None:
    draws = tmp_path / "draws.csv"
    draws.write_text("a\n1\n", "utf-8")
    record_posterior(tmp_path, draws, load_targets("mexico_states"))
    with pytest.raises(NotYetError, match="is of 'mexico_states'"):
        held_back_data(load_targets("americas_national"), tmp_path)


def test_only_one_module_asks_for_the_held_back_years() -> None:
    folder = Path(calibration.__file__).parent
    askers = {
        path.name
        for path in folder.rglob("*.py")
        if re.search(r"rows_of\([^)]*hold_back", path.read_text("utf-8"))
        or 'observed("homicide' in path.read_text("utf-8")
    }
    assert askers == {"held_back.py"}


def test_a_place_needs_enough_years_on_both_sides_to_be_scored() -> None:
    targets = load_targets("americas_national")
    fitted = fitted_rows(targets, targets.target("homicide"))
    later = fitted.assign(year=fitted["year"] + 8)
    later = later[(later["year"] > 2010) & ~((later["group"] == "COL") & (later["year"] > 2013))]
    assert "COL" not in scored_groups(fitted, later, targets.places)
    assert "BRA" in scored_groups(fitted, later, targets.places)


def test_errors_of_observation_have_the_variance_they_say() -> None:
    counts = NegativeBinomial(kind="negative_binomial", dispersion=0.25)
    values = np.arange(0.0, 4000.0)
    chance = np.exp(counts.log_likelihood(values, np.array(100.0)))
    mean = (values * chance).sum()
    assert chance.sum() == pytest.approx(1.0)
    assert mean == pytest.approx(100.0)
    assert ((values - mean) ** 2 * chance).sum() == pytest.approx(100.0 + 0.25 * 100.0**2)
    amounts = LogNormal(kind="log_normal", sd=1.0, floor=500.0)
    assert amounts.quantiles(np.array([1500.0]), np.array([0.5]))[0, 0] == pytest.approx(1500.0)
    assert np.isfinite(amounts.log_likelihood(np.array([0.0]), np.array([0.0])))[0]
    statistic = Normal(kind="normal", sd=2.0)
    assert statistic.quantiles(np.array(3.0), np.array([0.5, 0.975])) == pytest.approx([3.0, 3.0 + 2.0 * 1.959964])
