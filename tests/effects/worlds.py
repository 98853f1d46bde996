"""Arms whose numbers are known, so that the rules can be seen to hold and to fail."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from corredor.effects.case import Baseline, Case, Cut, FirstOrder, Outcome, Placebo
from corredor.effects.judging import judge
from corredor.effects.rules import Band, Sign

PAIRS = 50


class SyntheticArm:
    """An arm that recorded one outcome, one thing acted on, and nothing else."""

    def __init__(self, outcome: float, acted_on: float, noise: float = 0.1, level: float = 10.0) -> None:
        # Quantiles, so that the same arm says the same every time and pairs differ all the same.
        spread = noise * np.linspace(-1.0, 1.0, PAIRS)
        self.outcome = outcome + np.roll(spread, PAIRS // 3)
        self.acted_on = acted_on + 0.1 * spread
        self.level = level + spread
        self.pairs = PAIRS
        self.run = SimpleNamespace(scenario=SimpleNamespace(region=SimpleNamespace(name="ring", resolution=1.0)))


def world(**changed):
    """Arms in which a treatment of one unit works by half through a mediator, save for what is changed."""
    arms = {
        "control": SyntheticArm(0.0, 0.0),
        "treatment": SyntheticArm(1.0, 1.0),
        "cut_control": SyntheticArm(0.0, 0.0),
        "cut": SyntheticArm(0.1, 1.0),
        "placebo": SyntheticArm(0.0, 1.0),
    }
    return arms | changed


def case(*, rule=None, left=1.0 / 3.0, within=None):
    """A case on such arms."""
    return Case(
        name="synthetic",
        title="A unit of treatment gives a unit of outcome",
        marked=False,
        documented=("D01",),
        mediator="the mediator",
        feedback="None.",
        baselines=(Baseline("level", "1", lambda arm: arm.level, Band(5.0, 15.0)),),
        outcomes=(Outcome("outcome", "1", _outcome, rule or Band(0.5, 1.5)),),
        cuts=(
            Cut(
                "without the mediator",
                "the mediator",
                "cut",
                "cut_control",
                ("outcome",),
                FirstOrder("acted on", "1", lambda treated, control: treated.acted_on - control.acted_on),
                left=left,
                within=within,
            ),
        ),
        placebos=(Placebo("elsewhere", "a wrong place", "placebo", "control", {"outcome": None}),),
    )


def verdict(of=None, **changed):
    """The verdict on a case in such a world."""
    arms = world(**changed)
    return judge(of or case(), arms.__getitem__)


def sign(expected=1, agree=0.8):
    return case(rule=Sign(expected, agree))


def _outcome(treated, control):
    return treated.outcome - control.outcome
