"""Organisations that arrive, and events that last."""

from __future__ import annotations

import numpy as np
import pytest
from laboratory import after, fresh, in_country, let_happen, same, untreated

from corredor.core.plan import PlannedEvent
from corredor.policies.arrival import NAMES


def test_an_organisation_arrives_with_its_members_and_the_books_balance() -> None:
    model = after(fresh(), 1)
    before, alive = model.holdings.members.sum(), len(model.alive)
    let_happen(model, "arrival", month=1, members=600.0)
    assert model.holdings.members.sum() == pytest.approx(before + 600.0)
    assert len(model.alive) == alive + 1
    assert model.ledger.people.month["arrived"] == 600.0
    model.check_books()
    after(model, 12)  # checked every month


def test_it_settles_where_most_money_is_made_among_the_places_named() -> None:
    model = after(fresh(), 2)
    where = in_country("XDA")
    let_happen(model, "arrival", month=2, members=600.0, where=where)
    newcomer = model.organisation_agents[-1]
    held = model.holdings.of(newcomer.row)
    rents = model.ground.flow_usd + model.ground.local_usd
    inside = where(model.region)[model.region.places]
    assert model.holdings.place[held].tolist() == [int(np.argmax(np.where(inside, rents, -1.0)))]
    assert model.holdings.control[held].sum() == 0.0
    assert newcomer.country == model.region.countries.index("XDA")


def test_it_has_a_fictional_name_that_nobody_else_bears() -> None:
    model = fresh()
    for _ in range(len(NAMES) + 2):
        let_happen(model, "arrival", members=300.0)
    names = [organisation.name for organisation in model.organisation_agents]
    assert len(set(names)) == len(names)
    assert names[-len(NAMES) - 2] == NAMES[0]
    assert names[-1] == f"{NAMES[1]} 2"


def test_only_one_that_can_send_loads_abroad_does() -> None:
    model = after(fresh(), 1)
    let_happen(model, "arrival", month=1, members=5000.0, transnational=True, where=in_country("XBA"))
    let_happen(model, "arrival", month=1, members=5000.0, transnational=False, where=in_country("XBA"))
    sender, local = (organisation.row for organisation in model.organisation_agents[-2:])
    after(model, 2)
    assert sender in model.traffic.plans.row
    assert local not in model.traffic.plans.row


def test_wars_that_it_brings_are_told_as_its_doing() -> None:
    model = after(fresh(), 1)
    let_happen(model, "arrival", month=1, members=4000.0)
    newcomer = model.organisation_agents[-1].row
    after(model, 18)
    wars = [e for e in model.events.events if e.kind == "war" and newcomer in (e.organisation, e.other)]
    assert wars
    assert {model.events.chain(war.id)[0].kind for war in wars} & {"arrival"}


def test_an_operation_in_one_country_takes_the_strongest_organisations_commanders_there_alone() -> None:
    model = after(fresh(), 1)
    inside = in_country("XBA")(model.region)[model.region.places]
    held = model.holdings
    there = np.bincount(held.organisation, held.members * inside[held.place], model.organisations.n)
    struck = inside[held.place] & (held.organisation == np.argmax(there))
    before = held.loyalty.copy()
    let_happen(model, "leader_removed", month=1, rank="commander", where=in_country("XBA"))
    assert struck.any()
    assert (held.loyalty[struck] < before[struck]).all()
    assert (held.loyalty[~struck] == before[~struck]).all()


def test_an_arrival_of_nobody_changes_nothing() -> None:
    model = fresh()
    let_happen(model, "arrival", members=0.0)
    let_happen(model, "arrival", members=100.0, where=lambda region: ~region.land)
    assert same(after(model, 2), untreated(2))


def test_exclusion_stays_high_while_a_slump_lasts_and_falls_back_after() -> None:
    def excess(lasting: int) -> float:
        model = fresh()
        everywhere = np.ones(model.region.n, dtype=np.bool_)
        slump = PlannedEvent("exclusion_shock", "slump", 0, lasting, everywhere, {"change": 0.2})
        model.scheduled = (slump,)
        exclusion = after(model, 24).communities.exclusion
        return float((exclusion - untreated(24).communities.exclusion).mean())

    jump = 0.2 * fresh().communities.exclusion.mean()
    assert excess(24) > 0.8 * jump
    assert excess(0) < 0.85 * excess(24)


def test_a_price_shock_lasts_as_long_as_it_says() -> None:
    model = fresh()
    everywhere = np.ones(model.region.n, dtype=np.bool_)
    options = {"market": "usa", "change": -0.25}
    model.scheduled = (PlannedEvent("price_shock", "glut", 0, 2, everywhere, options),)
    seen = []
    for _ in range(3):
        model.step()
        seen.append(float(model.levers.price[0]))
    assert seen == [0.75, 0.75, 1.0]
