"""A run for each posterior draw to the end of the held-back years, by what is known, with trafficking on and off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from corredor.calibration.inference.layout import Layout
from corredor.calibration.inference.plan import OURS, CalibrationPlan
from corredor.calibration.inference.predicted import figures_table, rates_table
from corredor.calibration.inference.results import DRAWS, FIGURES, rates_file
from corredor.calibration.inference.simulating import simulate
from corredor.runs.parts import temporary_beside


def predict(plan: CalibrationPlan, out: Path, results: Path, **options: Any) -> None:
    """Make the runs and write what is compared of them.

    Args:
        plan: whose posterior is recorded in ``results``.
        out: the study folder.
        results: its small files.
        options: of ``simulate``.
    """
    layout = Layout(plan.targets, plan.foreseen)
    draws = pd.read_csv(results / DRAWS)[list(plan.names)].to_numpy(float)[: plan.draws]
    for information, scenarios in plan.forecasts.items():
        for name, scenario in scenarios.items():
            folder = out / f"{information}_{name.replace(' ', '_')}"
            vectors = simulate(plan.predictions(scenario, draws), layout, folder, **options)[:, 0]
            _write(results / rates_file(information, name), rates_table(layout, vectors))
            if name == OURS and information == "blind":
                _write(results / FIGURES, figures_table(layout, vectors))


def _write(path: Path, table: pd.DataFrame) -> None:
    with temporary_beside(path) as temporary:
        table.to_parquet(temporary, index=False, compression="zstd")
