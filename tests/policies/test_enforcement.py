"""What policies against loads, coca, leaders and organisations do first, in a run paired with one without them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import add, after, fresh, in_country, same, treated, untreated
from numpy.typing import NDArray

from corredor.agents.state import HomicideKind
from corredor.core.plan import PlannedEvent
from corredor.model import TraffickingModel
from corredor.policies.shocks import happen
from corredor.processes.strength import shelter
from corredor.region.region import Mode


def captured_leader(**policy: object) -> tuple[TraffickingModel, int]:
    """A run of a month in which the strongest organisation's leader is captured, and its row."""
    model = fresh(leadership__rivals="0 1/month", leadership__chance="0 1/month", leadership__prison_word="0.8")
    everywhere = np.ones(model.region.n, dtype=np.bool_)
    model.scheduled = (PlannedEvent("leader_removed", "capture", 1, 0, everywhere, {"how": "captured"}),)
    if policy:
        add(model, **policy)  # type: ignore[arg-type]
    after(model, 2)
    return model, next(e.organisation for e in model.events.events if e.kind == "leader_removed" and e.month == 1)


def test_a_surge_doubles_assets_where_it_is_and_nowhere_else() -> None:
    where = in_country("XCA")
    surge, none = treated("interdiction_surge", where=where).enforcement, untreated().enforcement
    inside = where(untreated().region)
    # somewhat less than double, because traffic and the patrols that follow it have begun to leave
    assert surge.assets[inside] == pytest.approx(1.8 * none.assets[inside], rel=0.1)
    assert surge.hazard_per_km[inside].sum() == pytest.approx(1.8 * none.hazard_per_km[inside].sum(), rel=0.1)
    change = np.abs(surge.assets[~inside] / none.assets[~inside] - 1.0)
    assert np.quantile(change, 0.9) < 0.01


def travelled(months: int = 12, **policy: Any) -> tuple[NDArray[np.float64], float]:
    """Share of what travels by each mode, and kilograms seized, over a year with a policy, or without."""
    model = fresh()
    if policy:
        add(model, **policy)
    kg_km, seized = np.zeros(len(Mode)), 0.0
    for _ in range(months):
        model.step()
        arcs = model.region.arcs
        kg_km += np.bincount(arcs.mode, model.traffic.arc_kg * arcs.length_km, len(Mode))
        seized += float(model.traffic.seized_kg.sum())
    return kg_km / kg_km.sum(), seized


def test_a_surge_against_one_mode_seizes_there_and_drives_loads_off_it() -> None:
    (usual, seized_before), (now, seized_after) = (
        travelled(),
        travelled(kind="interdiction_surge", mode="road", intensity=5.0),
    )
    assert seized_after > 2.0 * seized_before
    assert now[Mode.ROAD] < 0.95 * usual[Mode.ROAD]


def test_a_surge_against_a_way_that_nobody_takes_changes_nothing() -> None:
    surge = treated("interdiction_surge", 3, mode="river", intensity=5.0)
    assert same(surge, untreated(3))
    assert surge.spent_usd.sum() > 0.0


def test_flights_that_are_denied_are_flown_less() -> None:
    usual, now = travelled()[0][Mode.FLIGHT], travelled(kind="flight_denial")[0][Mode.FLIGHT]
    assert 0.0 < now < 0.5 * usual


def test_eradication_takes_its_share_of_coca_and_growers_take_it_back() -> None:
    sprayed, pulled, none = treated("eradication"), treated("eradication", method="manual"), untreated()
    lost_to_spray = 1.0 - sprayed.cocaine.coca_ha.sum() / none.cocaine.coca_ha.sum()
    lost_by_hand = 1.0 - pulled.cocaine.coca_ha.sum() / none.cocaine.coca_ha.sum()
    share = 0.2 / 12.0
    back = 1.0 - np.exp(-none.parameters.cultivation.replanting)
    assert lost_to_spray == pytest.approx(share * none.parameters.cultivation.clearing * (1.0 - back), rel=0.02)
    assert lost_by_hand == pytest.approx(share * (1.0 - back), rel=0.02)


def test_growers_who_can_earn_more_otherwise_leave_coca() -> None:
    helped, none = treated("alternative_development", 12), untreated(12)
    assert helped.cocaine.coca_ha.sum() < 0.9 * none.cocaine.coca_ha.sum()


def test_a_hunted_leader_falls_unless_officials_shelter_everybody() -> None:
    hunt = {"intensity": 30.0, "organisation": "strongest"}
    open_field, sheltered = fresh(), fresh()
    open_field.organisations.protection[:] = 0.0
    sheltered.organisations.protection[:] = 1.0
    for model in (open_field, sheltered):
        add(model, "kingpin", **hunt)
        model.policies[-1].step()
    assert [event.detail for event in open_field.events.events if event.kind == "leader_removed"] == ["captured"]
    assert not [event for event in sheltered.events.events if event.kind == "leader_removed"]


