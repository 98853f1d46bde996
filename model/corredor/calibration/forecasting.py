"""Forecasts of years that nobody has seen: frozen, and scored when they have come."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corredor.calibration.registered import Registered, open_registered, score_registered
from corredor.calibration.tables import observed

if TYPE_CHECKING:
    import pandas as pd

FOLDER: Final = "registered"
"""Where a forecast is frozen in the folder of its calibration, if nobody says."""


def forecast(
    results: str | Path,
    out: str | Path | None = None,
    *,
    years: tuple[int, int] = (2025, 2027),
    study: str | Path | None = None,
    draws: int | None = None,
    runs: str | Path | None = None,
    set: Mapping[str, object] | None = None,
    **options: Any,
) -> Registered:
    """Freeze a forecast with the rule by which it will be scored, as ``corredor forecast`` does.

    Args:
        results: folder of a calibration.
        out: where the forecast is frozen, once; ``registered`` in ``results`` if left out.
        years: the first and the last.
        study: that was fitted, if it is none that ships.
        draws: of the posterior to run; the study's number if left out.
        runs: folder of the runs; temporary if left out.
        set: values that win over the scenario, those with which the study was run.
        options: ``workers``, ``cluster``, ``resume``, ``quiet`` of ``corredor.run``.

    Raises:
        FolderError: if there are no results, or a forecast is frozen there already.
        NotYetError: if the posterior is not the recorded one.
    """
    from corredor.calibration.inference.registering import register_forecast

    where = Path(results) / FOLDER if out is None else Path(out)
    return register_forecast(results, where, study=study, years=years, draws=draws, runs=runs, set=set, **options)


def score_forecast(folder: str | Path, came: str | Path) -> pd.DataFrame:
    """Score a forecast that was frozen by what came, as ``corredor forecast --score`` does.

    Args:
        folder: where it is frozen.
        came: a table of figures as in ``calibration/observed``.

    Returns:
        A row for ours and for each rival; see ``corredor.calibration.skill_table``.

    Raises:
        FolderError: if there is none.
        ChangedError: if it is not what it was when it was frozen.
        ValueError: if nothing that was forecast has come yet.
    """
    return score_registered(open_registered(folder), observed(str(came)).wide())
