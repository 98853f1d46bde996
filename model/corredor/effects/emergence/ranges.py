"""One policy of a case over its whole range, from none to many times what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corredor.effects.emergence.gauge import Gauge
from corredor.effects.emergence.mapped import Range
from corredor.effects.rules import Summary, summarise
from corredor.effects.variation import Variation


@dataclass(frozen=True)
class Response:
    """What comes of a policy at each intensity.

    Attributes:
        over: the range.
        found: by quantity, a summary for each intensity.
    """

    over: Range
    found: Mapping[str, tuple[Summary, ...]]


def respond(gauge: Gauge, over: Range, told: Callable[[str], None]) -> Response:
    """Measure every quantity of a range at every intensity.

    Args:
        gauge: measures the case, the quantities of the range among its extra differences.
        over: the range.
        told: called with what is done next.
    """
    measured = []
    for intensity in over.intensities:
        told(f"{over.policy} at {intensity:g}")
        measured.append(gauge.measure(Variation(intensities=((over.policy, intensity),))))
    names = (gauge.headline.name, *over.quantities)
    found = {name: tuple(summarise(each.get(name, gauge.pairs)) for each in measured) for name in names}
    return Response(over, found)
