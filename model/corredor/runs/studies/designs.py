"""Designs: which values the factors take together, point by point."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corredor.core.streams import Streams
from corredor.region.region import Floats
from corredor.runs.studies.factors import Factor, Value

KINDS: Final = ("list", "grid", "latin_hypercube", "sobol")
MOST: Final = 10_000_000
LEVELS: Final = 5
"""Values of a range in a grid, if the design does not say."""


@dataclass(frozen=True)
class Design:
    """How points are chosen.

    Attributes:
        kind: one of ``KINDS``.
        runs: points of a Latin hypercube or a Sobol sequence; 0 for the others.
        levels: values of each range in a grid.
        points: of a list, the values in the order of the factors.
    """

    kind: str
    runs: int = 0
    levels: int = LEVELS
    points: tuple[tuple[Value, ...], ...] = ()

    def count(self, factors: Sequence[Factor]) -> int:
        """Number of points."""
        if self.kind == "list":
            return len(self.points)
        if self.kind == "grid":
            return math.prod(len(factor.values) or self.levels for factor in factors)
        return self.runs

    def values(self, factors: Sequence[Factor], seed: int) -> Sequence[tuple[Value, ...]] | Floats:
        """All points: values, or positions from 0 to 1 of shape (points, factors) for ``Factor.at``.

        Args:
            factors: what is varied.
            seed: the study's. Latin hypercubes (McKay, Beckman and Conover 1979) and scrambled Sobol sequences (Owen
                1998) are drawn by SciPy from a stream of this seed, the same wherever they are drawn.
        """
        if self.kind == "list":
            return self.points
        if self.kind == "grid":
            return list(itertools.product(*(factor.levels(self.levels) for factor in factors)))
        from scipy.stats import qmc

        # SciPy makes generators of its own from what it is given, which it can do from a number only.
        number = int(Streams(seed).generator(f"sweep.{self.kind}", 0).integers(2**63 - 1))
        sample: Any = qmc.Sobol if self.kind == "sobol" else qmc.LatinHypercube
        positions: Floats = sample(len(factors), rng=number).random(self.runs)
        return positions

    def as_plain(self) -> dict[str, Any]:
        """As a manifest holds it."""
        return {
            "kind": self.kind,
            "runs": self.runs,
            "levels": self.levels,
            "points": [list(point) for point in self.points],
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Design:
        """The inverse of ``as_plain``."""
        return cls(plain["kind"], plain["runs"], plain["levels"], tuple(tuple(point) for point in plain["points"]))


def read_design(given: object) -> tuple[Design, tuple[str, ...]]:
    """A design as a study file writes it, and the factors that a list names.

    Raises:
        ValueError: with what is wrong and what would be right.
    """
    if not isinstance(given, Mapping) or given.get("kind") not in KINDS:
        raise ValueError(f"no kind of design — write e.g. {{kind: sobol, runs: 512}}; kinds are {', '.join(KINDS)}")
    kind, rest = str(given["kind"]), {key: value for key, value in given.items() if key != "kind"}
    allowed = "levels" if kind == "grid" else "runs"
    if unknown := sorted({*rest} - {allowed}):
        raise ValueError(f"'{unknown[0]}' says nothing of a {kind} — it takes {allowed}")
    if kind == "grid":
        return Design(kind, levels=_whole(rest.get("levels", LEVELS), "levels", 2)), ()
    if kind == "list":
        return _listed(rest.get("runs"))
    runs = _whole(rest.get("runs"), "runs", 1)
    if kind == "sobol" and runs & (runs - 1):
        near = 1 << round(math.log2(runs))
        raise ValueError(f"{runs} runs — a Sobol sequence is balanced only at powers of two, e.g. {near}")
    return Design(kind, runs=runs), ()


def _whole(value: object, what: str, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
        raise ValueError(f"{what} must be a whole number from {least} to {MOST}, not {value}")
    return value


def _listed(runs: object) -> tuple[Design, tuple[str, ...]]:
    if not isinstance(runs, list) or not runs or not all(isinstance(point, Mapping) and point for point in runs):
        raise ValueError("a list without points — write runs: [{routes.sensitivity: 1}, {routes.sensitivity: 2}]")
    names = tuple(runs[0])
    for i, point in enumerate(runs):
        if set(point) != set(names):
            raise ValueError(f"point {i} names other factors than point 0 ({', '.join(names)})")
    rows = tuple(tuple(_single(point[name]) for name in names) for point in runs)
    return Design("list", points=rows), names


def _single(value: object) -> Value:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    raise ValueError(f"{str(value)[:40]!r} is no single value")
