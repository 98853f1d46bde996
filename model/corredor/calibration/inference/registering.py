"""From the results of a calibration to a registered forecast: posterior draws run on, and naive rivals beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from corredor.calibration.comparing import compared
from corredor.calibration.fitting import POOL, fitted_rows
from corredor.calibration.forecast import Forecast, from_replicates
from corredor.calibration.held_back import held_back_data, recorded_posterior
from corredor.calibration.inference.layout import Layout
from corredor.calibration.inference.plan import CalibrationPlan
from corredor.calibration.inference.predicted import PredictedRates, rates_table
from corredor.calibration.inference.reading import read_calibration, read_scenarios
from corredor.calibration.inference.results import Calibration, open_calibration
from corredor.calibration.inference.simulating import simulate
from corredor.calibration.naive import naive_forecasts
from corredor.calibration.registered import RECORD, Registered, register
from corredor.calibration.targets import Years
from corredor.runs.ensemble import traffic_model
from corredor.runs.errors import FolderError
from corredor.runs.folder import wanted_or_temporary
from corredor.runs.provenance import decisive_versions
from corredor.scenario import Scenario

YEARS: Final = (2025, 2027)


def register_forecast(
    results: str | Path,
    out: str | Path,
    *,
    study: str | Path | None = None,
    years: tuple[int, int] = YEARS,
    draws: int | None = None,
    runs: str | Path | None = None,
    set: Mapping[str, object] | None = None,
    **options: Any,
) -> Registered:
    """Run posterior draws on into years that nobody has seen, and freeze what they say of each place.

    Policies and events have all the dates of the scenario. What follows observed years holds the last figures that
    there are, and so does the population. Rivals are the naive forecasts from every figure that there is, those of
    the held-back years too.

    Args:
        results: of a calibration, with its recorded posterior.
        out: where the forecast is frozen.
        study: that was fitted; by default the shipped one of the same name.
        years: the first and the last.
        draws: of the posterior; the study's number if not given.
        runs: folder of the runs; temporary if not given.
        set: values that win over the scenario, those with which the study was run.
        options: ``workers``, ``cluster``, ``resume``, ``quiet`` of ``simulate``.

    Raises:
        FolderError: if there are no results, a forecast is registered in ``out``, or the study is another one.
        NotYetError: if the posterior is not the recorded one.
    """
    fit = open_calibration(results)
    if (Path(out) / RECORD).exists():
        raise FolderError(f"{out} holds a registered forecast — a second one goes into another folder, beside it")
    plan = _plan_of(fit, study, set)
    recorded = recorded_posterior(fit.folder, fit.targets)
    seen = _seen(fit)
    rows = _rows(seen, years)
    scenarios = read_scenarios(study or plan.name, years[1], form=plan.form, set=set)
    folder = wanted_or_temporary(runs, "registered")
    count = draws or plan.draws
    dispersion = fit.dispersion()
    ours = [
        _forecast(name, fit, plan, scenario, rows, (count, dispersion), folder, options)
        for name, scenario in scenarios.items()
    ]
    about = {
        "made": datetime.now(UTC).strftime("%Y-%m-%d"),
        "study": fit.name,
        "posterior": recorded.checksum,
        "fitted_to": recorded.last_fitted,
        "draws": count,
        "dispersion": float(f"{dispersion:.4g}"),
        "rivals_know_figures_to": int(seen["year"].max()),
        "code": decisive_versions(),
    }
    return register(Path(out), [*ours, *naive_forecasts(seen, rows)], about)


def _plan_of(fit: Calibration, study: str | Path | None, set: Mapping[str, object] | None) -> CalibrationPlan:
    said = fit.diagnostics["plan"]
    plans = read_calibration(study or said["name"], set=set, seed=said["seed"], replicates=said["replicates"])
    for plan in plans:
        if all(plan.as_plain()[key] == said[key] for key in ("form", "region", "targets", "fitted", "priors")):
            return plan
    raise FolderError(f"{fit.folder} was not made by this study — name the study, and the same --set as for the fit")


def _seen(fit: Calibration) -> pd.DataFrame:
    """Every figure of the target that is scored, of places that stand for themselves."""
    later = held_back_data(fit.targets, fit.folder)[fit.held_back.name]
    rows = pd.concat([fitted_rows(fit.targets, fit.held_back), later], ignore_index=True)
    people = set(fit.rates().rates["place"])
    scored = set(later["group"]) & people - {POOL}
    return rows[rows["group"].isin(scored)].reset_index(drop=True)


def _rows(seen: pd.DataFrame, years: tuple[int, int]) -> pd.DataFrame:
    """Places and years to come, with the population that was last observed; nothing observed."""
    last = seen.sort_values("year").groupby("place", as_index=False)[["group", "population"]].last()
    every = [last.assign(year=year) for year in range(years[0], years[1] + 1)]
    return pd.concat(every, ignore_index=True).assign(observed=float("nan"))


def _forecast(
    name: str,
    fit: Calibration,
    plan: CalibrationPlan,
    scenario: Scenario,
    rows: pd.DataFrame,
    spread: tuple[int, float],
    folder: Path,
    options: Mapping[str, Any],
) -> Forecast:
    count, dispersion = spread
    layout = Layout(plan.targets, Years(first=plan.targets.fit.first, last=int(rows["year"].max())))
    values = fit.draws[list(plan.names)].to_numpy(float)[:count]
    study = plan.predictions(scenario, values)
    vectors = simulate(study, layout, folder / name.replace(" ", "_"), build=traffic_model(), **options)[:, 0]
    predicted = PredictedRates(rates_table(layout, vectors), scenario.load_region())
    return from_replicates(name, compared(predicted, fit.held_back, rows), dispersion)
