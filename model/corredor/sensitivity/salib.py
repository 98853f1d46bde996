"""SALib (Herman and Usher 2017), which draws the designs and estimates the indices; loaded when it is needed."""

from __future__ import annotations

import importlib
from typing import Any, Final

from corredor.runs.errors import RunError

RESAMPLES: Final = 1_000
"""Bootstrap samples of an interval."""


def library(module: str) -> Any:
    """A module of SALib.

    Raises:
        RunError: if SALib is not installed.
    """
    try:
        return importlib.import_module(f"SALib.{module}")
    except ModuleNotFoundError:
        raise RunError("studies of sensitivity need SALib — pip install 'corredor[calibrate]'") from None


def problem(factors: int) -> dict[str, Any]:
    """So many factors, each from 0 to 1, as SALib wants them told."""
    names = [f"x{i}" for i in range(factors)]
    return {"num_vars": factors, "names": names, "bounds": [[0.0, 1.0]] * factors}
