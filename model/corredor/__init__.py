"""corredor: trafficking routes, enforcement and violence in one model.

>>> import corredor
>>> scenario = corredor.load("two_corridors")
>>> scenario.months
120
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from corredor.agents import Agency, Community, Organisation
    from corredor.app.opening import app as app
    from corredor.bench.measuring import bench as bench
    from corredor.calibration import Calibration, calibrate, open_calibration
    from corredor.calibration.forecasting import forecast, score_forecast
    from corredor.effects.board import effects as effects
    from corredor.explorer.page import explorer as explorer
    from corredor.model import TraffickingModel
    from corredor.plotting import figure_kinds, plot
    from corredor.report.writing import report as report
    from corredor.runs import Comparison, Run, Study, compare, open_run, open_study, sweep
    from corredor.runs.ensemble import run
    from corredor.runs.standing import status
    from corredor.scenario import Scenario, ScenarioError, load
    from corredor.scenario.origins import show
    from corredor.scenario.readiness import check
    from corredor.scenario.schema import schema
    from corredor.scenario.template import new
    from corredor.sensitivity.running import sensitivity as sensitivity
    from corredor.shipped import listing
    from corredor.tradeoffs.running import tradeoffs as tradeoffs

__version__ = "0.2.0.dev0"

__all__ = [
    "load",
    "run",
    "open_run",
    "compare",
    "sweep",
    "open_study",
    "calibrate",
    "open_calibration",
    "forecast",
    "score_forecast",
    "plot",
    "figure_kinds",
    "check",
    "listing",
    "show",
    "new",
    "schema",
    "status",
    "TraffickingModel",
    "Organisation",
    "Agency",
    "Community",
    "Scenario",
    "ScenarioError",
    "Run",
    "Comparison",
    "Study",
    "Calibration",
]

_WHERE: Final = {
    "corredor.scenario": ("load", "Scenario", "ScenarioError"),
    "corredor.scenario.readiness": ("check",),
    "corredor.scenario.origins": ("show",),
    "corredor.scenario.template": ("new",),
    "corredor.scenario.schema": ("schema",),
    "corredor.shipped": ("listing",),
    "corredor.runs": ("run", "open_run", "compare", "sweep", "open_study", "Run", "Comparison", "Study"),
    "corredor.runs.standing": ("status",),
    "corredor.calibration": ("calibrate", "open_calibration", "Calibration"),
    "corredor.calibration.forecasting": ("forecast", "score_forecast"),
    "corredor.plotting": ("plot", "figure_kinds"),
    "corredor.model": ("TraffickingModel",),
    "corredor.agents": ("Organisation", "Agency", "Community"),
}
_PACKAGES: Final = ("app", "bench", "effects", "explorer", "report", "sensitivity", "tradeoffs")
"""Packages that can be called as functions."""


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that ``import corredor`` and the command's help stay fast."""
    if name in _PACKAGES:
        return importlib.import_module(f"corredor.{name}")
    for module, names in _WHERE.items():
        if name in names:
            value = getattr(importlib.import_module(module), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'corredor' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
