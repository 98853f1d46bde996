"""A small region in which one policy is tried against none, with the same dice."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corredor.core.plan import PlannedEvent, PlannedPolicy
from corredor.core.policy_kinds import policy_kinds
from corredor.model import TraffickingModel
from corredor.policies import Policy, build_policy
from corredor.policies.shocks import happen
from corredor.region.region import Region
from corredor.scenario import Scenario, load

FOREVER = 10_000
NEUTRAL = {"interdiction_surge": 1.0}
"""The intensity at which a policy of a kind is none; 0 for the others."""


@lru_cache(maxsize=8)
def ground(**values: str) -> Scenario:
    """The isthmus of two corridors; short months before the start are enough for what is looked at here."""
    overrides: dict[str, object] = {
        "markets.spin_up": "24 months",
        "markets.settling": "0 months",
        "start.settling": "3 months",
    }
    return load("two_corridors_control", overrides | {name.replace("__", "."): v for name, v in values.items()})


def fresh(**values: str) -> TraffickingModel:
    """A model at month 0, whose books are checked every month."""
    return TraffickingModel(ground(**values), audit=True)


def everywhere(region: Region) -> NDArray[np.bool_]:
    return np.ones(region.n, dtype=np.bool_)


def in_country(*codes: str) -> Callable[[Region], NDArray[np.bool_]]:
    """The land of some countries."""
    return lambda region: np.isin(region.country, [region.countries.index(code) for code in codes]) & region.land


def planned(
    model: TraffickingModel,
    kind: str,
    *,
    name: str = "",
    intensity: float | None = None,
    where: Callable[[Region], NDArray[np.bool_]] = everywhere,
    start: int = 0,
    end: int = FOREVER,
    ramp: float = 0.0,
    cost: float | None = None,
    lapse: float = 0.0,
    **options: Any,
) -> PlannedPolicy:
    """A policy as a scenario would plan it."""
    usual = policy_kinds()[kind].default_intensity
    effort = usual if intensity is None else intensity
    return PlannedPolicy(kind, name or kind, where(model.region), start, end, ramp, effort, cost, lapse, options)


def add(model: TraffickingModel, kind: str, **plan: Any) -> Policy:
    """Let a policy take part from the next month on."""
    policy = build_policy(planned(model, kind, **plan), model)
    model.policies.append(policy)
    return policy


def after(model: TraffickingModel, months: int) -> TraffickingModel:
    for _ in range(months):
        model.step()
    return model


def treated(kind: str, months: int = 1, **plan: Any) -> TraffickingModel:
    """A run with one policy everywhere, at its usual intensity."""
    model = fresh()
    add(model, kind, **plan)
    return after(model, months)


@lru_cache(maxsize=16)
def untreated(months: int = 1) -> TraffickingModel:
    """The same run without."""
    return after(fresh(), months)


def let_happen(model: TraffickingModel, kind: str, month: int = 0, duration: int = 0, **options: Any) -> None:
    """Let an event happen in the current month, as the model would."""
    happen(PlannedEvent(kind, kind, month, duration, options.pop("where", everywhere)(model.region), options), model)


def traces(model: TraffickingModel) -> dict[str, NDArray[np.float64]]:
    """What a run leaves behind, in enough places that any difference shows."""
    return {
        "killings": model.violence.killings,
        "members": model.holdings.members,
        "control": model.holdings.control,
        "holders": model.holdings.organisation,
        "hostility": model.hostility,
        "stock": model.cocaine.stock_kg,
        "coca": model.cocaine.coca_ha,
        "price": model.market.price_usd_kg,
        "cash": model.organisations.cash_usd,
        "cohesion": model.organisations.cohesion,
        "arms": model.organisations.arms,
        "trust": model.communities.trust,
        "exclusion": model.communities.exclusion,
        "presence": model.communities.presence,
        "prisoners": model.justice.prisoners,
        "conviction": model.justice.conviction,
        "capture": model.justice.capture,
        "seized": model.traffic.seized_kg,
    }


def same(a: TraffickingModel, b: TraffickingModel) -> bool:
    """Whether two runs agree to the bit."""
    return all(np.array_equal(trace, traces(b)[name]) for name, trace in traces(a).items())
