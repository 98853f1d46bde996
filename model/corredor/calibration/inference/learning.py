"""From the vectors of a design to a problem, an emulator, and what there is to say of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corredor.calibration.inference.emulator import Emulator, fit
from corredor.calibration.inference.layout import Layout
from corredor.calibration.inference.plan import CalibrationPlan
from corredor.calibration.inference.problem import Form, problem
from corredor.region.region import Floats
from corredor.runs.errors import RunError


@dataclass(frozen=True)
class Learned:
    """An emulator and the points around it.

    Attributes:
        emulator: with the observed figures as its problem.
        positions: shape (points, parameters), of the points that it was fitted to.
        figures: shape (points, replicates, figures), as simulated there.
        truths: shape (truths, parameters), of points that it has not seen.
        said: shape (truths, figures), what the one run of each says.
    """

    emulator: Emulator
    positions: Floats
    figures: Floats
    truths: Floats
    said: Floats


def learn(plan: CalibrationPlan, layout: Layout, vectors: Floats, true: Floats, variant: str) -> Learned:
    """Fit an emulator to the runs of a design.

    Args:
        plan: whose design it is.
        layout: of the vectors.
        vectors: shape (points, replicates, length), of the points to learn from.
        true: shape (truths, length), of those that are taken for the truth.
        variant: with breaks or without them.

    Raises:
        RunError: if there is nothing to compare.
    """
    expected = layout.expected(vectors, variant)
    observed = layout.observed(vectors[0, 0], variant)
    said = layout.expected(true, variant)
    usable = np.isfinite(observed) & np.isfinite(expected).all(axis=(0, 1)) & np.isfinite(said).all(axis=0)
    if not usable.any():
        raise RunError(f"none of the figures of '{plan.targets.name}' has a counterpart in these runs")
    forms = [Form.of(target) for target in plan.targets.series]
    about = problem(layout.indices[variant][usable], observed[usable], forms)
    positions, figures = plan.positions(), expected[..., usable]
    return Learned(
        emulator=fit(about, positions, figures, plan.seed),
        positions=positions,
        figures=figures,
        truths=plan.true_positions(),
        said=said[:, usable],
    )
