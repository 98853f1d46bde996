"""An outcome of a study as xarray reads it: only when its values are used, and only the parts that hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from xarray.backends import BackendArray
from xarray.core.indexing import IndexingSupport, explicit_indexing_adapter

from corredor.region.region import Floats
from corredor.runs.studies.rows import RANGE, TABLE


class OutcomeArray(BackendArray):
    """One outcome on the folder of a study.

    Args:
        folder: of the study.
        outcome: its name.
        shape: points and replicates.
    """

    def __init__(self, folder: Path, outcome: str, shape: tuple[int, int]) -> None:
        self._folder, self._outcome = folder, outcome
        self.shape, self.dtype = shape, np.dtype(float)

    def __getitem__(self, key: Any) -> Any:
        return explicit_indexing_adapter(key, self.shape, IndexingSupport.BASIC, self._read)

    def _read(self, key: tuple[int | slice, int | slice]) -> Any:
        at, replicates = key[0], self.shape[1]
        points = np.atleast_1d(np.arange(self.shape[0])[at])
        if not len(points):
            return np.empty(self.shape)[key]
        first, last = int(points.min()) * replicates, (int(points.max()) + 1) * replicates
        values = self._runs(first, last).reshape(-1, replicates)
        picked = values[points - int(points.min())]
        return picked[0 if isinstance(at, int | np.integer) else slice(None), key[1]]

    def _runs(self, first: int, last: int) -> Floats:
        parts = [
            pq.read_table(self._folder / TABLE / f"part-{part:05d}.parquet", columns=[self._outcome], partitioning=None)
            for part in range(first // RANGE, (last - 1) // RANGE + 1)
        ]
        values = np.concatenate([part.column(0).to_numpy() for part in parts])
        offset = first - first // RANGE * RANGE
        return np.asarray(values[offset : offset + last - first])
