"""The model as a whole: books, pairing, determinism, and agents that a researcher can inspect and subclass."""

from __future__ import annotations

import gc
import weakref

import mesa
import numpy as np
import pytest

from corredor.agents import Agency, Community, Organisation
from corredor.model import AuditError, TraffickingModel, with_equal_state
from corredor.processes.month import MONTH
from corredor.processes.process import Process
from corredor.scenario import load

YEAR = 12


def two_corridors(**changes: object) -> TraffickingModel:
    overrides = {key.replace("__", "."): str(value) for key, value in changes.items()}
    return TraffickingModel(load("two_corridors_control", overrides=overrides), audit=True)


def after(model: TraffickingModel, months: int) -> TraffickingModel:
    for _ in range(months):
        model.step()
    return model


def fingerprint(model: TraffickingModel) -> dict[str, np.ndarray]:
    """What a run leaves behind, in enough places that any difference shows."""
    return {
        "killings": model.violence.killings.copy(),
        "members": model.holdings.members.copy(),
        "holders": model.holdings.organisation.copy(),
        "stock": model.cocaine.stock_kg.copy(),
        "price": model.market.price_usd_kg.copy(),
        "cash": model.organisations.cash_usd.copy(),
        "trust": model.communities.trust.copy(),
        "seized": model.traffic.seized_kg.copy(),
    }


def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> bool:
    return all(np.array_equal(a[key], b[key]) for key in a)


def test_cocaine_people_and_money_are_accounted_for_every_month() -> None:
    model = after(two_corridors(), 3 * YEAR)  # audit raises AuditError otherwise
    totals = model.ledger.cocaine.total
    assert totals["produced"] > 0
    assert totals["delivered"] < 0
    assert abs(model.ledger.cocaine.imbalance(float(model.cocaine.stock_kg.sum()))) < 1e-6


def test_a_kilogram_that_vanishes_is_noticed() -> None:
    model = after(two_corridors(), 2)
    model.cocaine.stock_kg[np.argmax(model.cocaine.stock_kg)] -= 1.0
    with pytest.raises(AuditError, match="cocaine is off by"):
        model.check_books()


def test_the_same_seed_gives_the_same_bits() -> None:
    assert same(fingerprint(after(two_corridors(), YEAR)), fingerprint(after(two_corridors(), YEAR)))


def test_another_seed_gives_another_run() -> None:
    other = two_corridors(seed=8)
    assert not same(fingerprint(after(two_corridors(), YEAR)), fingerprint(after(other, YEAR)))


def test_a_policy_that_does_nothing_changes_nothing() -> None:
    idle = load(
        "two_corridors",
        overrides={
            "policies.0.intensity": "1",
            "policies.0.start": "1990-06",
            "policies.0.duration": "1 year",
            "duration": "2 years",
        },
    )
    with_policy = after(TraffickingModel(idle), 2 * YEAR)
    without = after(two_corridors(duration="2 years"), 2 * YEAR)
    assert len(with_policy.policies) == 1
    assert same(fingerprint(with_policy), fingerprint(without))


def test_a_hunt_that_never_succeeds_disturbs_nobody_elses_dice() -> None:
    from corredor.core.plan import PlannedPolicy
    from corredor.policies.kingpin import Kingpin

    model = two_corridors()
    everywhere = np.ones(model.region.n, dtype=np.bool_)
    hunt = Kingpin(PlannedPolicy("kingpin", "hunt", everywhere, 0, 99, 0.0, 1e-12, 0.0, 0.0, {}), model)
    model.policies.append(hunt)
    assert same(fingerprint(after(model, YEAR)), fingerprint(after(two_corridors(), YEAR)))


def test_agents_are_counted_and_inspected_through_mesa() -> None:
    model = after(two_corridors(), 1)
    assert isinstance(model, mesa.Model)
    assert len(model.agents_by_type[Community]) == model.region.n_places
    assert len(model.agents_by_type[Organisation]) == len(model.alive)
    assert len(model.agents_by_type[Agency]) == model.agencies.n
    strongest = max(model.agents_by_type[Organisation], key=lambda o: o.members)
    assert strongest.members == model.organisations.members.max()
    assert strongest.state()["members"] == strongest.members
    assert model.agents_by_type[Community].agg("population", sum) == pytest.approx(model.communities.population.sum())


def test_what_an_agent_writes_the_kernels_read() -> None:
    model = two_corridors()
    organisation = next(iter(model.agents_by_type[Organisation]))
    organisation.cohesion = 0.25
    assert model.organisations.cohesion[organisation.row] == 0.25


def test_a_researchers_own_agent_policy_and_process_take_part() -> None:
    class Cautious(Organisation):
        def doubles(self) -> float:
            return 2 * self.members

    class Census(Process):
        name = "census"

        def __init__(self, world: TraffickingModel) -> None:
            super().__init__(world)
            self.counted: list[int] = []

        def step(self) -> None:
            self.counted.append(len(self.world.agents_by_type[Cautious]))

    model = TraffickingModel(load("two_corridors_control"), organisation_type=Cautious, processes=[Census])
    after(model, 3)
    census = model.processes[-1]
    assert isinstance(census, Census)
    assert len(census.counted) == 3
    assert census.counted[-1] == len(model.alive) > 1
    assert next(iter(model.agents_by_type[Cautious])).doubles() > 0


@pytest.mark.parametrize("process", [p.name for p in MONTH])
def test_every_process_can_be_cut(process: str) -> None:
    model = two_corridors(**{f"mechanisms__{process}": "off"})
    after(model, 6)
    assert np.isfinite(model.violence.killings).all()
    assert np.isfinite(model.organisations.cash_usd).all()


def test_equal_state_leaves_no_difference_between_places() -> None:
    region = two_corridors().region
    equal = with_equal_state(region)
    assert np.ptp(equal.presence[region.land]) == 0.0
    assert np.ptp(region.presence[region.land]) > 0.1
    assert np.ptp(equal.courts) == 0.0
    halfway = with_equal_state(region, 0.5)
    assert halfway.presence == pytest.approx(0.5 * (region.presence + equal.presence))


def test_a_closed_model_is_freed_at_once_and_not_when_python_looks_for_rings() -> None:
    model = after(two_corridors(), 1)
    ghosts = weakref.ref(model), weakref.ref(model.traffic.flow_kg)
    gc.disable()
    try:
        model.close()
        del model
        assert [ghost() for ghost in ghosts] == [None, None]
    finally:
        gc.enable()


def test_without_trafficking_or_conflict_only_common_homicide_is_left() -> None:
    model = two_corridors(mechanisms__territory="off", mechanisms__violence__predation="off")
    after(model, YEAR)
    assert model.violence.killings[1].sum() == 0
    assert model.violence.killings[0].sum() > 0
