"""The likelihood of observed figures: error of observation, discrepancy of the model, and an emulator that is not sure.

All figures of a target in one place share an error that lasts, since a model with too little homicide in a country has
too little in all years; what is left differs from year to year (Kennedy and O'Hagan 2001).
Nobody gets an intercept: the lasting error is integrated out, and no forecast knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import gammaln

from corredor.calibration.inference.emulator import Emulator
from corredor.calibration.inference.problem import Block, Form, Problem
from corredor.calibration.observation import LEAST_MEAN, NegativeBinomial
from corredor.region.region import Floats

STEPS: Final = 6
"""Of Newton's method, to the lasting error at which counts are likeliest; two are nearly always enough."""


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
        figures, variances = self.emulator.predict(positions)
        level, within = self.emulator.block_variances(variances)
        total = np.zeros(len(positions))
        place = {form.name: i for i, form in enumerate(self.problem.forms)}
        for b, block in enumerate(self.problem.blocks):
            form = self.problem.form(block.target)
            squared = scales[:, place[block.target]] ** 2
            lasting = level[:, b] + form.discrepancy.lasting * squared
            passing = within[:, b] + (1.0 - form.discrepancy.lasting) * squared
            total += _block(form, self._observed(block), figures[:, list(block.at)], lasting, passing)
        return total

    def _observed(self, block: Block) -> Floats:
        return self.problem.observed[list(block.at)]


def _block(form: Form, observed: Floats, scaled: Floats, lasting: Floats, passing: Floats) -> Floats:
    if isinstance(form.error, NegativeBinomial):
        return form.weight * counts(np.round(observed), scaled, lasting, form.error.dispersion, passing)
    residual = form.scale(observed) - scaled
    own = (passing + form.sd**2) / form.weight
    return amounts(residual, lasting / form.weight, own)


def amounts(residual: Floats, lasting: Floats, own: Floats) -> Floats:
    """Log density of normal errors of which each has a part of its own and one that all share.

    Args:
        residual: shape (points, figures).
        lasting: shape (points,), variance of the shared part.
        own: shape (points,), variance of each one's own.
    """
    count = residual.shape[1]
    squares, sums = (residual**2).sum(axis=1), residual.sum(axis=1)
    quadratic = squares / own - lasting * sums**2 / (own * (own + count * lasting))
    determinant = count * np.log(own) + np.log1p(count * lasting / own)
    return np.asarray(-0.5 * (quadratic + determinant + count * np.log(2.0 * np.pi)))


def counts(observed: Floats, scaled: Floats, lasting: Floats, dispersion: float, passing: Floats) -> Floats:
    """Log probability of negative binomial counts whose means share a log-normal error, which is integrated out.

    Laplace's method, which is exact to a thousandth for a handful of counts (see the tests).

    Args:
        observed: shape (figures,).
        scaled: shape (points, figures), logarithms of their means.
        lasting: shape (points,), variance of the shared error of the logarithm.
        dispersion: of the error of observation.
        passing: shape (points,), variance of each logarithm's own error, which is added to the dispersion.
    """
    size = 1.0 / (dispersion + np.expm1(passing))[:, None]
    lasting = np.maximum(lasting, 1e-12)
    mean = np.maximum(np.exp(scaled), LEAST_MEAN)
    # From a start at which the counts' own logarithms would have it, weighted by how exactly each says it.
    precision = 1.0 / (1.0 / mean + 1.0 / size)
    shared = (precision * (np.log((observed + 0.5) / mean))).sum(axis=1) / (precision.sum(axis=1) + 1.0 / lasting)
    for _ in range(STEPS):
        here = mean * np.exp(shared)[:, None]
        slope = (size * (observed - here) / (size + here)).sum(axis=1) - shared / lasting
        bend = (size * here * (size + observed) / (size + here) ** 2).sum(axis=1) + 1.0 / lasting
        shared = shared + np.clip(slope / bend, -2.0, 2.0)
    here = mean * np.exp(shared)[:, None]
    bend = (size * here * (size + observed) / (size + here) ** 2).sum(axis=1)
    each = (
        gammaln(observed + size)
        - gammaln(size)
        - gammaln(observed + 1.0)
        + observed * np.log(here / (size + here))
        - size * np.log1p(here / size)
    )
    return np.asarray(each.sum(axis=1) - 0.5 * shared**2 / lasting - 0.5 * np.log1p(lasting * bend))
