"""Two stages of a calibration: does the fit find synthetic truths, and what do the observed figures say?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from corredor.calibration.held_back import record_posterior
from corredor.calibration.inference.emulator import explained
from corredor.calibration.inference.layout import WITH
from corredor.calibration.inference.learning import Learned
from corredor.calibration.inference.likelihood import Likelihood
from corredor.calibration.inference.middle import PARAMETERS, middle, write_parameters
from corredor.calibration.inference.plan import CalibrationPlan
from corredor.calibration.inference.posterior import AGREE, Posterior, sample
from corredor.calibration.inference.priors import values_at
from corredor.calibration.inference.results import DRAWS, DRAWS_WITHOUT, RANKS, SCALES, TARGETS, TRUTHS, plain
from corredor.calibration.inference.truths import WANTED, try_truths
from corredor.calibration.targets import Targets
from corredor.core.streams import Streams
from corredor.region.region import Floats
from corredor.runs.parts import temporary_beside, write_json

KEPT: Final = 1000
"""Draws that are written."""
_FORMAT: Final = "%.6g"


def try_inference(plan: CalibrationPlan, learned: Learned, results: Path, workers: int | None) -> dict[str, Any]:
    """Fit every synthetic truth; write ranks and coverage, and return what diagnostics say of them."""
    if plan.truths == 0:
        return {"synthetic_truths": None}
    truths = try_truths(
        learned.emulator, plan.names, learned.truths, learned.said, plan.seed, plan.quick, workers=workers
    )
    write_csv(results / TRUTHS, truths.table().reset_index())
    write_csv(results / RANKS, pd.DataFrame(truths.ranks.astype(int), columns=list(plan.names)))
    pooled = truths.coverage(truths.identified)
    return {
        "synthetic_truths": {
            "number": plan.truths,
            "identified": list(truths.identified),
            "not_identified": [name for name in plan.names if name not in truths.identified],
            **plain({"coverage_90": truths.coverage(), "coverage_90_identified": pooled}),
            "coverage_wanted": list(WANTED),
            "holds": bool(WANTED[0] <= pooled <= WANTED[1]),
        }
    }


def infer(plan: CalibrationPlan, learned: Mapping[str, Learned], results: Path, workers: int | None) -> dict[str, Any]:
    """Draw from the posterior with and without breaks, write and record it, and return what diagnostics say of it."""
    said: dict[str, Any] = {}
    central = 0
    for variant, own in learned.items():
        likelihood = Likelihood(own.emulator, own.emulator.problem)
        posterior = sample(likelihood, len(plan.priors), plan.seed, plan.effort, workers=workers)
        positions, scales = _thinned(posterior, plan.seed)
        draws = pd.DataFrame(values_at(plan.priors, positions), columns=list(plan.names))
        draws.insert(0, "draw", range(len(draws)))
        if variant == WITH:
            central = middle(positions)
            uncertain = [form.name for form in own.emulator.problem.uncertain]
            write_csv(results / SCALES, pd.DataFrame(scales, columns=uncertain))
            write_json(results / TARGETS, targets_as_written(plan.targets))
        write_csv(results / (DRAWS if variant == WITH else DRAWS_WITHOUT), draws)
        said[variant] = _diagnosed(plan, own, posterior)
    recorded = record_posterior(results, results / DRAWS, plan.targets)
    _write_point(plan, results, central, recorded.checksum)
    return {"fits": said, "middle": central}


def _write_point(plan: CalibrationPlan, results: Path, draw: int, checksum: str) -> None:
    """Write the draw in the middle, as it stands in the file of draws."""
    row = pd.read_csv(results / DRAWS)[list(plan.names)].to_numpy(float)[draw]
    name = " ".join(filter(None, (plan.name, plan.form)))
    write_parameters(results / PARAMETERS, plan.priors, row, name=name, draw=draw, file=DRAWS, checksum=checksum)


def targets_as_written(targets: Targets) -> dict[str, Any]:
    """Targets as a file of them says it, with units, so that they can be read back."""
    content: dict[str, Any] = json.loads(targets.model_dump_json(exclude_none=True))
    content["region"]["resolution"] = f"{targets.region.resolution:g} deg"
    return content


def write_csv(path: Path, table: pd.DataFrame) -> None:
    """Write a table under a temporary name and rename it."""
    with temporary_beside(path) as temporary:
        table.to_csv(temporary, index=False, float_format=_FORMAT)


def _thinned(posterior: Posterior, seed: int) -> tuple[Floats, Floats]:
    positions, scales = posterior.flat
    stream = Streams(seed).generator("calibration.thinning", 0)
    chosen = stream.permutation(len(positions))[:KEPT]
    return positions[chosen], scales[chosen]


def _diagnosed(plan: CalibrationPlan, learned: Learned, posterior: Posterior) -> dict[str, Any]:
    emulator, names = learned.emulator, plan.names
    rhat, effective = posterior.agreement()
    every = [*names, *(f"discrepancy of {form.name}" for form in emulator.problem.uncertain)]
    quality = explained(emulator, learned.figures)
    contraction = dict(zip(names, map(float, posterior.contraction()), strict=True))
    return {
        "figures": len(emulator.problem.index),
        "components": len(emulator.processes),
        "emulator": {name: plain(said) for name, said in quality.items()},
        "contraction": plain(contraction),
        "rhat": plain(dict(zip(every, map(float, rhat), strict=True))),
        "effective_draws": plain(dict(zip(every, map(float, effective), strict=True))),
        "chains_agree": bool(np.all(rhat <= AGREE)),
        "evaluations": posterior.evaluations,
        **plain({"effective": posterior.effective, "log_evidence_sd": posterior.spread}),
        # A difference of one or two tells two forms apart, whatever the size of either.
        "log_evidence": round(posterior.log_evidence, 3),
    }
