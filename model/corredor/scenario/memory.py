"""A rough size of a run, so that one that cannot fit is refused before it starts."""

from __future__ import annotations

import os
from typing import Final

from corredor.region import catalogue
from corredor.scenario.scenario import Scenario

BYTES_PER_CELL: Final = 6_000
"""Arcs, fields of every organisation and market, and learned risk, measured at 1 degree with 12 organisations."""
BYTES_PER_CELL_MONTH: Final = 40
"""Fields recorded each month when ``cells`` is."""
BYTES_PER_MONTH: Final = 120_000
"""National and division tables of one replicate, all kinds of homicide."""
DEGREES: Final = {"americas": (90, 90), "mexico": (33, 19), "central-america": (16, 12)}
"""Width and height of the real regions."""


def estimated_bytes(scenario: Scenario) -> int:
    """Memory that a run and its tables would take, to within a factor of two or three.

    Replicates are written one by one; the tables of all are read together afterwards.
    """
    cells = _cells(scenario)
    recorded = BYTES_PER_CELL_MONTH * cells * scenario.months if "cells" in scenario.record else 0
    tables = BYTES_PER_MONTH * scenario.months * scenario.replicates
    return BYTES_PER_CELL * cells + recorded + tables


def too_large(scenario: Scenario) -> tuple[str, str] | None:
    """The key to blame and what to say of a run that would not fit in this machine's memory."""
    needed, there = estimated_bytes(scenario), machine_bytes()
    if needed <= there:
        return None
    fixed = estimated_bytes(scenario.model_copy(update={"replicates": 0}))
    blamed = "replicates" if fixed <= there else "duration" if "cells" in scenario.record else "region"
    return blamed, (
        f"a run of this size would need about {needed / 1e9:,.0f} GB of memory, and this machine has"
        f" {there / 1e9:,.0f} GB — take larger cells, fewer months or fewer replicates"
    )


def machine_bytes() -> int:
    """Physical memory, or 16 GB where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 16 * 10**9


def _cells(scenario: Scenario) -> int:
    region = scenario.region
    if region.name in catalogue.SYNTHETIC:
        side = round(24 / region.resolution)
        return side * side * 2
    width, height = DEGREES.get(region.name, (90, 90))
    return round(width / region.resolution) * round(height / region.resolution)