def test_a_captured_leader_commands_on_from_prison_unless_sent_abroad() -> None:
    (kept, row), (sent, same_row) = captured_leader(), captured_leader(kind="extradition")
    assert row == same_row
    assert sent.organisations.cohesion[row] < kept.organisations.cohesion[row] - 0.05


def test_extradition_takes_command_out_of_prisons() -> None:
    sent, none = treated("extradition").justice.prison_command, untreated().justice.prison_command
    part = untreated().parameters.policies.extradition_silence
    assert sent == pytest.approx((1.0 - part) * none)


def test_soldiers_clash_and_break_protection_and_convict_nobody() -> None:
    with_soldiers, none = treated("military_deployment"), untreated()
    assert shelter(with_soldiers).sum() < 0.5 * shelter(none).sum()
    clashes = [m.violence.expected[HomicideKind.STATE].sum() for m in (with_soldiers, none)]
    assert clashes[0] > 2.0 * clashes[1]
    assert np.array_equal(with_soldiers.justice.clearance, none.justice.clearance)


def test_a_vetted_unit_convicts_where_others_are_bought_and_hunts_leaders() -> None:
    vetted, none = treated("vetted_unit"), untreated()
    share, bought = none.parameters.policies.vetted_share, none.justice.capture
    free = none.justice.conviction < 0.5
    rise = (1.0 - bought * (1.0 - share)) / (1.0 - bought)
    assert vetted.justice.conviction[free] == pytest.approx((none.justice.conviction * rise)[free], rel=1e-6)
    assert vetted.levers.leader_hazard == pytest.approx(none.parameters.policies.vetted_hazard)


def test_joint_teams_arrest_more_convict_more_and_find_cash() -> None:
    joint, none = treated("joint_teams"), untreated()
    assert joint.justice.arrested.sum() > 1.4 * none.justice.arrested.sum()
    assert joint.justice.conviction.sum() > 1.2 * none.justice.conviction.sum()
    assert np.array_equal(joint.justice.conviction_common, none.justice.conviction_common)
    assert joint.ledger.money.month["confiscated"] < none.ledger.money.month["confiscated"] < 0.0


def test_states_that_cooperate_see_more_and_one_alone_does_not() -> None:
    together = treated("regional_cooperation").enforcement.hazard_per_km
    alone = treated("regional_cooperation", where=in_country("XCA")).enforcement.hazard_per_km
    none = untreated()
    gain = none.parameters.policies.cooperation_hazard * (1.0 - 1.0 / len(none.region.countries))
    assert together == pytest.approx((1.0 + gain) * none.enforcement.hazard_per_km)
    assert np.array_equal(alone, none.enforcement.hazard_per_km)


def test_detention_takes_members_and_many_more_who_are_none() -> None:
    rounded_up, none = treated("mass_detention"), untreated()
    people = none.communities.population.sum()
    innocent = rounded_up.justice.detained_without_cause.sum()
    taken = rounded_up.justice.arrested.sum() - none.justice.arrested.sum()
    assert innocent + taken == pytest.approx(50.0 * people / 1e5, rel=0.01)
    assert innocent > taken > 0.0
    assert rounded_up.justice.prisoners.sum() > none.justice.prisoners.sum()


def test_detention_in_one_country_leaves_the_others_alone() -> None:
    detained = treated("mass_detention", where=in_country("XCA")).justice.detained_without_cause
    assert np.flatnonzero(detained).tolist() == [untreated().region.countries.index("XCA")]


def test_detention_fills_prisons_until_gangs_command_them() -> None:
    full, none = treated("mass_detention", 12), untreated(12)
    assert full.justice.prison_command.sum() > none.justice.prison_command.sum()


def test_fewer_arms_are_bought_where_fewer_are_on_offer() -> None:
    controlled, none = treated("arms_control", 6, intensity=0.8), untreated(6)
    bought = [-m.ledger.money.total["arms"] for m in (controlled, none)]
    assert bought[0] < 0.4 * bought[1]
    assert controlled.organisations.arms[none.alive].mean() < none.organisations.arms[none.alive].mean()


def test_no_lieutenant_falls_where_the_organisation_has_nobody() -> None:
    model = fresh()
    row = int(model.alive[0])
    held = np.zeros(model.region.n, dtype=np.bool_)
    held[model.region.places[model.holdings.place[model.holdings.of(row)]]] = True
    name = next(agent.name for agent in model.organisation_agents if agent.row == row)

    def fallen(cells: NDArray[np.bool_]) -> int:
        options = {"organisation": name, "rank": "lieutenant", "how": "captured"}
        happen(PlannedEvent("leader_removed", "second rank", model.month, 0, cells, options), model)
        return sum(event.kind == "lieutenant_removed" for event in model.events.events)

    assert fallen(~held) == 0
    assert fallen(held) == 1
