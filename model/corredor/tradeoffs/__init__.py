"""Trade-offs: bundles of policies under a budget, over worlds that nobody knows for sure.

The package can be called, as ``corredor.tradeoffs(...)``: that is ``corredor.tradeoffs.running.tradeoffs``.
"""

from __future__ import annotations

import sys
import types
from typing import Any

from corredor.tradeoffs.results import Tradeoffs, open_tradeoffs
from corredor.tradeoffs.running import tradeoffs

__all__ = ["Tradeoffs", "open_tradeoffs", "tradeoffs"]


class _Callable(types.ModuleType):
    """A package that is also the function that its name promises."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return tradeoffs(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
