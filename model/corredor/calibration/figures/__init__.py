"""Figures of calibration: observed against simulated."""

from corredor.calibration.figures.labelled_scatter import labelled_scatter
from corredor.calibration.figures.residual_map import residual_map
from corredor.calibration.figures.small_multiples import small_multiples

__all__ = ["labelled_scatter", "residual_map", "small_multiples"]
