"""The observed tables, by name: those that ship, and a researcher's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from corredor.calibration.errors import DataError
from corredor.calibration.shipped import calibration_folder
from corredor.calibration.tidy import Table, read_table
from corredor.scenario.problems import did_you_mean

BREAKS = "breaks"


def observed_tables() -> dict[str, Path]:
    """Every shipped table by name, sorted."""
    found = {path.stem: path for path in sorted((calibration_folder() / "observed").glob("*.csv"))}
    return {name: path for name, path in found.items() if name != BREAKS}


@lru_cache(maxsize=32)
def observed(name: str) -> Table:
    """A shipped table, or one's own.

    Args:
        name: e.g. ``homicide_national``, one of ``observed_tables()``; or the path of a file that ends in ``.csv``.

    Raises:
        DataError: if there is none of this name, or something is wrong with it.
    """
    if name.endswith(".csv"):
        return read_table(Path(name))
    tables = observed_tables()
    if name not in tables:
        there = f" — there is {', '.join(tables)}"
        raise DataError(name, [f"no observed table of this name ships{did_you_mean(name, tables, there)}"])
    return read_table(tables[name])
