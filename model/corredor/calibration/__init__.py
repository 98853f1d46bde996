"""Calibration: observed figures, targets, what a run says about them, and how good a forecast is."""
