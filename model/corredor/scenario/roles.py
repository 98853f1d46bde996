"""What each country was in the cocaine trade, fixed from seizures and crops before any outcome was looked at."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

ROLES: Final = ("source", "transit", "destination", "consumer")


@lru_cache(maxsize=1)
def roles() -> Mapping[str, str]:
    """Role by ISO 3166-1 alpha-3 code; countries that are not in the table have none."""
    text = files("corredor.region").joinpath("data/roles.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["iso3"]: row["role"] for row in rows}
