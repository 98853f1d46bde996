"""The likelihood of observed figures: error of observation, discrepancy of the model, chance, and an unsure emulator.

All figures of a target in one place share a discrepancy that lasts, since a model with too little homicide in a country
has too little in all years (Kennedy and O'Hagan 2001). What is left passes; where it passes slowly, years count less,
and their likelihood is raised to a power, as composite likelihoods are that take dependent figures for independent
(Varin, Reid and Firth 2011). Chance and what the emulator is off move places together (``scatter``). Nobody gets an
intercept: what is shared is integrated out, and no forecast knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import gammaln, log_ndtr

from corredor.calibration.inference.emulator import Emulator
from corredor.calibration.inference.laplace import Shared
from corredor.calibration.inference.problem import Problem
from corredor.calibration.observation import Ceiling, NegativeBinomial
from corredor.region.region import Floats


@dataclass(frozen=True)
class Likelihood:
    """Log likelihood of many points at a time.

    Attributes:
        emulator: of the figures.
        problem: with what was observed; the emulator's, or the same with other observations.
    """

    emulator: Emulator
    problem: Problem

    def __call__(self, positions: Floats, scales: Floats) -> Floats:
        """Log likelihood.

        Args:
            positions: shape (points, parameters), of the unit cube.
            scales: shape (points, targets), standard deviation of each discrepancy that there is.

        Returns:
            Shape (points,).
        """
        mean, variances = self.emulator.predict(positions)
        shared = np.ones((len(positions), len(self.emulator.scatter.shared)))
        level, observation = self._errors(scales)
        return self._shared.integrated(mean, np.hstack([np.sqrt(variances), shared]), level, observation)

    @cached_property
    def _shared(self) -> Shared:
        directions = np.vstack([self.emulator.patterns, self.emulator.scatter.shared])
        return Shared(directions, tuple(block.at for block in self.problem.blocks))

    def _errors(self, scales: Floats) -> tuple[Floats, Mixed]:
        """What lasts in each block, shape (points, blocks), and the errors of single figures."""
        place = {form.name: i for i, form in enumerate(self.problem.uncertain)}
        level = np.empty((len(scales), len(self.problem.blocks)))
        own = np.empty((len(scales), len(self.problem.observed)))
        scatter = self.emulator.scatter
        for b, block in enumerate(self.problem.blocks):
            form, at = self.problem.form(block.target), list(block.at)
            squared = scales[:, place[form.name]] ** 2 if form.name in place else np.zeros(len(scales))
            passing = (1.0 - form.discrepancy.lasting) * squared
            lasting = form.discrepancy.lasting * squared
            if isinstance(form.error, NegativeBinomial):
                own[:, at] = (form.error.dispersion + np.expm1(scatter.within[b] + passing))[:, None]
                level[:, b] = scatter.level[b] + lasting
            elif isinstance(form.error, Ceiling):
                # One figure a place, so that what lasts is its own: a normal error within a normal error is exact.
                own[:, at] = (scatter.level[b] + scatter.within[b] + squared + form.sd**2)[:, None]
                level[:, b] = 0.0
            else:
                own[:, at] = (scatter.within[b] + (passing + form.sd**2) / form.counted)[:, None]
                level[:, b] = scatter.level[b] + lasting / form.weight
        return level, Mixed(self.problem, own)


@dataclass(frozen=True)
class Mixed:
    """Errors of single figures: negative binomial of counts, normal of all else; an ``Observation`` of ``laplace``.

    Of a ceiling it is known on which side of it a normal figure lies (Tobin 1958).

    Attributes:
        problem: with what was observed.
        own: shape (points, figures), dispersion of counts, and variance on the scale of errors of all else.
    """

    problem: Problem
    own: Floats

    def start(self, mean: Floats) -> Floats:
        """What the figures themselves say on the scale of errors, and of ceilings what is expected."""
        figures = self.problem.scaled(self.problem.observed)
        figures[self._counts] = np.log(self._counted + 0.5)
        return np.where(self._ceilings, mean, figures)

    def curves(self, expected: Floats) -> tuple[Floats, Floats]:
        """Slope of the log density in what is expected, and minus its second derivative, shape (points, figures)."""
        slope = (self.problem.scaled(self.problem.observed) - expected) / self.own
        bend = 1.0 / self.own
        counts, weights = self._counts, self._weights
        here, size = np.exp(expected[:, counts]), 1.0 / self.own[:, counts]
        slope[:, counts] = weights * size * (self._counted - here) / (size + here)
        bend[:, counts] = weights * size * here * (size + self._counted) / (size + here) ** 2
        bounds, raised = self._ceilings, self._raised
        inside, own = self._inside(expected), self.own[:, bounds]
        hazard = np.exp(-0.5 * inside**2 - 0.5 * np.log(2.0 * np.pi) - log_ndtr(inside))
        slope[:, bounds] = -raised * self._sides * hazard / np.sqrt(own)
        bend[:, bounds] = raised * np.maximum(hazard * (hazard + inside), 0.0) / own
        return slope, bend

    def density(self, expected: Floats) -> Floats:
        """Log density of all figures together, shape (points,)."""
        counts, others = self._counts, np.logical_not(np.logical_or(self._counts, self._ceilings))
        away = (self.problem.scaled(self.problem.observed) - expected)[:, others]
        own = self.own[:, others]
        normal = -0.5 * (away**2 / own + np.log(2.0 * np.pi * own)).sum(axis=1)
        log_mean, size, seen = expected[:, counts], 1.0 / self.own[:, counts], self._counted
        log_both = np.logaddexp(log_mean, np.log(size))
        each = gammaln(seen + size) - gammaln(size) - gammaln(seen + 1.0)
        each = each + seen * (log_mean - log_both) + size * (np.log(size) - log_both)
        bounded = self._raised * log_ndtr(self._inside(expected))
        return np.asarray(normal + (self._weights * each).sum(axis=1) + bounded.sum(axis=1))

    def _inside(self, expected: Floats) -> Floats:
        """By how many standard deviations ceilings are not passed, shape (points, ceilings)."""
        bounds = self._ceilings
        below = self.problem.scaled(self.problem.observed)[bounds] - expected[:, bounds]
        return np.asarray(self._sides * below / np.sqrt(self.own[:, bounds]))

    @cached_property
    def _counts(self) -> Floats:
        return self._of(NegativeBinomial)

    @cached_property
    def _ceilings(self) -> Floats:
        return self._of(Ceiling)

    def _of(self, error: type[NegativeBinomial] | type[Ceiling]) -> Floats:
        """Which figures have errors of a kind, shape (figures,), true or false."""
        named = [form.name for form in self.problem.forms if isinstance(form.error, error)]
        return np.asarray(self.problem.index.get_level_values("target").isin(named))

    @cached_property
    def _sides(self) -> Floats:
        """1 for ceilings that hold, -1 for those that are known to be exceeded."""
        return np.where(self.problem.observed[self._ceilings] < 0.0, -1.0, 1.0)

    @cached_property
    def _raised(self) -> Floats:
        """Powers to which likelihoods of ceilings are raised."""
        named = np.asarray(self.problem.index.get_level_values("target"))
        return np.array([self.problem.form(name).weight for name in named[self._ceilings]])

    @cached_property
    def _counted(self) -> Floats:
        return np.asarray(np.round(self.problem.observed[self._counts]))

    @cached_property
    def _weights(self) -> Floats:
        named = np.asarray(self.problem.index.get_level_values("target"))
        return np.array([self.problem.form(name).counted for name in named[self._counts]])
