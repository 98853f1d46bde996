"""The scenarios that ship can be run, say what they are for, and are compared with what differs in one thing."""

import os

import pytest

from corredor.scenario import load
from corredor.scenario.controls import mismatch
from corredor.scenario.shipped import shipped_folder, shipped_scenarios

HEADLINES = ("baseline", "balloon_effect", "kingpin_fragmentation", "transit_violence", "two_corridors")

WHAT_STATES_DID = {"policies", "events"}
"""One thing, in two lists: a leader who fell to the state on a known day is an event."""


def difference(scenario, control):
    ours, theirs = scenario.model_dump(), control.model_dump()
    identity = {"name", "description", "control"}
    return {key for key in ours if ours[key] != theirs[key]} - identity


@pytest.mark.parametrize("name", shipped_scenarios())
def test_it_loads_and_says_what_to_look_at(name):
    scenario = load(name)
    assert scenario.slug == name
    assert len(scenario.description) > 80


def test_the_headline_scenarios_ship():
    assert set(HEADLINES) <= set(shipped_scenarios())


@pytest.mark.parametrize("name", HEADLINES)
def test_every_headline_scenario_has_a_control_that_ships_and_can_be_a_pair(name):
    scenario = load(name)
    assert scenario.control in shipped_scenarios()
    assert mismatch(scenario) is None


def test_a_child_of_the_baseline_does_not_inherit_its_control():
    assert load("baseline").control == "transit_violence_no_cocaine"
    for name in shipped_scenarios():
        if name != "baseline" and load(name).control == "transit_violence_no_cocaine":
            assert "control: transit_violence_no_cocaine" in (shipped_folder() / f"{name}.yaml").read_text()


@pytest.mark.parametrize("name", [name for name in shipped_scenarios() if load(name).control])
def test_it_differs_from_its_control_in_one_thing(name):
    scenario = load(name)
    found = difference(scenario, load(scenario.control))
    assert len(found) == 1 or found == WHAT_STATES_DID


@pytest.mark.parametrize("name", [name for name in shipped_scenarios() if name.endswith("_cut")])
def test_a_cut_differs_from_the_full_scenario_in_one_mechanism(name):
    cut, full = load(name), load(name.removesuffix("_cut").replace("kingpin_control", "baseline"))
    assert difference(cut, full) == {"mechanisms"}
    assert len(cut.mechanisms) == 1


def test_the_balloon_begins_early_enough_for_the_caribbean_to_fill():
    scenario = load("balloon_effect")
    (surge,) = scenario.plan(scenario.load_region()).policies
    assert scenario.start == "1984-01"
    assert (surge.start, surge.intensity, surge.ramp) == (48, 3.0, 12.0)
    assert scenario.months - surge.start >= 72


def test_twenty_leaders_fall_in_mexico():
    scenario = load("kingpin_fragmentation")
    region = scenario.load_region()
    events = scenario.plan(region).events
    assert len(events) == 20
    assert {region.countries[k] for k in region.country[events[0].cells]} == {"MEX"}


def test_they_are_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load("baseline").name == "Baseline"
    assert os.path.isabs(shipped_folder())
