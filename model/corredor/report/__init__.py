"""The report of a run: one self-contained HTML file."""

from corredor.report.page import in_short, render, write_report

__all__ = ["in_short", "render", "write_report"]
