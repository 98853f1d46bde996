"""How fast it is, as ratios to named references that run in the same minutes on the same machine.

The package can be called, as ``corredor.bench(...)``: that is ``corredor.bench.measuring.bench``.
"""

from __future__ import annotations

from corredor.bench.suite import NAMES, benchmarks
from corredor.core.calling import callable_package

__all__ = ["NAMES", "benchmarks"]

callable_package(__name__, "corredor.bench.measuring.bench")
