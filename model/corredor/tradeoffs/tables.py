"""Tables of a study of trade-offs, as CSV and Parquet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from corredor.figures.style import STAMP
from corredor.runs.parts import temporary_beside
from corredor.tradeoffs.results import Tradeoffs


def write_tables(results: Tradeoffs) -> list[Path]:
    """Write bundles, scorecard and worlds into the study folder, each as CSV and as Parquet.

    Without the rights constraint their names say so, as does the column ``rights_constraint``.

    Returns:
        What was written.
    """
    ending = "" if results.rights_constraint else "-without-rights"
    tables = {
        "bundles": results.bundles.reset_index(),
        "scorecard": results.scorecard.assign(rights_constraint=results.rights_constraint),
        "worlds": results.worlds.reset_index(),
    }
    written = []
    for name, table in tables.items():
        path = results.folder / f"{name}{'' if name == 'worlds' else ending}"
        written += [_csv(table, path.with_suffix(".csv")), _parquet(table, path.with_suffix(".parquet"))]
    return written


def _csv(table: pd.DataFrame, path: Path) -> Path:
    with temporary_beside(path) as temporary:
        table.to_csv(temporary, index=False)
    return path


def _parquet(table: pd.DataFrame, path: Path) -> Path:
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    with temporary_beside(path) as temporary:
        pq.write_table(arrow.replace_schema_metadata({b"status": STAMP.encode()}), temporary)
    return path
