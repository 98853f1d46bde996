"""Skill on held-back years, and how many observed figures of the fit lie where they are said to."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from corredor.calibration.forecast import Information
from corredor.calibration.inference.plan import OURS, CalibrationPlan
from corredor.calibration.inference.predicted import PredictedRates
from corredor.calibration.inference.problem import Form
from corredor.calibration.inference.results import (
    FIGURES,
    SCALES,
    median_discrepancy,
    plain,
    rates_file,
    skill_file,
    total_dispersion,
)
from corredor.calibration.inference.stages import write_csv
from corredor.calibration.observation import Ceiling
from corredor.calibration.skill import markdown, verdict
from corredor.calibration.targets import Target, Targets
from corredor.calibration.two_tables import skill_tables
from corredor.core.streams import Streams
from corredor.region.region import Floats
from corredor.runs.parts import write_text

CHECKS: Final = "predictive_checks.csv"
DRAWN: Final = 400
"""Replicated figures for each observed one."""


def score(plan: CalibrationPlan, results: Path) -> dict[str, Any]:
    """Write tables of skill and predictive checks, and return what diagnostics say of them."""
    scales = pd.read_csv(results / SCALES)
    target = next(target for target in plan.targets.series if target.hold_back)
    dispersion = total_dispersion(target, scales)
    runs: dict[Information, dict[str, PredictedRates]] = {
        information: {name: _rates(plan, results, information, name) for name in scenarios}
        for information, scenarios in plan.forecasts.items()
    }
    said: dict[str, Any] = {"dispersion": float(f"{dispersion:.4g}"), "skill": {}}
    for breaks, suffix in ((True, ""), (False, "_without_breaks")):
        tables = skill_tables(plan.targets, results, runs, dispersion, breaks=breaks)
        for information, table in tables.items():
            name = skill_file(information).replace(".csv", f"{suffix}.csv")
            write_csv(results / name, table.reset_index())
            write_text((results / name).with_suffix(".md"), markdown(table))
            told = {score: str(verdict(table, OURS, score)) for score in ("crps", "crps_rate")}
            said["skill"][f"{information}{suffix}"] = told
    for by in ("size", "group"):
        for information, table in skill_tables(plan.targets, results, runs, dispersion, by=by).items():
            write_csv(results / f"skill_{information}_by_{by}.csv", table.reset_index())
    checks = predictive_checks(pd.read_parquet(results / FIGURES), plan.targets, scales, plan.seed)
    write_csv(results / CHECKS, checks)
    said["predictive_checks"] = {
        str(row["target"]): plain({key: float(row[key]) for key in ("within_50", "within_90", "mean_rank")})
        for row in checks.to_dict("records")
    }
    return said


def predictive_checks(figures: pd.DataFrame, targets: Targets, scales: pd.DataFrame, seed: int) -> pd.DataFrame:
    """By target, how often an observed figure lies in its 50 % and 90 % predictive interval, and its mean rank.

    Intervals of a ceiling have no upper end: it may lie as far above what it bounds as it likes, and its rank is the
    probability that it holds.

    Args:
        figures: columns ``replicate``, ``target``, ``group``, ``at``, ``expected``, ``observed``.
        targets: with their errors.
        scales: posterior draws of discrepancies.
        seed: of the replicated figures.
    """
    rows = []
    for target in targets.series:
        own = figures[figures["target"] == target.name]
        if own.empty:
            continue
        ranks = _ranks(target, own, median_discrepancy(target, scales), seed)
        rows.append(
            {
                "target": target.name,
                "figures": len(ranks),
                "within_50": _within(target, ranks, 0.25),
                "within_90": _within(target, ranks, 0.05),
                "mean_rank": float(ranks.mean()),
            }
        )
    return pd.DataFrame(rows)


def _within(target: Target, ranks: Floats, outside: float) -> float:
    """Share of ranks within an interval that leaves so much out at either end, or twice as much below a ceiling."""
    if isinstance(target.error, Ceiling):
        return float((ranks > 2.0 * outside).mean())
    return float(((ranks > outside) & (ranks < 1.0 - outside)).mean())


def _ranks(target: Target, rows: pd.DataFrame, scale: float, seed: int) -> Floats:
    """Share of replicated figures below each observed one, shape (figures,)."""
    stream = Streams(seed).generator(f"calibration.checks.{target.name}", 0)
    form = Form.of(target)
    expected = rows.pivot(index=["group", "at"], columns="replicate", values="expected")
    seen = rows.groupby(["group", "at"])["observed"].first().loc[expected.index].to_numpy(float)
    drawn = expected.to_numpy()[:, stream.integers(expected.shape[1], size=DRAWN)]
    spread = np.sqrt(scale**2 + form.sd**2)
    replicated = form.scale(drawn) + stream.normal(0.0, spread, drawn.shape)
    at = form.scale(seen)[:, None]
    return np.asarray((replicated < at).mean(axis=1) + 0.5 * (replicated == at).mean(axis=1))


def _rates(plan: CalibrationPlan, results: Path, information: Information, name: str) -> PredictedRates:
    region = plan.forecasts[information][name].load_region()
    return PredictedRates(pd.read_parquet(results / rates_file(information, name)), region)
