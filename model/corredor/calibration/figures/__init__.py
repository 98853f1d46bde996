"""Figures of calibration: observed against simulated."""

from corredor.calibration.figures.labelled_scatter import labelled_scatter
from corredor.calibration.figures.small_multiples import small_multiples

__all__ = ["labelled_scatter", "small_multiples"]
