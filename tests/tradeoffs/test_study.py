"""Studies of trade-offs: what is run, that it is paired, and what follows from it."""

from __future__ import annotations

import json

import light_bundles as light
import numpy as np
import pandas as pd
import pytest

import corredor
from corredor.cli import main
from corredor.runs import FolderError, open_study
from corredor.runs.studies.maps import blocks, mean_maps
from corredor.scenario import ScenarioError
from corredor.tradeoffs import Tradeoffs, tradeoffs
from corredor.tradeoffs.discovery import discover
from corredor.tradeoffs.page import findings
from corredor.tradeoffs.reading import read_tradeoffs
from corredor.tradeoffs.shipped import shipped_studies

pytestmark = pytest.mark.once


def plan(**changes):
    return read_tradeoffs(light.STUDY | changes, set=light.SHORT)


def said(**changes) -> str:
    with pytest.raises(ScenarioError) as caught:
        plan(**changes)
    return str(caught.value)


def named(results: Tradeoffs, label: str) -> int:
    return results.labels.index(label)


def test_every_combination_is_a_bundle_and_the_first_is_no_policy(results) -> None:
    assert results.plan.bundles == 3 * 2 * 3
    assert results.labels[0] == "no policy"
    assert len(set(results.labels)) == results.plan.bundles
    assert "Surge 4 + Detention + Courts from 1990-02" in results.labels


def test_every_bundle_meets_the_same_worlds_with_the_same_seeds(results) -> None:
    rows = results.study.runs(["cost"])
    rows["world"] = rows["point"] % results.plan.worlds
    by_world = rows.groupby("world")
    assert (by_world["seed"].nunique() == 1).all()
    assert rows["seed"].nunique() == results.plan.worlds
    for uncertainty in results.plan.uncertainties:
        assert (by_world[uncertainty].nunique() == 1).all()


def test_a_lever_that_is_off_changes_nothing_in_the_model() -> None:
    off = corredor.load("two_corridors_control", {"duration": "2 months", "region.resolution": "2 deg"})
    content = json.loads(off.to_json()) | {"name": "off"}
    content["policies"] = [
        {"kind": "interdiction_surge", "intensity": 1}, {"kind": "mass_detention", "intensity": 0},
        {"kind": "court_reform", "intensity": 0}, {"kind": "truce", "intensity": 0},
        {"kind": "kingpin", "intensity": 0},
        {"kind": "eradication", "intensity": 0}, {"kind": "hotspot_policing", "intensity": 0},
    ]  # fmt: skip
    runs = [corredor.run(each, replicates=1, workers=1, quiet=True) for each in (off, type(off)(**content))]
    a, b = (each.region.drop(columns="replicate") for each in runs)
    pd.testing.assert_frame_equal(a, b)
    a, b = (each.national for each in runs)
    pd.testing.assert_frame_equal(a, b)


def test_what_violates_rights_is_left_out_and_what_costs_too_much(results) -> None:
    table = results.bundles
    detained = table["label"].str.contains("Detention")
    dear = table["label"].str.contains("Courts")
    assert (table.loc[detained, "rights"] == "broken").all()
    assert not table.loc[detained | (dear & ~table["within_budget"]), "eligible"].any()
    assert not table.loc[~table["eligible"], "non_dominated"].any()
    assert table.loc[0, "non_dominated"]


def test_without_the_constraint_everything_says_so(folder, capsys) -> None:
    removed = Tradeoffs(folder, rights_constraint=False)
    assert removed.bundles.loc[named(removed, "Detention"), "eligible"]
    assert "RIGHTS CONSTRAINT REMOVED" in findings(removed)[1]
    before = {path.name for path in folder.iterdir()}
    assert main(["tradeoffs", str(folder), "--without-rights-constraint"]) == 0
    assert "RIGHTS CONSTRAINT REMOVED" in capsys.readouterr().out
    new = {path.name for path in folder.iterdir()} - before - {"worlds.csv", "worlds.parquet"}
    assert new == {
        "tradeoffs-without-rights.html",
        *(f"{name}-without-rights.{ending}" for name in ("bundles", "scorecard") for ending in ("csv", "parquet")),
    }
    assert (folder / "tradeoffs-without-rights.html").read_text("utf-8").count("RIGHTS CONSTRAINT REMOVED") >= 4
    assert not pd.read_csv(folder / "bundles-without-rights.csv")["rights_constraint"].any()


def test_discovery_names_the_uncertainty_that_makes_a_surge_fail(results) -> None:
    found = discover(results, named(results, "Surge 4"))
    assert found.box is not None
    assert set(found.box.limits) == {"routes.sensitivity"}
    assert found.box.limits["routes.sensitivity"][0] == pytest.approx(2.0, abs=0.15)
    assert found.box.density == found.box.coverage == 1.0
    assert "routes.sensitivity is at least" in found.said


def test_doing_nothing_differs_from_itself_in_nothing(results) -> None:
    card = results.scorecard.set_index(["bundle", "outcome"])
    assert (card.loc[0, ["difference", "low", "high"]] == 0.0).all(axis=None)
    surge = card.loc[(named(results, "Surge 2"), "cost")]
    assert surge["difference"] == pytest.approx(12.0)
    assert surge["regret"] == pytest.approx(12.0)


