"""Sensitivity: which parameters each outcome depends on, by Morris' and Sobol's measures.

The package can be called, as ``corredor.sensitivity(...)``: that is ``corredor.sensitivity.running.sensitivity``.
"""

from __future__ import annotations

from corredor.core.calling import callable_package
from corredor.sensitivity.results import Sensitivity, open_sensitivity
from corredor.sensitivity.running import sensitivity

__all__ = ["Sensitivity", "open_sensitivity", "sensitivity"]

callable_package(__name__, "corredor.sensitivity.running.sensitivity")
