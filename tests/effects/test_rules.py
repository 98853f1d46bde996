"""The rules of the board hold where an effect is there for the right reason, and fail where it is not."""

import numpy as np
import pytest
import worlds

from corredor.effects.rules import Band, Nothing, Sign, Under, agreement, shows_nothing, summarise
from corredor.effects.severity import drawn_sets
from corredor.scenario.registry import known_parameters


def test_an_effect_that_is_there_for_the_right_reason_is_reproduced():
    assert worlds.verdict().reproduced


@pytest.mark.parametrize(
    ("changed", "short"),
    [
        ({"control": worlds.SyntheticArm(0.0, 0.0, level=30.0)}, "baseline: level"),
        ({"treatment": worlds.SyntheticArm(2.0, 1.0)}, "outcome: outcome"),
        ({"treatment": worlds.SyntheticArm(0.1, 1.0)}, "outcome: outcome"),
        ({"cut": worlds.SyntheticArm(0.8, 1.0)}, "cut: without the mediator"),
        ({"cut": worlds.SyntheticArm(0.1, 0.0)}, "cut: without the mediator"),
        ({"cut": worlds.SyntheticArm(0.1, -1.0)}, "cut: without the mediator"),
        ({"placebo": worlds.SyntheticArm(0.5, 1.0)}, "placebo: elsewhere"),
    ],
    ids=[
        "the baseline is wrong",
        "the effect is too large",
        "the effect is too small",
        "the effect is there without its mediator",
        "the cut switched the treatment off",
        "the cut turned the treatment round",
        "the placebo works as well",
    ],
)
def test_it_falls_short_where(changed, short):
    verdict = worlds.verdict(**changed)
    assert not verdict.reproduced
    assert short in verdict.short


def test_a_cut_that_cannot_be_told_from_the_full_effect_is_no_cut():
    noisy = worlds.SyntheticArm(0.1, 1.0, noise=30.0)
    assert "cut: without the mediator" in worlds.verdict(cut=noisy).short


def test_a_cut_can_be_asked_for_a_value_of_its_own():
    assert worlds.verdict(worlds.case(within=Band(None, 0.3))).reproduced
    assert not worlds.verdict(worlds.case(within=Band(0.5, None))).reproduced


def test_a_sign_needs_four_pairs_of_five():
    assert worlds.verdict(worlds.sign()).reproduced
    split = worlds.SyntheticArm(0.1, 1.0, noise=1.0)
    fallen = worlds.verdict(worlds.sign(), treatment=split)
    assert not fallen.reproduced
    (found,) = fallen.outcomes
    assert 0.5 < found.agree < 0.8, "how many pairs agree is told beside the median"
    (told,) = fallen.as_record()["outcomes"]
    assert told["agree"] == found.agree


def test_pairs_without_a_value_count_against_a_sign_and_a_median():
    values = np.array([1.0] * 7 + [np.nan] * 3)
    assert agreement(values, 1) == 0.7
    assert not Sign(1).holds(values, {})
    assert np.isnan(summarise(np.array([1.0, np.nan, np.nan])).median)
    assert not Band(None, 2.0).holds(np.array([1.0, np.nan, np.nan]), {})


def test_the_interval_is_that_of_the_median_and_the_same_every_time():
    values = np.random.default_rng(3).normal(5.0, 1.0, 50)
    found = summarise(values)
    assert found == summarise(values)
    assert found.low < np.median(values) < found.high
    assert found.high - found.low < 1.0


def test_nothing_is_an_interval_that_holds_zero_or_a_fifth_of_the_full_effect():
    full = summarise(np.linspace(9.0, 11.0, 50))
    assert shows_nothing(summarise(np.linspace(-1.0, 1.0, 50)), full, 0.0)
    assert shows_nothing(summarise(np.linspace(1.0, 1.2, 50)), full, 0.0)
    assert not shows_nothing(summarise(np.linspace(2.9, 3.1, 50)), full, 0.0)
    assert shows_nothing(summarise(np.linspace(2.9, 3.1, 50)), full, 3.0)


def test_an_outcome_can_be_judged_beside_another():
    others = {"first": np.full(50, 10.0)}
    assert Under("first", 0.5).holds(np.full(50, 4.0), others)
    assert not Under("first", 0.5).holds(np.full(50, 6.0), others)
    assert Nothing("first").holds(np.full(50, 1.0), others)
    assert not Nothing("first").holds(np.full(50, 4.0), others)


def test_draws_for_the_severity_stay_in_the_registered_ranges_and_cover_them():
    sets = drawn_sets(20)
    known = known_parameters()
    assert len(sets) == 20
    for name in ("routes.sensitivity", "territory.patience", "interdiction.most_hazard"):
        spec = known[name].spec
        drawn = np.array([one[name] for one in sets])
        assert ((spec.low <= drawn) & (drawn <= spec.high)).all()
        assert len(np.unique(drawn)) == 20
    assert not any(name.startswith(("costs.", "region.")) for name in sets[0])
