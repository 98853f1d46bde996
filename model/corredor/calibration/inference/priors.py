"""Priors: each factor evenly over its range, on a logarithmic scale where the range spans more than a decade."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from corredor.region.region import Floats
from corredor.runs.studies.factors import Factor

DECADE: Final = 10.0
"""A range whose ends are further apart than this factor says that not even the magnitude is known."""


@dataclass(frozen=True)
class Prior:
    """The prior of one parameter, independent of the others.

    Attributes:
        factor: what is varied and between which values; a range, not a choice.
    """

    factor: Factor

    @property
    def name(self) -> str:
        """The parameter's path."""
        return self.factor.path

    @property
    def logarithmic(self) -> bool:
        """Whether magnitudes are equally likely, rather than values."""
        return self.factor.low > 0.0 and self.factor.high / self.factor.low > DECADE

    def value(self, position: Floats) -> Floats:
        """The values at cumulative prior probabilities, any shape."""
        low, high = self.factor.low, self.factor.high
        if self.logarithmic:
            return np.asarray(low * np.exp(position * math.log(high / low)))
        return np.asarray(low + position * (high - low))


def values_at(priors: Sequence[Prior], positions: Floats) -> Floats:
    """Parameter values at positions of the unit cube, shapes (points, parameters)."""
    return np.column_stack([prior.value(positions[:, i]) for i, prior in enumerate(priors)])
