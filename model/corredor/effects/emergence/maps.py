"""Where an effect holds: all pairs of values of two parameters, from one end of their ranges to the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from corredor.core.parameters import Parameter
from corredor.effects.emergence.gauge import Gauge, Measured
from corredor.effects.rules import summarise
from corredor.effects.severity import value_at
from corredor.effects.variation import Variation
from corredor.region.region import Floats
from corredor.scenario.registry import known_parameters

LEVELS: Final = 5


@dataclass(frozen=True)
class BandMap:
    """A case over two of its parameters.

    Attributes:
        parameters: the two, rows first.
        values: of each, from the low end of its range to the high one.
        median: of the headline, shape (rows, columns).
        misses: names of outcomes and baselines that do not hold, at each point.
    """

    parameters: tuple[Parameter, Parameter]
    values: tuple[Floats, Floats]
    median: Floats
    misses: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def holds(self) -> Floats:
        """1 where all that was judged is as documented, else 0; shape (rows, columns)."""
        return np.array([[float(not missed) for missed in row] for row in self.misses])


def map_out(gauge: Gauge, names: tuple[str, str], told: Callable[[str], None], levels: int = LEVELS) -> BandMap:
    """Judge the outcomes of a case at every pair of values of two parameters.

    Args:
        gauge: measures it.
        names: of the parameters.
        told: called with what is done next.
        levels: values of each.
    """
    first, second = (known_parameters()[name] for name in names)
    rows, columns = (levels_of(each, levels) for each in (first, second))
    median, misses = np.full((levels, levels), np.nan), []
    for i, one in enumerate(rows):
        missed = []
        for j, other in enumerate(columns):
            told(f"{first.name} {one:.3g}, {second.name} {other:.3g}")
            found = gauge.measure(Variation(parameters=((first.name, float(one)), (second.name, float(other)))))
            median[i, j] = summarise(found.get(gauge.headline.name, gauge.pairs)).median
            missed.append(missing(gauge, found))
        misses.append(tuple(missed))
    return BandMap((first, second), (rows, columns), median, tuple(misses))


def levels_of(parameter: Parameter, levels: int) -> Floats:
    """Values from one end of the registered range to the other; by equal factors where it spans more than tenfold."""
    return np.array([value_at(parameter, u) for u in np.linspace(0.0, 1.0, levels)])


def missing(gauge: Gauge, found: Measured) -> tuple[str, ...]:
    """Names of the outcomes and baselines that are not as documented."""
    if found.failed:
        return ("it could not be run",)
    values: Mapping[str, Floats] = found.values
    asked = [(each.name, each.rule) for each in gauge.outcomes if each.rule is not None]
    asked += [(each.name, each.band) for each in gauge.case.baselines if each.name in values]
    return tuple(name for name, rule in asked if not rule.holds(values[name], values))
