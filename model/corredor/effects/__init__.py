"""The documented effects: cases, the rules by which they are judged, and the board.

The package can be called, as ``corredor.effects(...)``: that is ``corredor.effects.board.effects``.
"""

from __future__ import annotations

import sys
import types
from typing import Any


class _Callable(types.ModuleType):
    """A package that is also the function that its name promises."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from corredor.effects.board import effects

        return effects(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
