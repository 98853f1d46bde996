"""What a fit is about, apart from any model: observed figures in blocks, and how far off they may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from corredor.calibration.observation import LEAST_MEAN, Ceiling, LogNormal, NegativeBinomial, ObservationError
from corredor.calibration.targets import NONE, Discrepancy, Target
from corredor.region.region import Floats


@dataclass(frozen=True)
class Block:
    """The figures of one target in one place, whose errors go together.

    Attributes:
        target: its name.
        group: the place.
        at: positions of its figures in the vector of figures.
    """

    target: str
    group: str
    at: tuple[int, ...]


@dataclass(frozen=True)
class Form:
    """How the figures of a target are compared.

    Attributes:
        name: of the target.
        error: of observation.
        discrepancy: how far the model itself may be off.
        weight: observations as which one counts.
    """

    name: str
    error: ObservationError
    discrepancy: Discrepancy
    weight: float = 1.0

    @classmethod
    def of(cls, target: Target) -> Form:
        """The form of a target."""
        return cls(target.name, target.error, target.discrepancy, target.weight)

    def scale(self, figures: Floats) -> Floats:
        """Figures on the scale on which errors add: logarithms of counts and amounts."""
        if isinstance(self.error, NegativeBinomial):
            return np.asarray(np.log(np.maximum(figures, LEAST_MEAN)))
        if isinstance(self.error, LogNormal):
            return np.asarray(np.log(figures + self.error.floor))
        if isinstance(self.error, Ceiling):
            return np.asarray(np.log(np.maximum(np.abs(figures), LEAST_MEAN)))
        return figures

    def unscale(self, scaled: Floats) -> Floats:
        """The inverse of ``scale``."""
        if isinstance(self.error, NegativeBinomial | Ceiling):
            return np.asarray(np.exp(scaled))
        if isinstance(self.error, LogNormal):
            return np.asarray(np.exp(scaled) - self.error.floor)
        return scaled

    @property
    def counted(self) -> float:
        """As how many independent observations a figure counts, of what is not shared by all its years."""
        return self.weight * self.discrepancy.independent

    @property
    def sd(self) -> float:
        """Standard deviation of the error of observation on that scale; of counts, of large ones."""
        if isinstance(self.error, NegativeBinomial):
            return float(np.sqrt(self.error.dispersion))
        return self.error.sd


@dataclass(frozen=True)
class Problem:
    """Observed figures that can be compared, and the errors that are allowed for.

    Attributes:
        index: target, group and year (or lag) of each figure.
        observed: shape (figures,), as observed; a ceiling that is known to be exceeded, as that of a synthetic truth
            may be, has a minus sign.
        forms: of the targets.
        blocks: all figures, each in one of them.
    """

    index: pd.MultiIndex
    observed: Floats
    forms: tuple[Form, ...]
    blocks: tuple[Block, ...]

    def form(self, target: str) -> Form:
        """The form of a target."""
        return next(form for form in self.forms if form.name == target)

    @property
    def uncertain(self) -> tuple[Form, ...]:
        """Forms with a discrepancy, in the order in which these are inferred."""
        return tuple(form for form in self.forms if form.discrepancy.scale > NONE)

    @property
    def units(self) -> Floats:
        """Standard deviation of each figure's error of observation, on the scale of errors, shape (figures,)."""
        out = np.empty(len(self.index))
        for form in self.forms:
            out[self.of_target(form.name)] = form.sd
        return out

    def scaled(self, figures: Floats) -> Floats:
        """Figures, shape (..., figures), on the scale on which errors add."""
        out = np.empty(figures.shape)
        for form in self.forms:
            own = self.of_target(form.name)
            out[..., own] = form.scale(figures[..., own])
        return out

    def of_target(self, target: str) -> Floats:
        """Which figures are a target's, shape (figures,), true or false."""
        return np.asarray(self.index.get_level_values("target") == target)

    def with_observed(self, observed: Floats) -> Problem:
        """The same problem, had other figures been observed."""
        return Problem(self.index, observed, self.forms, self.blocks)


def problem(index: pd.MultiIndex, observed: Floats, forms: Sequence[Form]) -> Problem:
    """A problem whose blocks are the places of each target.

    Args:
        index: levels ``target``, ``group``, ``at``.
        observed: shape (figures,).
        forms: one for each target of the index.
    """
    table = pd.DataFrame({"position": range(len(index))}, index=index).reset_index()
    blocks = []
    for form in forms:
        own = table[table["target"] == form.name]
        for group, rows in own.groupby("group", sort=True):
            blocks.append(Block(form.name, str(group), tuple(int(p) for p in rows["position"])))
    there = tuple(form for form in forms if any(block.target == form.name for block in blocks))
    return Problem(index, np.asarray(observed, float), there, tuple(blocks))
