"""Observation error: how far an observed figure lies from what the model says it should be."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import Field
from scipy import stats
from scipy.special import log_ndtr

from corredor.region.region import Floats
from corredor.scenario.fields import Strict

LEAST_MEAN: Final = 0.1
"""Counts are never expected to be fewer: with a mean of 0 one killing would be impossible."""

Positive = Annotated[float, Field(gt=0, le=100)]


class NegativeBinomial(Strict):
    """Counts whose variance is mean + dispersion × mean².

    Attributes:
        dispersion: the squared coefficient of variation that is left when counts are large.
    """

    kind: Literal["negative_binomial"]
    dispersion: Positive

    def log_likelihood(self, observed: Floats, expected: Floats) -> Floats:
        """Log probability of each count, shapes as broadcast."""
        return np.asarray(_negative_binomial(expected, self.dispersion).logpmf(np.round(observed)))

    def quantiles(self, expected: Floats, levels: Floats) -> Floats:
        """Quantiles of what is observed, shape (*expected, levels)."""
        return np.asarray(_negative_binomial(expected[..., None], self.dispersion).ppf(levels))


class LogNormal(Strict):
    """Amounts whose logarithm is off by a normal error.

    Attributes:
        sd: standard deviation of the logarithm.
        floor: added to both sides, so that nothing seized is no infinite surprise; in the unit of the series.
    """

    kind: Literal["log_normal"]
    sd: Positive
    floor: Annotated[float, Field(ge=0)] = 0.0

    def log_likelihood(self, observed: Floats, expected: Floats) -> Floats:
        """Log density of each logarithm, shapes as broadcast."""
        error = np.log(observed + self.floor) - np.log(expected + self.floor)
        return np.asarray(stats.norm.logpdf(error, scale=self.sd))

    def quantiles(self, expected: Floats, levels: Floats) -> Floats:
        """Quantiles of what is observed, shape (*expected, levels)."""
        spread = np.exp(self.sd * stats.norm.ppf(levels))
        return np.asarray(np.maximum((expected[..., None] + self.floor) * spread - self.floor, 0.0))


class Normal(Strict):
    """Statistics that are off by a normal error.

    Attributes:
        sd: standard deviation, in the unit of the statistic.
    """

    kind: Literal["normal"]
    sd: Positive

    def log_likelihood(self, observed: Floats, expected: Floats) -> Floats:
        """Log density of each value, shapes as broadcast."""
        return np.asarray(stats.norm.logpdf(observed, loc=expected, scale=self.sd))

    def quantiles(self, expected: Floats, levels: Floats) -> Floats:
        """Quantiles of what is observed, shape (*expected, levels)."""
        return np.asarray(expected[..., None] + self.sd * stats.norm.ppf(levels))


class Ceiling(Strict):
    """No error about a figure but a bound: what was observed is the most that the simulated may be.

    The likelihood is the probability that what is simulated, had it been counted, would not have been counted above
    the ceiling: Phi(z) with z = (ln observed - ln simulated) / sd, that of a value of which only a limit is known
    (Tobin 1958). Well below the ceiling its logarithm is 0 and so is its slope: nothing is learnt. At the ceiling it is
    log 1/2, and far above about -z²/2, as if what is simulated had to meet it.

    Attributes:
        sd: standard deviation of the logarithm, of the error with which either side is counted.
    """

    kind: Literal["ceiling"]
    sd: Positive

    def log_likelihood(self, observed: Floats, expected: Floats) -> Floats:
        """Log probability that each value stays below its ceiling, shapes as broadcast."""
        below = np.log(np.maximum(observed, LEAST_MEAN)) - np.log(np.maximum(expected, LEAST_MEAN))
        return np.asarray(log_ndtr(below / self.sd))


ObservationError = Annotated[NegativeBinomial | LogNormal | Normal | Ceiling, Field(discriminator="kind")]


def _negative_binomial(mean: Floats, dispersion: float) -> Any:
    """The distribution with this mean and variance mean + dispersion × mean² (Johnson, Kemp & Kotz 2005)."""
    mean = np.maximum(mean, LEAST_MEAN)
    return stats.nbinom(1.0 / dispersion, 1.0 / (1.0 + dispersion * mean))
