"""The explorer: an ensemble that was run, as one HTML file with sliders.

The package can be called, as ``corredor.explorer(...)``: that is ``corredor.explorer.page.explorer``.
"""

from __future__ import annotations

import sys
import types
from typing import Any


class _Callable(types.ModuleType):
    """A package that is also the function that its name promises."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from corredor.explorer.page import explorer

        return explorer(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
