"""From the form to a scenario, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

import corredor
from corredor.app.drafting import Choice, as_text, choices_in, control_of, fingerprint, portfolio, saved
from corredor.app.limits import Limits
from corredor.app.situations import REGIONS, TEACHING, base_of, places
from corredor.scenario.controls import without_policies
from corredor.scenario.scenario import Scenario
from corredor.scenario.writing import as_plain

POLICE = Choice("community_policing", "country:XCA", 1991, 1992, 1.5)
SURGE = Choice("interdiction_surge", "corridor:caribbean", 1990, 1992, 3.0, 6.0)
OFFERED = places("two-corridors", 1.0)


def base() -> Scenario:
    return base_of(TEACHING, "two_corridors_control")


def loaded(text: str, folder: Path) -> Scenario:
    file = folder / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    return corredor.load(file)


@pytest.mark.parametrize(("region", "name"), [(r, s.scenario) for r, all_ in REGIONS.items() for s in all_])
def test_every_starting_situation_can_be_run_within_the_limits(region: str, name: str) -> None:
    scenario = base_of(region, name)
    assert scenario.region.name == region
    assert Limits().exceeded(scenario) is None


def test_the_page_begins_with_the_teaching_region() -> None:
    assert TEACHING == "two-corridors"


def test_what_is_saved_loads_back_to_the_same_choices(tmp_path: Path) -> None:
    plain = portfolio(base(), 3, 4, [SURGE, POLICE], ())
    scenario = loaded(saved(plain, "East: mine"), tmp_path)
    assert scenario.name == "East: mine"
    assert (scenario.months, scenario.replicates) == (36, 4)
    assert choices_in(scenario, OFFERED, 5) == ([SURGE, POLICE], [])
    assert saved(plain, "").startswith("# simulated, not a forecast\n")


def test_what_is_saved_is_its_own_control_without_policies(tmp_path: Path) -> None:
    plain = portfolio(base(), 1, 1, [SURGE], ())
    scenario = loaded(saved(plain, "Mine"), tmp_path)
    assert scenario.control == "without policies"
    assert fingerprint(as_plain(without_policies(scenario))) == fingerprint(
        as_plain(Scenario.model_validate(control_of(plain)))
    )
    assert "control:" not in saved(portfolio(base(), 1, 1, (), ()), ""), "nothing done has nothing to be compared with"


def test_a_file_without_a_control_is_loaded_as_before(tmp_path: Path) -> None:
    text = saved(portfolio(base(), 3, 1, [SURGE], ()), "Mine").replace("control: without policies\n", "")
    scenario = loaded(text, tmp_path)
    assert scenario.control is None
    assert choices_in(scenario, OFFERED, 5)[0] == [SURGE]


def test_a_policy_that_no_row_can_show_is_kept_as_it_is_written(tmp_path: Path) -> None:
    text = """
corredor: 1
name: Odd
extends: two_corridors_control
policies:
  - {kind: kingpin, name: Everywhere, start: 1991-01, end: 1993-01, how: killed}
  - {kind: court_reform, name: Half a year, where: {country: XCA}, start: 1991-04, end: 1993-01}
  - {kind: court_reform, name: Two places, where: [{country: XCA}, {country: XDA}], start: 1991-01, end: 1993-01}
  - {kind: court_reform, name: Plain, where: {country: XCA}, start: 1991-01, end: 1993-01}
"""
    scenario = loaded(text, tmp_path)
    shown, kept = choices_in(scenario, OFFERED, 5)
    assert shown == [Choice("court_reform", "country:XCA", 1991, 1992, 1.0)]
    assert [policy["name"] for policy in kept] == ["Everywhere", "Half a year", "Two places"]
    again = loaded(as_text(portfolio(scenario, 10, 1, shown, kept)), tmp_path)
    assert [policy.kind for policy in again.policies] == ["kingpin", "court_reform", "court_reform", "court_reform"]
    assert again.policies[0].options["how"] == "killed"


def test_a_situation_with_policies_does_not_go_by_its_own_name_and_question() -> None:
    situation = base()
    done = portfolio(situation, 2, 1, [Choice("court_reform", "", 1990, 1991, 2.0)], ())
    assert done["name"] == f"{situation.name}, with policies"
    assert done["description"].startswith("What do these policies change")
    assert control_of(done)["name"] == f"{situation.name} without policies"
    assert portfolio(situation, 2, 1, (), ())["name"] == situation.name


def test_the_control_differs_in_its_policies_alone(tmp_path: Path) -> None:
    plain = portfolio(base(), 2, 3, [SURGE], ())
    control = control_of(plain)
    assert control["policies"] == []
    assert {key for key in plain if plain[key] != control[key]} == {"name", "policies"}
    assert loaded(as_text(control), tmp_path).policies == ()


def test_whatever_a_scenario_records_the_page_has_what_it_shows(tmp_path: Path) -> None:
    sparse = loaded("corredor: 1\nname: Sparse\nextends: two_corridors_control\nrecord: [prices]\n", tmp_path)
    plain = portfolio(sparse, 2, 1, (), ())
    assert plain["record"] == list(base().record)


def test_names_and_numbers_of_pairs_do_not_make_another_run() -> None:
    plain = portfolio(base(), 2, 3, [SURGE], ())
    assert fingerprint({**plain, "name": "other", "replicates": 9}) == fingerprint(plain)
    assert fingerprint(control_of(plain)) != fingerprint(plain)
    assert fingerprint(portfolio(base(), 3, 3, [SURGE], ())) != fingerprint(plain)


def test_a_shorter_run_drops_what_would_happen_after_it(tmp_path: Path) -> None:
    kingpin = base_of("americas", "kingpin_fragmentation")
    short = loaded(as_text(portfolio(kingpin, 5, 1, (), ())), tmp_path)
    assert short.end == "1995-01"
    assert [event.until for event in short.events] == ["1995-01"]
    assert loaded(as_text(portfolio(kingpin, 2, 1, (), ())), tmp_path).events == ()


def test_what_is_too_large_is_refused() -> None:
    limits = Limits()
    fine = corredor.load("baseline", {"region.resolution": "1 deg"})
    long = corredor.load("two_corridors_control", {"duration": "30 years"})
    assert [each and each[0] for each in map(limits.exceeded, (fine, long, base()))] == [
        "limit.cells",
        "limit.months",
        None,
    ]
