"""A rough size of a run, so that one that cannot fit is refused before it starts."""

from __future__ import annotations

import os
from typing import Final

from corredor.scenario.scenario import Scenario

# Measured on the Americas with 60 organisations: 377 MB at 1 degree (4,670 cells), 463 MB at 0.5 degree (18,700).
BASE_BYTES: Final = 320_000_000
BYTES_PER_CELL: Final = 12_000
BYTES_PER_CELL_MONTH: Final = 24
"""Six fields of 4 bytes, recorded each month when ``cells`` is."""
BYTES_PER_MONTH: Final = 66_000
"""National table of one replicate, read back for those of all replicates together."""
CELLS_AT_ONE_DEGREE: Final = {"americas": 4_670, "mexico": 401, "central-america": 182}
SYNTHETIC_SQUARE_DEGREES: Final = 600
"""Two corridors cover 14 by 24 degrees, the others less."""


def estimated_bytes(scenario: Scenario) -> int:
    """Memory that one replicate at a time and the national table of all would take, to within a factor of two.

    Cells of a real region grow with the square of the resolution.
    """
    at_one = CELLS_AT_ONE_DEGREE.get(scenario.region.name, SYNTHETIC_SQUARE_DEGREES)
    cells = round(at_one / scenario.region.resolution**2)
    recorded = BYTES_PER_CELL_MONTH * cells * scenario.months if "cells" in scenario.record else 0
    tables = BYTES_PER_MONTH * scenario.months * scenario.replicates
    return BASE_BYTES + BYTES_PER_CELL * cells + recorded + tables


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
