"""Mechanisms work unless cut, and a process that is off takes its mechanisms along."""

import pytest

from corredor.core.mechanisms import MECHANISMS, PROCESSES, Mechanisms

FIXED = {
    "routes": ["learning", "load_splitting", "heterogeneity"],
    "cultivation": ["price_response", "replanting"],
    "markets": ["price_transmission"],
    "interdiction": ["adaptation"],
    "finance": ["capture", "laundering"],
    "leadership": ["succession", "splitting", "observed_by_rivals"],
    "territory": ["relations", "contest"],
    "violence": ["retaliation", "predation", "clashes", "protection"],
    "recruitment": ["replacement"],
    "justice": ["deterrence", "prison_command"],
    "communities": ["trust", "services"],
    "reporting": ["trust"],
}


def test_the_ids_that_scenarios_rely_on_exist():
    assert {f"{process}.{name}" for process, names in FIXED.items() for name in names} <= set(MECHANISMS)
    assert {name.split(".")[0] for name in MECHANISMS} == set(PROCESSES)


def test_everything_works_unless_cut():
    mechanisms = Mechanisms()
    assert all(mechanisms.on(name) for name in (*MECHANISMS, *PROCESSES))


def test_a_cut_stops_one_mechanism_and_nothing_else():
    mechanisms = Mechanisms({"violence.retaliation": False, "routes.learning": True})
    assert [name for name in (*MECHANISMS, *PROCESSES) if not mechanisms.on(name)] == ["violence.retaliation"]
    assert mechanisms.off() == ("violence.retaliation",)


def test_a_process_that_is_off_takes_its_mechanisms_along():
    mechanisms = Mechanisms({"communities": False, "communities.trust": True})
    assert not mechanisms.on("communities")
    assert not mechanisms.on("communities.trust")
    assert mechanisms.on("reporting.trust")


def test_an_unknown_mechanism_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match=r"did you mean 'routes\.learning'"):
        Mechanisms({"routes.lerning": False})
    with pytest.raises(KeyError, match=r"did you mean 'violence\.clashes'"):
        Mechanisms().on("violence.clash")


def test_nothing_can_be_switched_during_a_run():
    with pytest.raises(AttributeError):
        Mechanisms()._off = frozenset({"violence"})
