"""All benchmarks, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection

from corredor.bench.conflict import conflict
from corredor.bench.ensembles import ensembles
from corredor.bench.flows import flows
from corredor.bench.month import month
from corredor.bench.pairs import Row
from corredor.bench.plain import plain_month
from corredor.bench.routes import cost_to_go, netbacks, organisations
from corredor.bench.running import compiling, memory, start_up
from corredor.bench.two_workers import two_workers

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
    two_workers,
    compiling,
)


NAMES = tuple(part.__name__.replace("_", "-") for part in PARTS)
"""What the parts are called on the command line."""


def benchmarks(
    finest: float = 0.25, report: Callable[[str], None] = lambda _: None, parts: Collection[str] = ()
) -> list[Row]:
    """Run every benchmark, or those of some parts.

    Args:
        finest: degrees; coarser grids are included.
        report: told the name of each part before it runs.
        parts: of ``NAMES``; all if there are none.
    """
    rows: list[Row] = []
    for name, part in zip(NAMES, PARTS, strict=True):
        if not parts or name in parts:
            report(name.replace("-", " "))
            rows += part(finest)
    return rows