def test_goals_and_budget_may_change_without_a_new_run(folder, results) -> None:
    before = results.study.checksum()
    again = tradeoffs(
        light.STUDY | {"budget": "100 million usd/year"}, set=light.SHORT, out=folder, resume=True, quiet=True,
        build=light.LeverModel,
    )  # fmt: skip
    assert again.study.checksum() == before
    assert again.within_budget.sum() < results.within_budget.sum()
    tradeoffs(light.STUDY, set=light.SHORT, out=folder, resume=True, quiet=True, build=light.LeverModel)


def test_the_folder_is_a_study_like_any_other_and_keeps_a_map_of_every_run(folder, results) -> None:
    study = open_study(folder)
    region = study.scenario(0).load_region()
    squares = blocks(region)
    assert (squares["size"] == 2.0).all()
    groups = np.repeat(np.arange(results.plan.bundles), results.plan.worlds)
    means, differences, _ = mean_maps(folder, groups)
    assert means.shape == (results.plan.bundles, 2, len(squares))
    assert (differences[0] == 0.0).all()
    people = study.runs(["homicide_rate"])
    assert means[0, 0].sum() > 0.0
    assert len(people) == results.plan.study.runs


def test_killings_on_the_map_are_the_killings_of_the_run(folder) -> None:
    study = open_study(folder)
    values = np.load(folder / "maps.npy", mmap_mode="r")
    again = corredor.run(study.scenario(0), replicates=1, workers=1, quiet=True)
    region = study.scenario(0).load_region()
    assert values.shape[2] == len(blocks(region))
    rate = study.runs(["homicide_rate"])["homicide_rate"][0]
    people = again.national[again.national["kind"] == "all"].groupby("month")["population"].sum().mean()
    assert values[0, 0].sum() == pytest.approx(rate * people / 1e5, rel=0.02)


def test_worlds_may_be_posterior_draws(tmp_path) -> None:
    draws = pd.DataFrame(
        {"routes.sensitivity": np.linspace(0.6, 2.4, 50), "draw": range(50), "weight": [0.0] * 40 + [1.0] * 10}
    )
    draws.to_csv(tmp_path / "posterior.csv", index=False)
    study = {key: value for key, value in light.STUDY.items() if key != "uncertainties"}
    read = read_tradeoffs(study | {"draws": str(tmp_path / "posterior.csv"), "worlds": 8}, set=light.SHORT)
    assert read.uncertainties == ("routes.sensitivity",)
    values = [read.study.values(world)[-1] for world in range(8)]
    assert min(values) >= np.linspace(0.6, 2.4, 50)[40]
    assert "draws of posterior.csv" in read.source


def test_bundles_may_be_listed_or_drawn() -> None:
    listed = plan(bundles=[{"Surge": 2}, {"Surge": 4, "Courts": 1}])
    assert listed.bundles == 3
    ranged = light.STUDY["levers"] | {"Surge": {"kind": "interdiction_surge", "intensity": [1, 5]}}
    drawn = plan(levers=ranged, bundles=20)
    assert 10 <= drawn.bundles <= 24
    assert len(set(drawn.study.column(0).tolist())) > 5
    assert drawn.study.values(0) == plan(levers=ranged, bundles=20).study.values(0)


def test_what_is_wrong_is_said_with_its_place() -> None:
    assert "did you mean 'levers'" in said(lever={})
    assert "did you mean 'court_reform'" in said(levers={"Courts": {"kind": "court_refrom"}})
    assert "leave 'cost' out" in said(levers={"S": {"kind": "kingpin", "cost": "1 usd/year"}})
    assert "did you mean 'homicide_rate'" in said(outcomes={"homicide_rat": "less"})
    assert "names no lever" in said(bundles=[{"Curts": 1}])
    assert "uncertainties" in said(uncertainties={"routes.sensitivty": [1, 2]})
    assert "budget" in said(budget="3 kg")
    assert "wher" in said(levers={"S": {"kind": "kingpin", "wher": "there"}})


def test_a_folder_of_something_else_is_refused(tmp_path) -> None:
    with pytest.raises(FolderError):
        Tradeoffs(tmp_path)


@pytest.mark.parametrize("name", sorted(name for name in shipped_studies() if not name.endswith("_coarse")))
def test_the_studies_that_ship_can_be_read(name) -> None:
    read = read_tradeoffs(name, worlds=2)
    assert read.bundles > 10


def test_the_command_writes_tables_and_a_page_that_needs_nothing_from_outside(folder, tmp_path, capsys) -> None:
    assert main(["tradeoffs", str(folder), "--json", str(tmp_path / "t.json")]) == 0
    printed = capsys.readouterr().out
    assert "beaten by no other" in printed
    assert "Simulated, not a forecast" in printed
    rows = json.loads((tmp_path / "t.json").read_text("utf-8"))
    assert rows[0]["label"] == "no policy"
    assert (folder / "bundles.csv").is_file()
    page = (folder / "tradeoffs.html").read_text("utf-8")
    assert "simulated, not a forecast" in page
    assert "RIGHTS CONSTRAINT REMOVED" not in page
    assert not any(word in page for word in ("http://", "https://", "<script", "@import"))
    assert "Surge 4" in page
