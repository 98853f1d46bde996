"""Simulation-based calibration: the fit made to synthetic truths, and whether it finds them as often as it says.

Points of the design that the emulator has not seen are taken for the truth in turn: one of their replicates, with a
discrepancy and an error of observation drawn as the likelihood has them, is fitted like the observed figures (Talts,
Betancourt, Simpson, Vehtari and Gelman 2018). If all is well, the truth's rank among posterior draws is even.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.signal import lfilter
from scipy.stats import chi2

from corredor.calibration.inference.emulator import Emulator
from corredor.calibration.inference.likelihood import Likelihood
from corredor.calibration.inference.posterior import IDENTIFIED, Effort, Posterior, sample
from corredor.calibration.inference.problem import Problem
from corredor.calibration.observation import LEAST_MEAN, Ceiling, NegativeBinomial
from corredor.core.streams import Streams
from corredor.region.region import Floats
from corredor.runs.errors import RunError
from corredor.runs.executor import run_all
from corredor.runs.work import Failure, Monitor, attempt

RANKS: Final = 100
"""A rank is the number of posterior draws out of one less than this that lie below the truth."""
BINS: Final = 10
QUICK: Final = Effort(live=300, effective=600, chains=1)
"""How hard to look for each of many truths."""
WANTED: Final = (0.85, 0.95)
"""Between which the coverage of 90 % intervals should lie."""


@dataclass(frozen=True)
class Truths:
    """How the fit does on synthetic truths.

    Attributes:
        names: of the parameters.
        ranks: shape (truths, parameters), from 0 to ``RANKS`` - 1.
        covered: shape (truths, parameters), whether the 90 % interval has the truth.
        contraction: shape (truths, parameters), share of prior variance taken away.
    """

    names: tuple[str, ...]
    ranks: Floats
    covered: Floats
    contraction: Floats

    @property
    def identified(self) -> tuple[str, ...]:
        """Parameters of which data like the observed take away enough of the prior variance, by the median truth."""
        median = np.median(self.contraction, axis=0)
        return tuple(name for name, value in zip(self.names, median, strict=True) if value >= IDENTIFIED)

    def coverage(self, names: tuple[str, ...] | None = None) -> float:
        """Share of truths within their 90 % interval, pooled over some parameters, all if none are named."""
        at = [self.names.index(name) for name in (self.names if names is None else names)]
        return float(self.covered[:, at].mean()) if at else float("nan")

    def table(self) -> pd.DataFrame:
        """By parameter: coverage, median contraction, mean rank from 0 to 1, and the probability of ranks so uneven."""
        rows = [
            {
                "parameter": name,
                "contraction": float(np.median(self.contraction[:, i])),
                "identified": name in self.identified,
                "coverage": float(self.covered[:, i].mean()),
                "mean_rank": float((self.ranks[:, i] + 0.5).mean() / RANKS),
                "p_even": even(self.ranks[:, i]),
            }
            for i, name in enumerate(self.names)
        ]
        return pd.DataFrame(rows).set_index("parameter")


def even(ranks: Floats) -> float:
    """Probability of ranks at least as uneven as these if all were equally likely (chi-squared over ten bins)."""
    found = np.bincount((np.asarray(ranks, int).ravel() * BINS) // RANKS, minlength=BINS)
    wanted = ranks.size / BINS
    return float(chi2.sf(((found - wanted) ** 2 / wanted).sum(), BINS - 1))


def try_truths(
    emulator: Emulator,
    names: tuple[str, ...],
    positions: Floats,
    figures: Floats,
    seed: int,
    effort: Effort = QUICK,
    *,
    workers: int | None = 1,
) -> Truths:
    """Fit every truth.

    Args:
        emulator: fitted to other points.
        names: of the parameters.
        positions: shape (truths, parameters), drawn from the prior.
        figures: shape (truths, figures), what one replicate of each says.
        seed: the study's.
        effort: how hard to look for each.
        workers: truths at a time; one for each core if ``None``. The result is the same for any number.

    Raises:
        RunError: if a fit failed.
    """
    work = TruthWork(emulator, positions, figures, seed, effort)
    found = np.empty((len(positions), 3, len(names)))
    with closing(run_all(work, range(len(positions)), workers, lambda _: None)) as results:
        for number, result in results:
            if isinstance(result, Failure):
                raise RunError(f"synthetic truth {number} could not be fitted: {result.reason}\n{result.trace}")
            found[number] = result
    return Truths(names, found[:, 0], found[:, 1], found[:, 2])


@dataclass(frozen=True)
class TruthWork:
    """Fits of synthetic truths, one a piece; it can be sent to another process.

    Attributes:
        emulator: fitted to other points.
        positions: shape (truths, parameters).
        figures: shape (truths, figures).
        study_seed: the study's.
        effort: how hard to look for each.
    """

    emulator: Emulator
    positions: Floats
    figures: Floats
    study_seed: int
    effort: Effort

    @property
    def months(self) -> int:
        """A fit counts as one month."""
        return 1

    def seed(self, number: int) -> int:
        """The same for all; each has a stream of its own."""
        return self.study_seed

    def warm(self) -> None:
        """A fit needs nothing of the model."""

    def do(self, number: int, monitor: Monitor) -> Floats | Failure:
        """Ranks, whether 90 % intervals have the truth, and contraction of one truth, shape (3, parameters).

        Raises:
            Stopped: if the monitor says so.
        """
        monitor.month_done()
        return attempt(number, self.study_seed, lambda: self._fit(number))

    def _fit(self, number: int) -> Floats:
        truth = self.positions[number]
        stream = Streams(self.study_seed).generator("calibration.truths", number + 1)
        observed = synthetic(self.emulator.problem, self.figures[number], stream)
        likelihood = Likelihood(self.emulator, self.emulator.problem.with_observed(observed))
        found = sample(likelihood, len(truth), int(stream.integers(2**62)), self.effort)
        low, high = np.quantile(found.flat[0], [0.05, 0.95], axis=0)
        covered = ((low <= truth) & (truth <= high)).astype(float)
        return np.array([_ranks(found, truth, stream), covered, found.contraction()])


def synthetic(problem: Problem, figures: Floats, stream: np.random.Generator) -> Floats:
    """What would have been observed, had the model been right but for its discrepancy.

    A ceiling stays where it was observed, as a limit of detection does, and what is drawn is whether what it bounds
    would have been counted below it. Where not, the ceiling gets a minus sign, and the likelihood is that of lying
    above. Limits that were drawn so that every truth respects them would tell of the truth what no fit counts with.

    Args:
        problem: forms of the errors, and ceilings.
        figures: shape (figures,), of one replicate.
        stream: of random numbers.
    """
    observed = np.array(figures, float)
    widths = {form.name: abs(stream.normal(0.0, form.discrepancy.scale)) for form in problem.forms}
    for block in problem.blocks:
        form, at = problem.form(block.target), list(block.at)
        width = widths[form.name]
        lasting = stream.normal(0.0, width * np.sqrt(form.discrepancy.lasting))
        passing = width**2 * (1.0 - form.discrepancy.lasting)
        scaled = form.scale(figures[at])
        passed = persistent(len(at), form.discrepancy.persistence, stream) * np.sqrt(passing)
        if isinstance(form.error, NegativeBinomial):
            mean = np.maximum(np.exp(scaled + lasting + passed - passing / 2.0), LEAST_MEAN)
            size = 1.0 / form.error.dispersion
            observed[at] = stream.negative_binomial(size, size / (size + mean))
        elif isinstance(form.error, Ceiling):
            counted = scaled + lasting + passed + stream.normal(0.0, form.sd, len(at))
            limits = np.maximum(problem.observed[at], LEAST_MEAN)
            observed[at] = np.where(counted > form.scale(limits), -limits, limits)
        else:
            off = lasting + passed + stream.normal(0.0, form.sd, len(at))
            observed[at] = form.unscale(scaled + off / np.sqrt(form.weight))
    return observed


def persistent(years: int, persistence: float, stream: np.random.Generator) -> Floats:
    """A stationary AR(1) series of unit variance, shape (years,).

    Args:
        years: that follow one another; gaps in a series are rare and taken for none.
        persistence: correlation between a year and the next.
        stream: of random numbers.
    """
    fresh = stream.normal(0.0, 1.0, years)
    fresh[1:] *= np.sqrt(1.0 - persistence**2)
    return np.asarray(lfilter([1.0], [1.0, -persistence], fresh))


def _ranks(posterior: Posterior, truth: Floats, stream: np.random.Generator) -> Floats:
    draws = posterior.flat[0]
    chosen = draws[stream.choice(len(draws), RANKS - 1, replace=len(draws) < RANKS - 1)]
    return np.asarray((chosen < truth).sum(axis=0), float)
