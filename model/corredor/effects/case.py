"""What a case of the board consists of: arms, outcomes with their bands, cuts, placebos, and the words beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from corredor.effects.rules import Band, Rule
from corredor.region.region import Floats

if TYPE_CHECKING:
    from corredor.effects.arm import Arm
    from corredor.effects.observers import Look

Level = Callable[["Arm"], Floats]
"""One number a replicate of one arm, shape (pairs,)."""

Difference = Callable[..., Floats]
"""One number a pair, of the treated and the control arm (or the arms that an outcome names), shape (pairs,)."""

Monthly = Callable[["Arm"], Floats]
"""One series a replicate of one arm, shape (pairs, months)."""

LEFT: Final = 1.0 / 3.0
"""Share of an effect that a cut may leave, where a case's row does not say otherwise."""

TREATMENT: Final = "treatment"
CONTROL: Final = "control"


@dataclass(frozen=True)
class Baseline:
    """A level that must be right before anything is changed, judged by the median over replicates of an arm."""

    name: str
    unit: str
    estimate: Level
    band: Band
    arm: str = CONTROL


@dataclass(frozen=True)
class Outcome:
    """What a study measured, measured in the same way here.

    Attributes:
        name: unique in its case.
        unit: as the registry of parameters spells units, or words.
        estimate: treated and control arm to one number a pair.
        rule: what it must be; ``None`` for what is only shown beside it.
        null: its value if there is no effect.
        documented: what was documented, in a few words.
        arms: names of the arms that the estimator takes, where they are not treatment and control.
    """

    name: str
    unit: str
    estimate: Difference
    rule: Rule | None
    null: float = 0.0
    documented: str = ""
    arms: tuple[str, ...] = (TREATMENT, CONTROL)


@dataclass(frozen=True)
class FirstOrder:
    """What the treatment does by itself to the thing it acts on; a cut must leave it intact."""

    name: str
    unit: str
    estimate: Difference


@dataclass(frozen=True)
class Cut:
    """The claimed mediator removed, with treatment and control of its own.

    The place of an outcome's third arm ``x`` takes the arm named as the cut's treatment followed by ``_x``.

    Attributes:
        name: unique in its case.
        removes: the mediator that is gone, in words.
        treatment, control: names of the arms.
        outcomes: names of the outcomes that it must take away.
        first_order: what must be left intact.
        left: share of the effect that may be left; or
        within: where the cut's own median must lie, if the case's row says so.
    """

    name: str
    removes: str
    treatment: str
    control: str
    outcomes: tuple[str, ...]
    first_order: FirstOrder
    left: float = LEFT
    within: Band | None = None

    def arm(self, name: str) -> str:
        """The arm that stands for another one under the cut."""
        return {TREATMENT: self.treatment, CONTROL: self.control}.get(name, f"{self.treatment}_{name}")


@dataclass(frozen=True)
class Placebo:
    """The same in a wrong place, organisation or date, where nothing should be seen.

    Attributes:
        name: unique in its case.
        meaning: what is wrong on purpose.
        treatment, control: names of the arms.
        outcomes: by name, how the outcome is measured there; ``None`` for its own way.
    """

    name: str
    meaning: str
    treatment: str
    control: str
    outcomes: Mapping[str, Difference | None]


@dataclass(frozen=True)
class Story:
    """One panel of the figure that tells a case: a monthly series of the arms."""

    title: str
    unit: str
    estimate: Monthly


@dataclass(frozen=True)
class Case:
    """One documented effect; its arms are ``scenarios/effects/NAME/ARM.yaml``.

    Attributes:
        name: its id.
        title: what is claimed, one line.
        marked: whether parameters may be chosen while looking at it (● in the table of effects).
        documented: ids of rows of the evidence table.
        mediator: what is claimed to carry the effect.
        feedback: what in the model could have made it fail, although parameters were set.
        outcomes, cuts, placebos, baselines: how it is judged; a case without a placebo in its row has none.
        stories: panels of its figure.
        record: tables of the run folder that its estimators read, beside those that always exist.
        observers: what else is read during its runs, by name; see ``corredor.effects.observers``.
        fast: whether it fits into the board that every change must pass.
    """

    name: str
    title: str
    marked: bool
    documented: tuple[str, ...]
    mediator: str
    feedback: str
    outcomes: tuple[Outcome, ...]
    cuts: tuple[Cut, ...]
    placebos: tuple[Placebo, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    stories: tuple[Story, ...] = ()
    record: tuple[str, ...] = ()
    observers: Mapping[str, Look] = field(default_factory=dict)
    fast: bool = field(default=False, kw_only=True)

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of all arms, treatment and control first, each once."""
        named = [TREATMENT, CONTROL]
        judged = {outcome.name: outcome for outcome in self.outcomes}
        named += [name for outcome in self.outcomes for name in outcome.arms]
        for cut in self.cuts:
            named += [cut.treatment, cut.control]
            named += [cut.arm(name) for outcome in cut.outcomes for name in judged[outcome].arms]
        named += [name for placebo in self.placebos for name in (placebo.treatment, placebo.control)]
        named += [baseline.arm for baseline in self.baselines]
        return tuple(dict.fromkeys(named))
