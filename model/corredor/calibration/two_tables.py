"""Two tables of skill: *blind*, with inputs frozen at the cut, and *conditional* on drivers observed after it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pandas as pd

from corredor.calibration.comparing import compared
from corredor.calibration.fitting import fitted_rows
from corredor.calibration.forecast import Forecast, Information, from_replicates, future_rows
from corredor.calibration.held_back import held_back_data
from corredor.calibration.naive import naive_forecasts
from corredor.calibration.places import is_division
from corredor.calibration.recorded import Recorded
from corredor.calibration.regression import regression_forecast
from corredor.calibration.simulated import reported_by_year
from corredor.calibration.skill import By, skill_table
from corredor.calibration.targets import Target, Targets
from corredor.region.region import Region


class Forecasting(Recorded, Protocol):
    """A run, or predictions under the names of its tables."""

    @property
    def geography(self) -> Region:
        """The region that was simulated."""
        ...


Runs = Mapping[str, Forecasting]
"""Runs by the name under which they stand in the table, ours first, and then perhaps the one with trafficking off."""


def skill_tables(
    targets: Targets,
    folder: Path,
    runs: Mapping[Information, Runs],
    dispersion: float,
    *,
    breaks: bool = True,
    by: By = "all",
) -> dict[Information, pd.DataFrame]:
    """Every forecast of the held-back years side by side, once for each state of information.

    Args:
        targets: what was fitted.
        folder: of the study, with its recorded posterior.
        runs: by what they were given: ``blind`` runs have inputs frozen at the cut, ``conditional`` ones the observed
            drivers; their replicates are posterior draws.
        dispersion: error of observation with the estimated discrepancy.
        breaks: with the years of dated breaks, or without them.
        by: as in ``skill_table``.

    Returns:
        A table of ``skill_table`` for each; none if no place has enough held-back years, as where all are of a break.

    Raises:
        NotYetError: before the posterior's checksum is recorded.
        RunError: if a run did not record what is needed.
    """
    target = next(target for target in targets.series if target.hold_back)
    held = held_back_data(targets, folder, breaks=breaks)[target.name]
    if held.empty:
        return {}
    fitted = fitted_rows(targets, target, breaks=breaks)
    return {
        information: _table(target, fitted, held, own, dispersion, information, by) for information, own in runs.items()
    }


def _table(
    target: Target,
    fitted: pd.DataFrame,
    held: pd.DataFrame,
    runs: Runs,
    dispersion: float,
    information: Information,
    by: By,
) -> pd.DataFrame:
    # A place that a run's grid is too coarse for is left out for all, so that all answer the same question.
    held = held[held["place"].isin(_covered(runs, held))].reset_index(drop=True)
    fitted = fitted[fitted["place"].isin(set(held["place"]))]
    future = future_rows(fitted, held, information)
    known = held.assign(population=future["population"])
    forecasts: list[Forecast] = [
        from_replicates(name, compared(run, target, known), dispersion) for name, run in runs.items()
    ]
    forecasts += naive_forecasts(fitted, future)
    region = next(iter(runs.values())).geography
    forecasts.append(regression_forecast(fitted, future, region, information))
    return skill_table(forecasts, held, by)


def _covered(runs: Runs, held: pd.DataFrame) -> set[str]:
    """Places where every run has people."""
    divisions = bool(held["place"].map(is_division).any())
    tables = (reported_by_year(run, divisions=divisions) for run in runs.values())
    return set.intersection(*(set(table.loc[table["population"] > 0.0, "place"]) for table in tables))
