"""Every kind of policy and event works, and a policy touches nothing but the levers that it names."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from laboratory import add, after, fresh, let_happen, planned

from corredor.core.event_kinds import EVENT_KINDS
from corredor.core.policy_kinds import policy_kinds
from corredor.model import TraffickingModel
from corredor.policies import build_policy, working_kinds
from corredor.policies.policy import policy_class

EVIDENCE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
ROWS = set(re.findall(r"^\| ([A-Z]+-?\d+) \|", EVIDENCE, flags=re.MULTILINE))
OTHERWISE = {
    "eradication": {"method": "manual"},
    "interdiction_surge": {"mode": "flight"},
    "court_reform": {"offences": "common"},
}
"""Options with which a kind turns other levers than without."""
NEEDED = {"members": 500.0, "change": -0.1}


@pytest.fixture(scope="module")
def world() -> TraffickingModel:
    """A run of three months, in which policies turn levers that are then put back."""
    return after(fresh(), 3)


def test_every_declared_kind_has_a_class_and_no_other() -> None:
    assert set(working_kinds()) == set(policy_kinds())
    assert len(working_kinds()) == 27


@pytest.mark.parametrize("kind", policy_kinds())
def test_a_policy_turns_the_levers_that_it_names_and_no_other(kind: str, world: TraffickingModel) -> None:
    levers = world.levers
    turned: set[str] = set()
    for options in ({}, OTHERWISE.get(kind, {})):
        levers.reset()
        neutral = {name: getattr(levers, name).copy() for name in levers.names}
        policy = build_policy(planned(world, kind, **options), world)
        policy.step()
        policy.act(1.0)
        turned |= {name for name in levers.names if not np.array_equal(neutral[name], getattr(levers, name))}
        turned |= {name for name in ("peace_value", "way_out", "ceasefire") if getattr(levers, name)}
    levers.reset()
    assert turned == set(policy_class(kind).turns)
    assert turned or kind == "kingpin"


@pytest.mark.parametrize("kind", policy_kinds())
def test_the_evidence_that_a_policy_cites_is_in_the_table(kind: str) -> None:
    cited = re.findall(r"[A-Z]+-?\d+", policy_class(kind).evidence)
    assert set(cited) <= ROWS


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_every_kind_of_event_happens(kind: str) -> None:
    model = after(fresh(), 1)
    let_happen(model, kind, month=1, **{name: NEEDED[name] for name in EVENT_KINDS[kind].options if name in NEEDED})
    model.step()
    assert np.isfinite(model.violence.killings).all()


def test_levers_are_neutral_again_when_a_policy_has_ended() -> None:
    model = fresh()
    add(model, "court_reform", end=2)
    after(model, 2)
    assert (model.levers.courts == 2.0).all()
    model.step()
    assert (model.levers.courts == 1.0).all()
    assert [event.kind for event in model.events.events if event.detail == "court_reform"] == [
        "policy_start",
        "policy_end",
    ]
