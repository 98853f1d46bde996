"""What a change of government does to what had been begun, and that continuity is a lever."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import add, after, fresh, in_country, let_happen, same, untreated

from corredor.model import TraffickingModel
from corredor.scenario import load


def lapsed(*, seed: int = 1, **plan: Any) -> bool:
    """Whether a court reform is gone after a change of government in month 1."""
    model = fresh(seed=str(seed))
    reform = add(model, "court_reform", **plan)
    after(model, 1)
    let_happen(model, "government_change", month=1)
    return reform.lapsed


def test_what_must_lapse_lapses_and_what_cannot_stays() -> None:
    assert lapsed(lapse=1.0)
    assert not lapsed(lapse=0.0)


def test_about_half_of_what_lapses_with_one_half_does() -> None:
    model = fresh()
    reforms = [add(model, "court_reform", name=f"reform {k}", lapse=0.5) for k in range(400)]
    let_happen(model, "government_change")
    assert sum(reform.lapsed for reform in reforms) == pytest.approx(200, abs=45)


def test_a_policys_fate_is_its_own_whoever_else_there_is() -> None:
    alone, in_company = fresh(), fresh()
    for k in range(20):
        add(in_company, "anti_corruption", name=f"other {k}", lapse=0.9)
    fates = []
    for model in (alone, in_company):
        reforms = [add(model, "court_reform", name=f"reform {k}", lapse=0.5) for k in range(20)]
        let_happen(model, "government_change")
        fates.append([reform.lapsed for reform in reforms])
    assert fates[0] == fates[1]
    assert 0 < sum(fates[0]) < 20


def test_what_has_lapsed_acts_and_costs_no_more_and_says_why_it_ended() -> None:
    model = fresh()
    add(model, "court_reform", lapse=1.0, end=4)
    after(model, 2)
    let_happen(model, "government_change", month=2)
    assert model.spent_usd.sum() > 0.0
    after(model, 4)
    assert (model.levers.courts == 1.0).all()
    assert model.spent_usd.sum() == 0.0
    told = [event for event in model.events.events if event.kind in ("policy_lapsed", "policy_end")]
    assert [event.kind for event in told] == ["policy_lapsed"]
    assert [event.kind for event in model.events.chain(told[0].id)] == ["government_change", "policy_lapsed"]


def test_a_change_elsewhere_ends_nothing_here() -> None:
    model = fresh()
    here = add(model, "court_reform", name="here", lapse=1.0, where=in_country("XCA"))
    there = add(model, "court_reform", name="there", lapse=1.0, where=in_country("XDA"))
    at_sea = add(model, "interdiction_surge", lapse=1.0, where=lambda region: ~region.land)
    let_happen(model, "government_change", where=in_country("XCA"))
    assert (here.lapsed, there.lapsed, at_sea.lapsed) == (True, False, True)


def test_what_has_not_begun_or_is_over_does_not_lapse() -> None:
    assert not lapsed(lapse=1.0, start=5)
    assert not lapsed(lapse=1.0, end=1)


def test_a_change_of_government_alone_changes_nothing() -> None:
    model = fresh()
    let_happen(model, "government_change")
    assert same(after(model, 3), untreated(3))


def test_a_scenario_can_make_continuity_its_question() -> None:
    scenario = load(
        "two_corridors",
        {
            "duration": "1 year",
            "policies": [
                {"kind": "court_reform", "name": "Courts", "lapse": "100 %"},
                {"kind": "urban_upgrading", "name": "Works", "where": {"country": "XCA"}, "lapse": 1},
                {"kind": "anti_corruption", "name": "Vetting"},
            ],
            "events": [{"kind": "government_change", "where": {"country": "XDA"}, "date": "1990-06"}],
        },
    )
    model = TraffickingModel(scenario)
    model.run()
    assert {policy.planned.name: policy.lapsed for policy in model.policies} == {
        "Courts": True,
        "Works": False,
        "Vetting": False,
    }
    assert np.all(model.levers.courts == 1.0)
