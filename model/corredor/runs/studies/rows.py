"""Rows of finished runs: loose files as they come, and a part for every range of runs that are all there."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from corredor.region.region import Bools, Floats
from corredor.runs.outcomes import OUTCOMES
from corredor.runs.parts import temporary_beside
from corredor.runs.studies.plan import StudyPlan

TABLE: Final = "runs.parquet"
RANGE: Final = 2_000
"""Runs in a part; part ``p`` holds those from ``RANGE * p`` on, whatever order they finished in."""
FLUSH_SECONDS: Final = 1.0
_NAMES: Final = re.compile(r"(part|loose)-(\d{5})(?:-(\d{6}))?\.parquet")


def row_schema(outcomes: Sequence[str]) -> Any:
    """The Arrow schema of a study's rows, with unit and meaning of each column in its field metadata."""
    keys = [
        pa.field("run", pa.int64(), metadata={b"unit": b"1", b"meaning": b"number of the run, from 0"}),
        pa.field("point", pa.int32(), metadata={b"unit": b"1", b"meaning": b"row of the design"}),
        pa.field("replicate", pa.int32(), metadata={b"unit": b"1", b"meaning": b"number of the run at its point"}),
        pa.field("seed", pa.int64(), metadata={b"unit": b"1", b"meaning": b"seed of the model"}),
    ]
    measured = [
        pa.field(
            name,
            pa.float64(),
            metadata={b"unit": OUTCOMES[name].unit.encode(), b"meaning": OUTCOMES[name].meaning.encode()},
        )
        for name in outcomes
    ]
    return pa.schema([*keys, *measured], metadata={b"corredor": b"runs", b"status": b"simulated, not a forecast"})


class Rows:
    """The rows of a study in the making. One process writes them: the one that hands out the runs.

    Args:
        folder: of the study.
        plan: what is run.
    """

    def __init__(self, folder: Path, plan: StudyPlan) -> None:
        self._folder, self._plan = folder / TABLE, plan
        self._folder.mkdir(parents=True, exist_ok=True)
        self._schema = row_schema(plan.outcomes)
        self.done: Bools = np.zeros(plan.runs, dtype=np.bool_)
        self._open: dict[int, dict[int, Floats]] = {}
        self._waiting: dict[int, Floats] = {}
        self._number, self._flushed = 0, time.monotonic()
        self._read()

    def _read(self) -> None:
        """Take up what earlier sittings left; a file that cannot be read is as if it had not been written."""
        found = [(path, match) for path in sorted(self._folder.iterdir()) if (match := _NAMES.fullmatch(path.name))]
        whole = {int(match[2]) for _, match in found if match[1] == "part"}
        for part in whole:
            self.done[RANGE * part : RANGE * (part + 1)] = True
        for path, match in found:
            if match[1] == "part":
                continue
            self._number = max(self._number, int(match[3]) + 1)
            try:
                table = pq.read_table(path, partitioning=None) if int(match[2]) not in whole else None
            except (pa.ArrowInvalid, OSError):
                table = None
            if table is None:
                path.unlink()
                continue
            columns = [table.column(name).to_numpy() for name in self._plan.outcomes]
            for run, *values in zip(table.column("run").to_pylist(), *columns, strict=True):
                self._settle(run, np.array(values))

    def _settle(self, run: int, values: Floats) -> None:
        self.done[run] = True
        self._open.setdefault(run // RANGE, {})[run] = values

    def add(self, run: int, values: Floats) -> None:
        """Keep a row, and write it within about a second.

        Args:
            run: its number.
            values: shape (outcomes,).
        """
        self._waiting[run] = values
        if time.monotonic() - self._flushed >= FLUSH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write every row that waits."""
        ranges = sorted({run // RANGE for run in self._waiting})
        for part in ranges:
            rows = {run: self._waiting[run] for run in self._waiting if run // RANGE == part}
            whole = self._open.get(part, {}) | rows
            if len(whole) == min(RANGE, self._plan.runs - RANGE * part):
                self._write(f"part-{part:05d}.parquet", whole)
                for loose in self._folder.glob(f"loose-{part:05d}-*.parquet"):
                    loose.unlink()
                self._open.pop(part, None)
                self.done[list(rows)] = True
            else:
                self._write(f"loose-{part:05d}-{self._number:06d}.parquet", rows)
                self._number += 1
                for run, values in rows.items():
                    self._settle(run, values)
        self._waiting.clear()
        self._flushed = time.monotonic()

    def _write(self, name: str, rows: dict[int, Floats]) -> None:
        runs = sorted(rows)
        where = [self._plan.where(run) for run in runs]
        values = np.array([rows[run] for run in runs]).reshape(len(runs), len(self._plan.outcomes))
        columns: list[Any] = [runs, [point for point, _ in where], [replicate for _, replicate in where]]
        columns += [[self._plan.run_seed(run) for run in runs], *values.T]
        arrays = [pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        with temporary_beside(self._folder / name) as temporary:
            pq.write_table(pa.Table.from_arrays(arrays, schema=self._schema), temporary, compression="zstd")


def finished_runs(folder: Path, runs: int) -> list[int]:
    """Numbers of the runs that a study folder has, read without changing it.

    Args:
        folder: of the study, whole or not.
        runs: how many it has in all.
    """
    found: set[int] = set()
    for path in sorted((folder / TABLE).glob("*.parquet")):
        match = _NAMES.fullmatch(path.name)
        if match is None:
            continue
        if match[1] == "part":
            first = RANGE * int(match[2])
            found.update(range(first, min(first + RANGE, runs)))
            continue
        # What is taken into a part, or written, while this looks is found there the next time.
        with suppress(OSError, pa.ArrowInvalid):
            found.update(pq.read_table(path, columns=["run"], partitioning=None).column(0).to_pylist())
    return sorted(found)
