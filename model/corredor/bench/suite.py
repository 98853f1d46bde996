"""All benchmarks, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable

from corredor.bench.conflict import conflict
from corredor.bench.ensembles import ensembles
from corredor.bench.flows import flows
from corredor.bench.month import month
from corredor.bench.pairs import Row
from corredor.bench.plain import plain_month
from corredor.bench.routes import cost_to_go, netbacks, organisations
from corredor.bench.running import compiling, memory, start_up

PARTS = (
    start_up,
    cost_to_go,
    netbacks,
    organisations,
    flows,
    conflict,
    month,
    plain_month,
    memory,
    ensembles,
    compiling,
)


def benchmarks(finest: float = 0.5, report: Callable[[str], None] = lambda _: None) -> list[Row]:
    """Run every benchmark.

    Args:
        finest: degrees; coarser grids are included.
        report: told the name of each part before it runs.
    """
    rows: list[Row] = []
    for part in PARTS:
        report(part.__name__.replace("_", " "))
        rows += part(finest)
    return rows
