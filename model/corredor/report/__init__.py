"""The report of a run: one self-contained HTML file.

The package can be called, as ``corredor.report(...)``: that is ``corredor.report.writing.report``.
"""

from __future__ import annotations

from corredor.core.calling import callable_package
from corredor.report.page import in_short, render, write_report

__all__ = ["in_short", "render", "write_report"]

callable_package(__name__, "corredor.report.writing.report")
