"""The report of a run: one self-contained HTML file."""

from corredor.report.page import render, write_report

__all__ = ["render", "write_report"]
