"""Policies that meet on a lever combine in any order; place and ramp hold for each."""

from __future__ import annotations

import numpy as np
import pytest
from laboratory import add, after, fresh, in_country, planned, treated, untreated

from corredor.core.policy_kinds import policy_kinds
from corredor.model import TraffickingModel
from corredor.policies import build_policy

BUNDLE = (
    *("court_reform", "joint_teams", "vetted_unit", "anti_corruption", "security_sector_reform", "pacification"),
    *("prison_reform", "extradition", "demobilisation", "truce", "urban_upgrading", "military_deployment"),
)


@pytest.fixture(scope="module")
def world() -> TraffickingModel:
    return after(fresh(), 2)


def levers_after(world: TraffickingModel, kinds: tuple[str, ...]) -> dict[str, np.ndarray]:
    """All levers when policies of these kinds have acted in this order."""
    world.levers.reset()
    for number, kind in enumerate(kinds):
        build_policy(planned(world, kind, name=f"{kind} {number}"), world).act(1.0)
    found = {name: getattr(world.levers, name).copy() for name in world.levers.names}
    world.levers.reset()
    return found


def test_the_order_in_which_policies_are_written_does_not_matter(world: TraffickingModel) -> None:
    one, other = levers_after(world, BUNDLE), levers_after(world, BUNDLE[::-1])
    for name, values in one.items():
        assert values == pytest.approx(other[name], rel=1e-12), name


def test_two_court_reforms_multiply_and_joint_teams_multiply_with_them(world: TraffickingModel) -> None:
    p = world.parameters.policies
    twice = levers_after(world, ("court_reform", "court_reform"))["courts"]
    mixed = levers_after(world, ("court_reform", "joint_teams"))
    assert twice == pytest.approx((1.0 + p.court_gain) ** 2)
    assert mixed["courts"] * mixed["courts_organised"] == pytest.approx((1.0 + p.court_gain) * (1.0 + p.joint_courts))


def test_hunts_for_leaders_add(world: TraffickingModel) -> None:
    p = world.parameters.policies
    hunted = levers_after(world, ("vetted_unit", "extradition"))["leader_hazard"]
    assert hunted == pytest.approx(p.vetted_hazard + p.extradition_hazard)


def test_two_vetted_units_do_not_take_the_same_case(world: TraffickingModel) -> None:
    share = world.parameters.policies.vetted_share
    assert levers_after(world, ("vetted_unit",) * 2)["vetted"] == pytest.approx(1.0 - (1.0 - share) ** 2)


def test_of_two_deployments_the_denser_counts(world: TraffickingModel) -> None:
    assert levers_after(world, ("military_deployment", "pacification"))["troops"].max() == 1.0


def test_two_thirds_and_two_thirds_of_a_market_are_not_more_than_all_of_it(world: TraffickingModel) -> None:
    build_policy(planned(world, "demand_reduction", intensity=2 / 3), world).act(1.0)
    build_policy(planned(world, "legal_regulation", intensity=2 / 3), world).act(1.0)
    assert world.levers.demand.tolist() == pytest.approx([1 / 9, 1.0, 1.0])
    world.levers.reset()


def test_two_ways_out_are_not_both_taken(world: TraffickingModel) -> None:
    rate = world.parameters.policies.way_out
    for _ in range(2):
        build_policy(planned(world, "demobilisation"), world).act(1.0)
    assert world.levers.way_out[-1] == pytest.approx(1.0 - (1.0 - rate) ** 2)
    world.levers.reset()


def test_honest_officials_and_working_courts_are_worth_more_together() -> None:
    def conviction(*kinds: str) -> float:
        model = fresh()
        for kind in kinds:
            add(model, kind)
        return float(after(model, 6).justice.conviction.mean())

    none, courts, honesty, both = (
        conviction(),
        conviction("court_reform"),
        conviction("anti_corruption"),
        conviction("court_reform", "anti_corruption"),
    )
    assert both - none > (courts - none) + (honesty - none) > 0.0


@pytest.mark.parametrize(
    "kind", [kind for kind in policy_kinds() if kind not in ("kingpin", "truce", "demobilisation")]
)
def test_a_policy_grows_with_its_ramp(kind: str, world: TraffickingModel) -> None:
    def turned(strength: float) -> float:
        world.levers.reset()
        neutral = {name: getattr(world.levers, name).copy() for name in world.levers.names}
        build_policy(planned(world, kind, intensity=0.5), world).act(strength)
        return sum(float(np.abs(getattr(world.levers, n) - v).sum()) for n, v in neutral.items())

    sizes = [turned(strength) for strength in (0.25, 0.5, 1.0)]
    world.levers.reset()
    if kind != "hotspot_policing":  # officers cannot be moved before anything is on record: see its own test
        assert 0.0 < sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize("kind", ["court_reform", "anti_corruption", "security_sector_reform", "urban_upgrading"])
def test_levers_of_places_are_turned_where_the_policy_acts_only(kind: str) -> None:
    where = in_country("XCA")
    model = treated(kind, where=where)
    inside = where(model.region)[model.region.places]
    for lever in set(build_policy(planned(model, kind), model).turns) - {"courts_common"}:  # by an option alone
        usual = getattr(untreated().levers, lever)
        assert np.array_equal(getattr(model.levers, lever)[~inside], usual[~inside])
        assert (getattr(model.levers, lever)[inside] != usual[inside]).all()


@pytest.mark.parametrize("kind", ["financial_intelligence", "prison_reform", "arms_control", "extradition"])
def test_levers_of_countries_are_turned_by_the_share_of_people_treated(kind: str, world: TraffickingModel) -> None:
    code = world.region.countries.index("XCA")
    half = in_country("XCA")
    north = lambda region: half(region) & (region.lat > np.median(region.lat[half(region)]))  # noqa: E731
    policy = build_policy(planned(world, kind, where=north), world)
    share = policy.covered()[code]
    assert 0.1 < share < 0.9
    sizes = []
    for where in (north, half):
        world.levers.reset()
        neutral = getattr(world.levers, policy.turns[0])[code]
        build_policy(planned(world, kind, where=where), world).act(1.0)
        sizes.append(getattr(world.levers, policy.turns[0])[code] - neutral)
    world.levers.reset()
    assert sizes[0] == pytest.approx(share * sizes[1])


def test_each_ramp_runs_on_its_own_clock() -> None:
    model = fresh()
    add(model, "court_reform", name="early", ramp=4.0)
    add(model, "court_reform", name="late", start=2, ramp=2.0)
    seen = []
    for _ in range(4):
        model.step()
        seen.append(float(model.levers.courts[0]))
    assert seen == pytest.approx([1.25, 1.5, 1.75 * 1.5, 2.0 * 2.0])


def test_all_policies_can_be_at_work_at_once() -> None:
    model = fresh()
    for kind in policy_kinds():
        add(model, kind)
    after(model, 6)
    assert np.isfinite(model.violence.killings).all()
    assert (model.holdings.members >= 0.0).all()
