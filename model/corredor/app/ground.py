"""What a map needs of a region: its cells, their countries, and the colours of the house."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.colors import to_hex

from corredor.figures.style import DIFFERENCE, FIELD, HOLDERS, RATE, colour_map
from corredor.region import catalogue
from corredor.scenario.scenario import Scenario


def ground(base: Scenario) -> dict[str, Any]:
    """Cells and colours of the region of a scenario, as the page's maps take them."""
    return _ground(base.region.name, base.region.resolution)


@lru_cache(maxsize=8)
def _ground(name: str, resolution: float) -> dict[str, Any]:
    region = catalogue.load(name, resolution)
    country = np.where(region.land, region.country, -1)
    middle = (float(region.lat.min()) + float(region.lat.max())) / 2
    return {
        "row": region.row.tolist(),
        "column": region.column.tolist(),
        "country": country.tolist(),
        "west": int(region.column.min()),
        "south": int(region.row.min()),
        "across": int(np.ptp(region.column)) + 1,
        "high": int(np.ptp(region.row)) + 1,
        "ratio": 1 / max(float(np.cos(np.radians(middle))), 0.3),
        "field": _palette(FIELD),
        "rate": _palette(RATE),
        "difference": _palette(DIFFERENCE),
        "holders": list(HOLDERS),
    }


def _palette(name: str) -> list[str]:
    colours = colour_map(name)
    return [to_hex(colours(level)) for level in range(256)]
