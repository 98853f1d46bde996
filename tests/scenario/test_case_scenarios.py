"""The founding texts' cases can be run, ask one thing at a time, and their before and after splits exactly."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

import corredor
from corredor.scenario import load
from corredor.scenario.shipped import shipped_folder

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((shipped_folder() / "cases").glob("*/*.yaml"))
DOING = [path for path in FILES if load(path).policies or load(path).events]
RIVALS = ("juarez", "rio", "medellin", "mexico")


def name_of(path):
    return f"{path.parent.name}-{path.stem}"


@pytest.fixture(scope="module")
def tools():
    sys.path.insert(0, str(ROOT / "tools"))
    import case_questions
    import case_runs
    import case_splits

    yield {"questions": case_questions, "runs": case_runs, "splits": case_splits}
    sys.path.remove(str(ROOT / "tools"))


def on_the_board(path):
    """The scenario at 2 degrees where its region has them."""
    americas = load(path).region.name == "americas"
    return load(path, {"region.resolution": "2 deg"} if americas else {})


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_it_loads_without_a_warning_and_says_what_to_look_at(path):
    scenario = load(path)
    assert scenario.warnings == ()
    assert len(scenario.description) > 60


@pytest.mark.parametrize("path", DOING, ids=name_of)
def test_three_months_run_from_the_start_of_what_it_does_last_and_the_books_balance(path):
    scenario = on_the_board(path)
    model = corredor.TraffickingModel(scenario, audit=True)
    begun = [scenario.month_of_run(entry.start) for entry in scenario.policies]
    begun += [scenario.month_of_run(entry.date) for entry in scenario.events]
    model.month = max(begun)
    model.step()
    spent = model.spent_usd.sum()
    model.step()
    model.step()
    at_work = [policy for policy in model.policies if policy.planned.strength(model.month) > 0.0]
    assert (spent > 0.0 or model.spent_usd.sum() > 0.0) == bool(at_work)


@pytest.mark.parametrize("case", sorted({path.parent.name for path in FILES}))
def test_a_case_has_a_control_and_a_treatment_of_the_same_world(case):
    arms = {path.stem: load(path) for path in FILES if path.parent.name == case}
    assert {"control", "treatment"} <= set(arms)
    assert len({(arm.region.name, arm.start, arm.months) for arm in arms.values()}) == 1
    assert arms["treatment"].events == arms["control"].events
    assert arms["treatment"].policies
    assert not arms["control"].policies


@pytest.mark.parametrize("case", RIVALS)
def test_a_rival_reading_has_no_programme(case):
    rival, control = (load(shipped_folder() / "cases" / case / f"{arm}.yaml") for arm in ("rival", "control"))
    assert rival.policies == ()
    assert set(control.events) <= set(rival.events)
    assert len(rival.events) > len(control.events)


def test_the_three_parts_add_up_to_the_change_in_every_pair(tools):
    rng = np.random.default_rng(0)
    treated, untreated = ((rng.gamma(5, 5, 20), rng.gamma(5, 5, 20)) for _ in range(2))
    parts = tools["splits"].split_change(treated, untreated, -0.2)
    np.testing.assert_allclose(parts.package + parts.own_end + parts.regression, parts.change, rtol=0, atol=1e-12)
    np.testing.assert_allclose(parts.change, treated[1] - treated[0])


def test_without_a_package_the_package_has_no_part(tools):
    same = (np.array([50.0, 60.0]), np.array([40.0, 70.0]))
    assert not tools["splits"].split_change(same, same, -0.1).package.any()


def test_a_worst_year_is_followed_by_a_better_one_where_years_differ_by_chance_alone(tools):
    killed = np.random.default_rng(1).poisson(5.0, (20, 120, 30)).astype(float)
    people = np.full_like(killed, 5e5)
    fall = tools["splits"].regression_to_the_mean(killed, people, 12, 12, 24)
    assert -0.4 < fall < -0.1


def test_what_moves_all_years_alike_is_no_regression(tools):
    steady = np.broadcast_to(1.02 ** (np.arange(120) // 12), (3, 4, 120)).swapaxes(1, 2).copy()
    people = np.full_like(steady, 5e5)
    assert tools["splits"].regression_to_the_mean(steady, people, 12, 12, 24) == pytest.approx(0.0, abs=1e-12)


def test_a_split_of_runs_adds_up_and_leaves_the_texts_place_out_of_the_comparison(tools):
    splits, runs = tools["splits"], tools["runs"]
    case = tools["questions"].CASES["juarez"]
    scenario = load(shipped_folder() / "cases" / "juarez" / "control.yaml")
    region = scenario.load_region()
    here = runs.treated_places(region, case)
    elsewhere = runs.others(region, case)
    assert here.sum() == 1
    assert len(elsewhere) > 10
    assert not here[np.concatenate(elsewhere)].any()
    places, rng = len(here), np.random.default_rng(2)
    arms = {
        arm: {
            "registered": rng.poisson(3.0, (4, scenario.months, places)).astype(float),
            "people": np.full((4, scenario.months, places), 4e5),
        }
        for arm in ("treatment", "control", "quiet")
    }
    parts = splits.split_of(case.splits[0], case, arms, scenario)
    np.testing.assert_allclose(parts.package + parts.own_end + parts.regression, parts.change, rtol=0, atol=1e-9)


def test_every_arm_is_looked_at_and_every_case_has_its_place_on_the_page(tools):
    cases = tools["questions"].CASES
    looked_at = {(name, arm) for name, case in cases.items() for arm in tools["splits"].arms_of(case)}
    assert looked_at == {(path.parent.name, path.stem) for path in FILES}
    page = (ROOT / "docs" / "cases.md").read_text("utf-8")
    assert tools["splits"].render(page, {}) == page


def test_a_page_that_lacks_a_case_is_refused(tools):
    with pytest.raises(ValueError, match=r"cases\.md needs a place"):
        tools["splits"].render("# Cases\n", {})
