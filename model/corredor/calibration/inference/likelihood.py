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
from scipy.special import gammaln

from corredor.calibration.inference.emulator import Emulator
from corredor.calibration.inference.laplace import Shared
from corredor.calibration.inference.problem import Problem
from corredor.calibration.observation import NegativeBinomial
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
            scales: shape (points, targets), standard deviation of each target's discrepancy.

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
        place = {form.name: i for i, form in enumerate(self.problem.forms)}
        level = np.empty((len(scales), len(self.problem.blocks)))
        own = np.empty((len(scales), len(self.problem.observed)))
        scatter = self.emulator.scatter
        for b, block in enumerate(self.problem.blocks):
            form, at = self.problem.form(block.target), list(block.at)
            squared = scales[:, place[block.target]] ** 2
            passing = (1.0 - form.discrepancy.lasting) * squared
            lasting = form.discrepancy.lasting * squared
            if isinstance(form.error, NegativeBinomial):
                own[:, at] = (form.error.dispersion + np.expm1(scatter.within[b] + passing))[:, None]
                level[:, b] = scatter.level[b] + lasting
            else:
                own[:, at] = (scatter.within[b] + (passing + form.sd**2) / form.counted)[:, None]
                level[:, b] = scatter.level[b] + lasting / form.weight
        return level, Mixed(self.problem, own)


@dataclass(frozen=True)
class Mixed:
    """Errors of single figures: negative binomial of counts, normal of all else; an ``Observation`` of ``laplace``.

    Attributes:
        problem: with what was observed.
        own: shape (points, figures), dispersion of counts, and variance on the scale of errors of all else.
    """

    problem: Problem
    own: Floats

    def start(self) -> Floats:
        """What the figures themselves say on the scale of errors, shape (points, figures)."""
        figures = self.problem.scaled(self.problem.observed)
        figures[self._counts] = np.log(self._counted + 0.5)
        return np.broadcast_to(figures, self.own.shape)

    def curves(self, expected: Floats) -> tuple[Floats, Floats]:
        """Slope of the log density in what is expected, and minus its second derivative, shape (points, figures)."""
        slope = (self.problem.scaled(self.problem.observed) - expected) / self.own
        bend = 1.0 / self.own
        counts, weights = self._counts, self._weights
        here, size = np.exp(expected[:, counts]), 1.0 / self.own[:, counts]
        slope[:, counts] = weights * size * (self._counted - here) / (size + here)
        bend[:, counts] = weights * size * here * (size + self._counted) / (size + here) ** 2
        return slope, bend

    def density(self, expected: Floats) -> Floats:
        """Log density of all figures together, shape (points,)."""
        counts, others = self._counts, np.logical_not(self._counts)
        away = (self.problem.scaled(self.problem.observed) - expected)[:, others]
        own = self.own[:, others]
        normal = -0.5 * (away**2 / own + np.log(2.0 * np.pi * own)).sum(axis=1)
        log_mean, size, seen = expected[:, counts], 1.0 / self.own[:, counts], self._counted
        log_both = np.logaddexp(log_mean, np.log(size))
        each = gammaln(seen + size) - gammaln(size) - gammaln(seen + 1.0)
        each = each + seen * (log_mean - log_both) + size * (np.log(size) - log_both)
        return np.asarray(normal + (self._weights * each).sum(axis=1))

    @cached_property
    def _counts(self) -> Floats:
        named = [form.name for form in self.problem.forms if isinstance(form.error, NegativeBinomial)]
        return np.asarray(self.problem.index.get_level_values("target").isin(named))

    @cached_property
    def _counted(self) -> Floats:
        return np.asarray(np.round(self.problem.observed[self._counts]))

    @cached_property
    def _weights(self) -> Floats:
        named = np.asarray(self.problem.index.get_level_values("target"))
        return np.array([self.problem.form(name).counted for name in named[self._counts]])
