"""Merging, overriding, and where values came from."""

import pytest

from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.region import load as load_region
from corredor.scenario import Scenario, ScenarioError, load, memory


@pytest.fixture
def written(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


PARENT = """corredor: 1
name: Parent
description: Says something.
control: two_corridors_control
extends: two_corridors_control
duration: 5 years
parameters: {region.presence_floor: 0.1, region.presence_reach: 100 km}
policies:
  - {kind: court_reform, start: 1991-01}
  - {kind: anti_corruption}
"""


def test_a_child_wins_leaf_by_leaf_and_replaces_lists(written):
    written("parent.yaml", PARENT)
    child = load(
        written(
            "child.yaml",
            "corredor: 1\nname: Child\nextends: parent.yaml\nparameters: {region.presence_floor: 20 %}\n"
            "policies:\n  - {kind: kingpin}\n",
        )
    )
    assert child.parameters == {"region.presence_floor": 0.2, "region.presence_reach": 100.0}
    assert [policy.kind for policy in child.policies] == ["kingpin"]
    assert child.months == 60
    assert child.region_name == "two-corridors"


def test_a_child_says_for_itself_what_it_is_and_what_it_is_compared_with(written):
    written("parent.yaml", PARENT)
    child = load(written("child.yaml", "corredor: 1\nname: Child\nextends: parent.yaml\n"))
    assert child.description == ""
    assert child.control is None


def test_every_value_keeps_its_file_and_line(written, monkeypatch):
    path = written("parent.yaml", PARENT)
    monkeypatch.chdir(path.parent)
    scenario = load("parent.yaml", {"seed": "9"})
    assert scenario.provenance["duration"] == "parent.yaml:6"
    assert scenario.provenance["parameters.region.presence_reach"] == "parent.yaml:7"
    assert scenario.provenance["policies.court_reform.start"] == "parent.yaml:9"
    assert scenario.provenance["replicates"] == "scenarios/two_corridors_control.yaml:9"
    assert scenario.provenance["seed"] == "--set seed=9"


def test_an_override_wins_over_the_file():
    scenario = load(
        "two_corridors",
        {
            "duration": "4 years",
            "policies.Eastern surge.intensity": "5",
            "policies.0.where.corridor": "central_america",
            "region.presence_floor": "0.3",
            "region.resolution": "2 deg",
            "violence.retaliation": "off",
            "communities": "off",
            "policies.flight_denial_fee": "900 usd/kg",
            "costs.court_reform": "1 usd/month",
            "start.settling": "6 months",
            "record": "[flows]",
        },
    )
    assert scenario.months == 48
    assert scenario.policies[0].intensity == 5.0
    assert scenario.policies[0].where[0].corridor == ("central_america",)
    assert scenario.parameters == {
        "region.presence_floor": 0.3,
        "policies.flight_denial_fee": 900.0,
        "costs.court_reform": 1.0,
        "start.settling": 6.0,
    }
    assert scenario.resolution == 2.0
    assert scenario.mechanisms == {"violence.retaliation": False, "communities": False}
    assert scenario.record == ("flows",)


def test_a_scenario_gives_the_model_what_it_needs():
    scenario = load("two_corridors", {"region.presence_floor": "0.3", "communities": "off"})
    assert Parameters(scenario.parameter_values).region.presence_floor == 0.3
    assert not Mechanisms(scenario.mechanism_states).on("communities.trust")
    assert scenario.start_month == (1990, 1)
    region = scenario.load_region()
    assert region.presence[region.land].mean() > load("two_corridors").load_region().presence[region.land].mean()
    (surge,) = scenario.plan(region).policies
    assert (surge.start, surge.end, surge.ramp) == (36, 120, 6.0)
    assert surge.strength(35) == 0.0
    assert surge.strength(36) == pytest.approx(1 / 6)
    assert surge.strength(41) == surge.strength(119) == 1.0
    assert surge.strength(120) == 0.0


def test_an_event_repeats_until_its_end(written):
    scenario = load(
        written(
            "s.yaml",
            "corredor: 1\nname: S\nextends: two_corridors_control\nevents:\n"
            "  - {kind: leader_removed, name: often, date: 1993-01, every: 6 months, until: 1994-07}\n"
            "  - {kind: split, every: 4 years}\n"
            "  - {kind: price_shock, date: 1991-02, change: 10 %, duration: 3 months}\n",
        )
    )
    events = scenario.plan(scenario.load_region()).events
    assert [event.month for event in events] == [13, 36, 42, 48, 48, 96]
    assert events[0].duration == 3
    assert events[0].options["change"] == pytest.approx(0.1)
    assert "duration" not in events[0].options


def test_a_policy_that_goes_on_after_the_run_ends_with_it_and_says_so(written):
    scenario = load(
        written(
            "s.yaml",
            "corredor: 1\nname: S\nextends: two_corridors_control\n"
            "policies:\n  - {kind: court_reform, start: 1998-01, duration: 5 years}\n",
        )
    )
    assert scenario.plan(scenario.load_region()).policies[0].end == 120
    assert "goes on after the run" in scenario.warnings[0]


def test_a_value_outside_its_plausible_range_is_allowed_and_noted():
    scenario = load("two_corridors", {"region.presence_floor": "0.9"})
    assert "0.9 is outside the plausible range, 0 to 0.6" in scenario.warnings[0]


def test_years_before_the_observations_are_noted_for_real_places_only():
    assert "homicide is observed from 1990" in load("balloon_control").warnings[0]
    assert load("two_corridors_control", {"start": "1980-01"}).warnings == ()


def test_python_builds_the_same_scenario_as_yaml():
    built = Scenario(
        corredor=1,
        name="Two corridors",
        description=load("two_corridors").description,
        control="two_corridors_control",
        region={"name": "two-corridors"},
        start="1990-01",
        duration="10 years",
        replicates=10,
        policies=[
            {
                "kind": "interdiction_surge",
                "name": "Eastern surge",
                "where": {"corridor": "caribbean"},
                "start": "1993-01",
                "ramp": "6 months",
                "intensity": 3,
            }
        ],
    )
    assert built == load("two_corridors")


@pytest.mark.parametrize(
    ("overrides", "key"),
    [
        ({"replicates": "900000"}, "replicates"),
        ({"region.resolution": "0.001 deg"}, "region"),
        ({"region.resolution": "0.01 deg", "record": "[cells]", "duration": "200 years"}, "duration"),
    ],
)
def test_a_run_that_cannot_fit_in_memory_is_refused_before_anything_is_built(overrides, key, monkeypatch):
    monkeypatch.setattr(memory, "machine_bytes", lambda: 100 * 10**9)
    with pytest.raises(ScenarioError, match="of memory, and this machine has 100 GB") as caught:
        load("two_corridors", overrides)
    assert caught.value.problems[0].path == key


@pytest.mark.parametrize("resolution", [1.0, 0.5])
def test_the_estimate_knows_how_many_cells_there_are(resolution):
    region = load_region("americas", resolution)
    expected = memory.CELLS_AT_ONE_DEGREE["americas"] / resolution**2
    assert region.n == pytest.approx(expected, rel=0.1)
