"""The workshop page: the real model, tried by several people at once, in their own browsers.

The package can be called, as ``corredor.app(...)``: that is ``corredor.app.opening.app``.
"""

from __future__ import annotations

import sys
import types
from typing import Any


class _Callable(types.ModuleType):
    """A package that is also the function that its name promises."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from corredor.app.opening import app

        return app(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
