"""Trade-offs: bundles of policies under a budget, over worlds that nobody knows for sure.

The package can be called, as ``corredor.tradeoffs(...)``: that is ``corredor.tradeoffs.running.tradeoffs``.
"""

from __future__ import annotations

from corredor.core.calling import callable_package
from corredor.tradeoffs.results import Tradeoffs, open_tradeoffs
from corredor.tradeoffs.running import tradeoffs

__all__ = ["Tradeoffs", "open_tradeoffs", "tradeoffs"]

callable_package(__name__, "corredor.tradeoffs.running.tradeoffs")
