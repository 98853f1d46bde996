"""How fast it is, as ratios to named references that run in the same minutes on the same machine.

The package can be called, as ``corredor.bench(...)``: that is ``corredor.bench.measuring.bench``.
"""

from __future__ import annotations

import sys
import types
from typing import Any

from corredor.bench.suite import NAMES, benchmarks

__all__ = ["NAMES", "benchmarks"]


class _Callable(types.ModuleType):
    """A package that is also the function that its name promises."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from corredor.bench.measuring import bench

        return bench(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
