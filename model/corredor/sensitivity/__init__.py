"""Sensitivity: which parameters each outcome depends on, by Morris' and Sobol's measures.

The package can be called, as ``corredor.sensitivity(...)``: that is ``corredor.sensitivity.running.sensitivity``.
"""

from __future__ import annotations

import sys
import types
from typing import Any

from corredor.sensitivity.results import Sensitivity, open_sensitivity
from corredor.sensitivity.running import sensitivity

__all__ = ["Sensitivity", "open_sensitivity", "sensitivity"]


class _Callable(types.ModuleType):
    """A package that is also the function that its name promises."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return sensitivity(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
