"""Maps of the runs of a study: homicides and flow by block, never finer than a degree."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from corredor.region.region import Floats, Region
from corredor.runs.errors import FolderError, RunError
from corredor.runs.parts import temporary_beside
from corredor.runs.work import Monitor
from corredor.scenario import Scenario
from corredor.scenario.dates import month_number

FILE: Final = "maps.npy"
LAYERS: Final = ("homicides", "flow")
"""What is kept of each block: homicides a year, and tonnes a year that pass, as if each crossed the block once."""
MOST_BYTES: Final = 4 * 1024**3
"""Of the file; a study with more runs should do without maps."""
KM_PER_DEGREE: Final = 111.2
_TONNES: Final = 1e-3


def blocks(region: Region) -> pd.DataFrame:
    """The blocks of a region: squares of one degree, or of a cell where cells are larger.

    Returns:
        A row for each block, from south to north and west to east: ``south`` and ``west`` (its corner), ``size`` (all
        in degrees), ``land`` (whether any of it is), ``country`` (ISO code of most of its land cells, or empty).
    """
    size, index, corners = _squares(region)
    country = np.full(len(corners), -1)
    for block in range(len(corners)):
        of_land = region.country[(index == block) & region.land & (region.country >= 0)]
        if len(of_land):
            country[block] = np.bincount(of_land).argmax()
    return pd.DataFrame(
        {
            "south": corners[:, 0],
            "west": corners[:, 1],
            "size": size,
            "land": np.bincount(index, region.land, len(corners)) > 0,
            "country": [region.countries[c] if c >= 0 else "" for c in country],
        }
    )


def _squares(region: Region) -> tuple[float, NDArray[np.intp], Floats]:
    """Side in degrees, block of each cell, and south-west corner of each block, shape (blocks, 2)."""
    size = max(1.0, float(region.resolution))
    if size == 1.0:
        corner = np.column_stack([np.floor(region.lat), np.floor(region.lon)])
    else:
        corner = np.column_stack([region.lat - size / 2, region.lon - size / 2])
    corners, index = np.unique(corner, axis=0, return_inverse=True)
    return size, index.ravel(), np.asarray(corners, float)


class MapOfARun:
    """Sums over the months of a window, by block.

    Args:
        world: the model, at its month 0.
        scenario: what it was built from.
        since, until: months (``YYYY-MM``); the whole run where not given.
    """

    def __init__(self, world: Any, scenario: Scenario, since: str | None, until: str | None) -> None:
        self._world, first = world, month_number(scenario.start)
        self._since = 0 if since is None else month_number(since) - first
        self._until = scenario.months if until is None else month_number(until) - first
        size, self._index, corners = _squares(world.region)
        self._side_km = size * KM_PER_DEGREE
        self._sums = np.zeros((len(LAYERS), len(corners)))
        self._month, self._months = 0, 0

    def add(self) -> None:
        """Add the month that was just computed."""
        month, self._month = self._month, self._month + 1
        if not self._since <= month < self._until:
            return
        world, count = self._world, self._sums.shape[1]
        self._sums[0] += np.bincount(self._index[world.region.places], world.violence.killings.sum(axis=0), count)
        self._sums[1] += np.bincount(self._index, world.traffic.flow_kg_km, count) * _TONNES / self._side_km
        self._months += 1

    def a_year(self) -> Floats:
        """Shape (layers, blocks)."""
        return np.asarray(self._sums * 12.0 / max(1, self._months))


class MapMonitor:
    """Tells a map, and then another monitor, of every month."""

    def __init__(self, of_run: MapOfARun, monitor: Monitor) -> None:
        self._map, self._monitor = of_run, monitor

    def month_done(self) -> None:
        self._map.add()
        self._monitor.month_done()


class Maps:
    """Maps of all runs in one file that is read and written in place, shape (runs, layers, blocks).

    Args:
        folder: of the study.
        runs: how many.
        region: its blocks.
        begun: whether runs were finished in earlier sittings, whose maps must then be there.

    Raises:
        FolderError: if the file is missing or of another study, or would be too large.
        RunError: if there is no room for it.
    """

    def __init__(self, folder: Path, runs: int, region: Region, *, begun: bool) -> None:
        path, shape = folder / FILE, (runs, len(LAYERS), len(blocks(region)))
        size = 4 * math.prod(shape)
        if size > MOST_BYTES:
            raise FolderError(f"maps of {runs} runs would take {size / 1e9:.1f} GB — write 'map: off' in the study")
        if not path.exists():
            if begun:
                raise FolderError(f"{path} is missing, so maps of finished runs are lost — give another --out")
            _make(path, shape)
        self._values = open_memmap(path, "r+")
        if self._values.shape != shape:
            raise FolderError(f"{path} is of another study — remove it, or give another --out")

    def add(self, run: int, values: Floats) -> None:
        """Keep the map of a run, shape (layers × blocks,), before its row says that it is there."""
        self._values[run] = values.reshape(self._values.shape[1:])

    def flush(self) -> None:
        """Write what waits."""
        self._values.flush()


def _make(path: Path, shape: tuple[int, ...]) -> None:
    """A file of zeros whose room on the disk is taken at once: a full disk must not end a run through its memory."""
    try:
        with temporary_beside(path) as temporary:
            open_memmap(temporary, "w+", np.float32, shape).flush()
            if hasattr(os, "posix_fallocate"):
                with temporary.open("r+b") as file:
                    os.posix_fallocate(file.fileno(), 0, temporary.stat().st_size)
    except OSError as error:
        raise RunError(f"there is no room for {path} ({error.strerror}) — make room, or write 'map: off'") from None


def mean_maps(folder: Path, groups: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
    """Means by group of runs, read a group at a time.

    Args:
        folder: of the study.
        groups: shape (runs,), group of each run.

    Returns:
        Of each group, shape (groups, layers, blocks): mean, and mean and standard error of the difference from group
        0, run by run in their order within the group.

    Raises:
        FolderError: if the study kept no maps.
    """
    path = folder / FILE
    if not path.exists():
        raise FolderError(f"{folder} kept no maps — write 'map: on' in the study and run it again")
    values = np.load(path, mmap_mode="r")
    rows = [np.flatnonzero(groups == g) for g in range(int(groups.max()) + 1)]
    base = np.asarray(values[rows[0]], float)
    means, differences, errors = [], [], []
    for each in rows:
        here = np.asarray(values[each], float)
        difference = here - base
        means.append(here.mean(axis=0))
        differences.append(difference.mean(axis=0))
        errors.append(difference.std(axis=0, ddof=1) / math.sqrt(len(each)) if len(each) > 1 else here[0] * np.nan)
    return np.array(means), np.array(differences), np.array(errors)
