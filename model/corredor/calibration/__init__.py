"""Calibration: observed figures, targets, what a run says about them, a fit, and how good a forecast is."""

from corredor.calibration.broken_years import breaks, without_breaks
from corredor.calibration.comparing import compared, joint_log_likelihood
from corredor.calibration.errors import DataError
from corredor.calibration.fitting import fitting_data
from corredor.calibration.held_back import NotYetError, held_back_data, record_posterior
from corredor.calibration.inference.calibrate import calibrate
from corredor.calibration.inference.results import Calibration, open_calibration
from corredor.calibration.skill import skill_table, verdict
from corredor.calibration.tables import observed, observed_tables
from corredor.calibration.targets import Target, Targets, load_targets
from corredor.calibration.two_tables import skill_tables

__all__ = [
    "calibrate",
    "open_calibration",
    "Calibration",
    "observed",
    "observed_tables",
    "breaks",
    "without_breaks",
    "load_targets",
    "Targets",
    "Target",
    "fitting_data",
    "held_back_data",
    "record_posterior",
    "compared",
    "joint_log_likelihood",
    "skill_table",
    "skill_tables",
    "verdict",
    "DataError",
    "NotYetError",
]
