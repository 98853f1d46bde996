"""What calibration reads of a run: its tables, from a folder or straight from a recorder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

import pandas as pd


class Recorded(Protocol):
    """Anything with the tables of a run, such as ``corredor.runs.Run``."""

    def table(self, name: str, *, columns: Sequence[str] | None = None, **equal: object) -> pd.DataFrame:
        """A table, or some columns of it, of rows in which a column has a value."""
        ...


class RecordedTables:
    """The tables of one replicate as a recorder gives them, without a folder: what a worker of a fit has.

    Args:
        tables: Arrow tables by name, of ``Recorder.arrow``.
    """

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables = tables

    def table(self, name: str, *, columns: Sequence[str] | None = None, **equal: object) -> pd.DataFrame:
        """As in ``Recorded``.

        Raises:
            KeyError: if the recorder kept no such table.
        """
        import pyarrow.compute as pc

        table = self._tables[name]
        for column, value in equal.items():
            table = table.filter(pc.equal(table.column(column), value))
        picked = table if columns is None else table.select(list(columns))
        return cast(pd.DataFrame, picked.to_pandas(date_as_object=False))
