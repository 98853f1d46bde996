"""How fast it is, as ratios to named references that run in the same minutes on the same machine."""

from corredor.bench.suite import NAMES, benchmarks

__all__ = ["NAMES", "benchmarks"]
