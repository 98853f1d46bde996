"""What policies for police, courts, prisons and communities do first, in a run paired with one without them."""

from __future__ import annotations

import numpy as np
import pytest
from laboratory import add, after, fresh, treated, untreated

from corredor.agents.state import HomicideKind
from corredor.processes.finance import Finance, sober_units
from corredor.processes.strength import shelter

YEAR = 12


def test_each_part_of_the_police_reform_turns_its_own_lever() -> None:
    none = untreated()
    p = none.parameters.policies
    trained = treated("security_sector_reform", parts=("training",)).justice.clearance
    kept = treated("security_sector_reform", parts=("retention",)).justice.clearance
    room = none.justice.clearance < 0.5
    assert trained[room] == pytest.approx((1.0 + p.reform_training) * none.justice.clearance[room])
    assert kept[room] == pytest.approx((1.0 + p.reform_retention) * none.justice.clearance[room])
    ruled = treated("security_sector_reform", parts=("mandate",)).violence.expected[HomicideKind.STATE]
    assert ruled == pytest.approx((1.0 - p.reform_mandate) * none.violence.expected[HomicideKind.STATE])
    paid = treated("security_sector_reform", 6, parts=("pay",)).justice.capture
    assert paid.mean() < untreated(6).justice.capture.mean()


def test_courts_that_work_convict_twice_as_many() -> None:
    reformed, none = treated("court_reform").justice, untreated().justice
    room = (none.conviction_common > 0.0) & (none.conviction_common < 0.1)
    assert reformed.conviction_common[room] == pytest.approx(2.0 * none.conviction_common[room], rel=0.05)


def test_courts_reformed_for_common_offences_convict_no_more_members() -> None:
    reformed, none = treated("court_reform", offences="common").justice, untreated().justice
    room = (none.conviction_common > 0.0) & (none.conviction_common < 0.1)
    assert reformed.conviction_common[room] == pytest.approx(2.0 * none.conviction_common[room], rel=0.05)
    assert (reformed.conviction == none.conviction).all()
    assert (reformed.capture == none.capture).all()


def test_where_courts_work_fewer_officials_are_bought() -> None:
    reformed, none = treated("court_reform", 6).justice, untreated(6).justice
    assert reformed.capture.mean() < none.capture.mean() - 0.02


def test_officials_who_are_watched_are_bought_less() -> None:
    watched, none = treated("anti_corruption", 6), untreated(6)
    assert watched.justice.capture.mean() < none.justice.capture.mean() - 0.02


def test_financial_intelligence_makes_laundering_dear_and_finds_cash() -> None:
    sober = sober_units(untreated())
    watched, none = treated("financial_intelligence").ledger.money.month, untreated().ledger.money.month
    assert 1.0 + sober.min() < watched["laundering"] / none["laundering"] < 1.0 + sober.max()
    assert watched["confiscated"] < 1.5 * none["confiscated"] < 0.0


def test_prison_reform_adds_places_and_takes_command_away() -> None:
    reformed, none = treated("prison_reform").justice, untreated().justice
    assert reformed.prison_capacity == pytest.approx(1.5 * none.prison_capacity)
    assert reformed.prison_command.max() < 0.5 * none.prison_command.max()


def test_hotspots_are_where_most_homicides_were_on_record_and_officers_come_from_elsewhere() -> None:
    model = after(fresh(), 3)
    policy = add(model, "hotspot_policing")
    on_record = model.reported.homicides.sum(axis=0)
    model.step()
    police, people = model.levers.police, model.communities.population
    hot = police > 1.0
    assert hot.sum() == round(0.05 * model.region.n_places)
    assert on_record[hot].min() >= np.sort(on_record)[-hot.sum()]
    assert police[~hot] == pytest.approx(1.0 - model.parameters.policies.hotspot_moved)
    officers = people * model.communities.presence
    assert (police * officers).sum() == pytest.approx(officers.sum(), rel=0.01)
    assert policy.places.all()


def test_hotspots_follow_the_record() -> None:
    model = after(fresh(), 1)
    add(model, "hotspot_policing", share=1.0 / model.region.n_places)
    chosen = []
    for place in (10, 200):
        model.reported.homicides[:] = 0.0
        model.reported.homicides[0, place] = 1e6
        model.levers.reset()
        model.policies[-1].act(1.0)
        chosen.append(int(np.argmax(model.levers.police)))
    assert chosen == [10, 200]


