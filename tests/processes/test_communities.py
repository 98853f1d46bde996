"""Trust, exclusion, fear, private security, and who governs."""

from __future__ import annotations

import numpy as np
import pytest
from conflict_ground import empty_world, put, strip

import corredor.processes.month  # noqa: F401  (registers the parameters)
from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.processes.communities import Communities
from corredor.processes.courts import convicted


def quiet(*, cuts: tuple[str, ...] = ()) -> World:
    world = empty_world(strip(2, 1), cuts=cuts)
    world.justice.conviction[:] = world.justice.conviction_common[:] = 0.0
    return world


def after(world: World, months: int) -> World:
    communities = Communities(world)
    for _ in range(months):
        communities.step()
    return world


def test_where_nothing_happens_nothing_changes_but_numbers() -> None:
    world = quiet()
    trust, exclusion = world.communities.trust.copy(), world.communities.exclusion.copy()
    people = world.communities.population.copy()
    after(world, 12)
    assert world.communities.trust == pytest.approx(trust)
    assert world.communities.exclusion == pytest.approx(exclusion)
    assert world.communities.population == pytest.approx(people * np.exp(0.012))


def test_violence_wears_down_trust_by_the_equation() -> None:
    world = quiet()
    world.violence.seen[:] = 3.0
    before = world.communities.trust.copy()
    after(world, 1)
    assert world.communities.trust == pytest.approx(before * (1 - 0.015 * 0.5))


def test_a_month_before_the_start_is_lived_through_often_and_people_grow_up_once() -> None:
    lived, later = quiet(), quiet()
    for world in (lived, later):
        world.violence.seen[:] = 3.0
        world.violence.killings[HomicideKind.TURF] = 2.0
        world.communities.young_missing[:] = 180.0
    lived.month = -1
    people = lived.communities.population.copy()
    after(lived, 1)
    after(later, 12)
    for column in ("trust", "exclusion", "private_security"):
        assert lived.communities.array(column) == pytest.approx(later.communities.array(column))
    assert lived.communities.young_missing == pytest.approx(179.0)
    assert lived.communities.population == pytest.approx(people)


def test_settled_exclusion_is_where_violence_and_capacity_balance() -> None:
    world = quiet()
    world.violence.seen[:] = 3.0
    usual = world.communities.exclusion.copy()
    world.month = -24
    after(world, 24)
    pull, rise = 0.01, 0.003 * 0.5
    assert world.communities.exclusion == pytest.approx((pull * usual + rise) / (pull + rise), rel=0.01)


def test_trust_is_left_alone_when_it_is_cut() -> None:
    world = quiet(cuts=("communities.trust",))
    world.violence.seen[:] = 30.0
    before = world.communities.trust.copy()
    assert after(world, 12).communities.trust == pytest.approx(before)


def test_convictions_restore_trust() -> None:
    world = quiet()
    world.justice.conviction[:] = world.justice.conviction_common[:] = 0.3
    before = world.communities.trust.copy()
    assert (after(world, 12).communities.trust > before).all()


def test_people_see_the_convictions_of_the_killings_that_they_see() -> None:
    brawls, wars = quiet(), quiet()
    for world in (brawls, wars):
        world.justice.conviction_common[:] = 0.3
    brawls.violence.expected[HomicideKind.COMMON] = 4.0
    wars.violence.expected[HomicideKind.COMMON] = 1.0
    wars.violence.expected[HomicideKind.TURF] = 3.0
    assert convicted(brawls) == pytest.approx(0.3)
    assert convicted(wars) == pytest.approx(0.3 / 4)
    assert (after(brawls, 12).communities.trust > after(wars, 12).communities.trust).all()


def test_violence_excludes_and_services_include() -> None:
    violent, served = quiet(), quiet()
    violent.violence.seen[:] = 10.0
    served.levers.services[:] = 1.0
    before = violent.communities.exclusion.copy()
    assert (after(violent, 24).communities.exclusion > before).all()
    assert (after(served, 24).communities.exclusion < 0.7 * before).all()


def test_services_include_nobody_when_they_are_cut() -> None:
    world = quiet(cuts=("communities.services",))
    world.levers.services[:] = 1.0
    before = world.communities.exclusion.copy()
    assert after(world, 24).communities.exclusion == pytest.approx(before)


def test_services_bring_the_state_and_take_it_away_again() -> None:
    world = quiet()
    before = world.communities.presence.copy()
    communities = Communities(world)
    world.levers.services[:] = 1.0
    for _ in range(60):
        communities.step()
    during = world.communities.presence.copy()
    world.levers.services[:] = 0.0
    for _ in range(120):
        communities.step()
    assert (during > before + 0.2).all()
    assert world.communities.presence == pytest.approx(before, abs=0.01)


def test_groups_come_to_rule_what_they_hold_and_the_state_recedes() -> None:
    world = quiet()
    put(world, "Brisa", np.array([100.0, 0.0]), np.array([0.9, 0.0]))
    after(world, 60)
    assert world.communities.criminal_governance[0] > 0.3
    assert world.communities.criminal_governance[1] == 0.0
    assert world.communities.presence[0] < world.communities.presence[1]


def test_fear_is_half_at_the_registered_rate_and_buys_guards_where_people_can_pay() -> None:
    world = quiet()
    world.violence.seen[:] = 4.0
    world.communities.exclusion[:] = [0.2, 0.8]
    after(world, 24)
    assert world.communities.fear == pytest.approx([0.5, 0.5])
    assert world.communities.private_security[0] > 2 * world.communities.private_security[1]


def test_disorder_never_passes_its_ceiling() -> None:
    world = quiet()
    world.violence.killings[HomicideKind.TURF] = 500.0
    after(world, 600)
    assert (world.communities.disorder <= world.parameters.communities.disorder_ceiling).all()
    assert (world.communities.disorder > 0.9).all()


def test_common_homicide_breaks_no_order() -> None:
    world = quiet()
    world.violence.killings[HomicideKind.COMMON] = 500.0
    assert after(world, 12).communities.disorder == pytest.approx(0.0)


def test_shares_stay_shares_whatever_happens() -> None:
    world = quiet()
    world.violence.seen[:] = 1e3
    world.violence.extortion[:] = 1e9
    world.levers.trust[:], world.levers.exclusion[:] = -1.0, 1.0
    after(world, 24)
    for name in ("trust", "exclusion", "fear", "private_security", "reporting", "presence", "disorder"):
        values = world.communities.array(name)
        assert ((values >= 0.0) & (values <= 1.0)).all(), name
