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
    from corredor.model import TraffickingModel
    from corredor.runs import Comparison, Run, Study, compare, open_run, open_study, sweep
    from corredor.runs.ensemble import run
    from corredor.scenario import Scenario, ScenarioError, load

__version__ = "0.1.0"

__all__ = [
    "load",
    "run",
    "open_run",
    "compare",
    "sweep",
    "open_study",
    "calibrate",
    "open_calibration",
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
    "corredor.runs": ("run", "open_run", "compare", "sweep", "open_study", "Run", "Comparison", "Study"),
    "corredor.calibration": ("calibrate", "open_calibration", "Calibration"),
    "corredor.model": ("TraffickingModel",),
    "corredor.agents": ("Organisation", "Agency", "Community"),
}
_PACKAGES: Final = ("effects", "explorer", "sensitivity", "tradeoffs")
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
