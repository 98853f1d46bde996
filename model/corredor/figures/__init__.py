"""Figures of runs: one house style, one function a figure, all of them by kind."""

from corredor.figures.registry import FigureKind, kinds, plot
from corredor.figures.style import alt_text, save

__all__ = ["FigureKind", "alt_text", "kinds", "plot", "save"]