def test_pacification_enters_with_soldiers_and_stays_without_them() -> None:
    taken, held, none = treated("pacification", 3), treated("pacification", 24), untreated(24)
    assert (taken.levers.troops == 1.0).all()
    assert (held.levers.troops == 0.0).all()
    assert (held.levers.police == 2.0).all()
    assert shelter(taken).sum() < 0.5 * shelter(untreated(3)).sum()
    assert held.communities.presence.mean() > none.communities.presence.mean() + 0.1


def test_officers_whom_people_know_win_trust() -> None:
    known, none = treated("community_policing", YEAR), untreated(YEAR)
    expected = YEAR * none.parameters.policies.community_trust
    assert known.communities.trust.mean() - none.communities.trust.mean() == pytest.approx(expected, rel=0.25)
    clashes = [m.violence.expected[HomicideKind.STATE].sum() for m in (treated("community_policing"), untreated())]
    assert clashes[0] == pytest.approx((1.0 - none.parameters.policies.community_conduct) * clashes[1])


def test_prevention_keeps_its_share_of_recruits_away() -> None:
    recruited = [m.ledger.people.month["recruited"] for m in (treated("social_prevention"), untreated())]
    assert recruited[0] == pytest.approx(0.7 * recruited[1])


def test_upgrading_lowers_exclusion_and_brings_the_state() -> None:
    upgraded, none = treated("urban_upgrading", YEAR).communities, untreated(YEAR).communities
    assert upgraded.exclusion.mean() < 0.9 * none.exclusion.mean()
    assert upgraded.presence.mean() > none.presence.mean() + 0.05


def test_a_truce_lowers_hostility_and_forbids_nothing() -> None:
    offered, none = treated("truce", YEAR), untreated(YEAR)
    rows = min(offered.organisations.n, none.organisations.n)
    assert offered.hostility[:rows, :rows].sum() < 0.5 * none.hostility[:rows, :rows].sum()
    assert not offered.levers.ceasefire


def test_an_offer_that_is_worth_nothing_stops_no_war() -> None:
    offered, none = treated("truce", YEAR, payment=1e-3), untreated(YEAR)
    assert offered.hostility.sum() > 0.99 * none.hostility.sum()


def test_a_truce_between_two_concerns_these_two() -> None:
    model = fresh()
    names = tuple(organisation.name for organisation in model.organisation_agents[:2])
    add(model, "truce", between=names, payment=1e6)
    model.policies[-1].act(1.0)
    assert model.levers.peace_value == {(0, 1): 1e6}


def test_members_take_the_way_out_through_a_flow_of_its_own() -> None:
    demobilised, none = treated("demobilisation"), untreated()
    left = -demobilised.ledger.people.month["demobilised"]
    rate = none.parameters.policies.way_out
    assert left == pytest.approx(rate * (demobilised.organisations.members.sum() + left), rel=0.05)
    assert none.ledger.people.month["demobilised"] == 0.0


def test_one_organisation_can_be_offered_a_way_out_and_the_others_not() -> None:
    one, none = treated("demobilisation", organisation="strongest", intensity=40.0), untreated()
    change = one.organisations.members / none.organisations.members
    assert np.flatnonzero(change < 0.9).tolist() == [int(np.argmax(none.organisations.members))]


@pytest.mark.parametrize(("kind", "left"), [("demand_reduction", 0.9), ("legal_regulation", 0.5)])
@pytest.mark.parametrize("market", ["usa", "domestic"])
def test_a_market_buys_less_at_the_same_price(kind: str, left: float, market: str) -> None:
    number = ["usa", "europe", "domestic"].index(market)
    bought = [m.market.consumed_kg for m in (treated(kind, market=market), untreated())]
    others = [k for k in range(3) if k != number]
    assert bought[0][number] == pytest.approx(left * bought[1][number], rel=0.01)
    assert np.array_equal(bought[0][others], bought[1][others])


def test_guards_of_good_quality_keep_extortion_away() -> None:
    model = after(fresh(), YEAR)
    local = next(process for process in model.processes if isinstance(process, Finance)).local
    model.levers.reset()
    usual = local.by_activity(model)[1].sum()
    add(model, "private_security_regulation")
    model.policies[-1].act(1.0)
    assert local.by_activity(model)[1].sum() < usual
    assert model.communities.private_security.sum() > 0.0
