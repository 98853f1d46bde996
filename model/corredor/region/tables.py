"""Reading the small tables that ship with the region: CSV with a commented header that names sources."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from corredor.region.region import Floats


def exists(name: str) -> bool:
    """Whether ``data/<name>`` ships with the package."""
    return files("corredor.region").joinpath("data", name).is_file()


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of ``data/<name>`` as dictionaries by column; lines that start with ``#`` are comments.

    Raises:
        FileNotFoundError: if the package has no such table.
    """
    text = files("corredor.region").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def polylines(name: str, key: str) -> dict[str, tuple[Floats, Floats]]:
    """Lines of a table with columns ``key``, ``lat``, ``lon``: latitudes and longitudes by the value of ``key``."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in read_table(name):
        lines.setdefault(row[key], []).append((float(row["lat"]), float(row["lon"])))
    return {k: (np.array([p[0] for p in v]), np.array([p[1] for p in v])) for k, v in lines.items()}
