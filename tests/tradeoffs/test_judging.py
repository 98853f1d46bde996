"""Judging: the non-dominated set, regret, goals, and the rights constraint."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.tradeoffs.judging import (
    BROKEN,
    KEPT,
    UNCLEAR,
    how_often_non_dominated,
    non_dominated,
    regret,
    rights_kept,
)
from corredor.tradeoffs.objectives import Objective, judged_by, read_objective

EVERY = np.ones(4, np.bool_)
LOSSES = np.array([[1.0, 4.0], [2.0, 2.0], [4.0, 1.0], [3.0, 3.0]])


def test_only_what_another_beats_in_everything_leaves_the_set() -> None:
    assert non_dominated(LOSSES, EVERY).tolist() == [True, True, True, False]


def test_equals_do_not_beat_each_other() -> None:
    assert non_dominated(np.array([[1.0, 1.0], [1.0, 1.0]]), EVERY[:2]).all()


def test_a_bundle_that_may_not_be_chosen_beats_nobody() -> None:
    eligible = np.array([True, False, True, True])
    assert non_dominated(LOSSES, eligible).tolist() == [True, False, True, True]


def test_the_set_is_the_same_whatever_the_units() -> None:
    draws = np.random.default_rng(3).uniform(size=(30, 4))
    every = np.ones(30, np.bool_)
    scaled = draws * [1e-6, 1.0, 1e3, 1e9] + [5.0, 0.0, -7.0, 1.0]
    assert (non_dominated(draws, every) == non_dominated(scaled, every)).all()


def test_a_bundle_in_the_set_by_chance_is_in_few_resamples() -> None:
    draws = np.random.default_rng(1)
    worlds = np.zeros((3, 40, 2))
    worlds[0] = [0.0, 1.0]
    worlds[1] = [1.0, 0.0]
    worlds[2] = [0.0, 1.0] + draws.normal(0, 1, (40, 2)) * [0.1, 0.1]
    often = how_often_non_dominated(worlds, EVERY[:3], seed=1)
    assert often[1] == 1.0
    assert 0.0 < often[2] < 1.0


def test_somebody_has_no_regret_in_every_world() -> None:
    losses = np.random.default_rng(2).uniform(size=(5, 10, 3))
    lost = regret(losses, np.ones(5, np.bool_))
    assert (lost.min(axis=0) == 0.0).all()
    assert lost.max() > 0.0


def test_rights_are_broken_only_by_more_than_chance_would_do() -> None:
    draws = np.random.default_rng(4)
    assert rights_kept(np.full(10, 3.0)) == BROKEN
    assert rights_kept(np.full(10, -3.0)) == KEPT
    assert rights_kept(0.05 + draws.normal(size=20) - draws.normal(size=20).mean()) in (UNCLEAR, KEPT)
    assert rights_kept(np.zeros(10)) == KEPT


def test_with_few_pairs_any_rise_breaks_the_constraint() -> None:
    assert rights_kept(np.array([0.1, -0.05])) == BROKEN


def test_goals_are_levels_or_changes_from_doing_nothing() -> None:
    nothing = np.array([100.0, 50.0])
    change = read_objective("homicide_rate", {"direction": "less", "goal": "-10 %"})
    assert change.meets(np.array([89.0, 46.0]), nothing).tolist() == [True, False]
    level = read_objective("trust", {"direction": "more", "goal": 0.3})
    assert level.meets(np.array([0.31, 0.29]), nothing).tolist() == [True, False]


def test_without_goals_nothing_may_get_worse_but_cost() -> None:
    judged = judged_by((Objective("homicide_rate", "less"), Objective("cost", "less")))
    assert [(each.outcome, each.goal, each.relative) for each in judged] == [("homicide_rate", 0.0, True)]


@pytest.mark.parametrize(("outcome", "given"), [("homicides", "less"), ("trust", "better"), ("trust", {"goal": "few"})])
def test_an_outcome_that_cannot_be_judged_is_refused(outcome: str, given: object) -> None:
    with pytest.raises(ValueError, match="—"):
        read_objective(outcome, given)
