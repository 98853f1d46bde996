"""The report of a run: one self-contained HTML file.

The package can be called, as ``corredor.report(...)``: that is ``corredor.report.writing.report``.
"""

from __future__ import annotations

import sys
import types
from typing import Any

from corredor.report.page import in_short, render, write_report

__all__ = ["in_short", "render", "write_report"]


class _Callable(types.ModuleType):
    """A package that is also the function that its name promises."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from corredor.report.writing import report

        return report(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
