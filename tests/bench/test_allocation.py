"""Which lines of a month ask for memory the size of the map, counted and not timed."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np
import pytest
from numba import njit

import corredor
from corredor.kernels import thinning
from corredor.kernels.room import Room

MONTHS = 2


class Watch:
    """Notes after each line of the package how much more memory than before it held at its peak."""

    def __init__(self, size: int) -> None:
        self.size, self.found = size, set[str]()
        self._line: str | None = None
        self._held = 0

    def __call__(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        if line_of(frame) is None:
            return None
        peak = tracemalloc.get_traced_memory()[1]
        if self._line is not None and peak - self._held >= self.size:
            self.found.add(self._line)
        # After a return it is the caller's line that goes on.
        self._line = line_of(frame.f_back) if event == "return" else line_of(frame)
        self._held = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        return self


def line_of(frame: FrameType | None) -> str | None:
    """File and line within the package, or nothing."""
    _, package, name = ("" if frame is None else frame.f_code.co_filename.replace("\\", "/")).rpartition("/corredor/")
    return f"{name}:{frame.f_lineno}" if frame is not None and package else None


def allocating(resolution: str) -> set[str]:
    """Lines that allocate as much as a field over all cells, 8 bytes each, in every one of some months.

    Whatever the arrays are over: cells, arcs, places, holdings or pairs of organisations. What compiled kernels ask for
    counts in the line that calls them. Rare lines (a new roster, a new view of the map) are left out: those that
    allocate every month are not.
    """
    model = corredor.TraffickingModel(corredor.load("baseline", {"region.resolution": resolution}))
    model.step()
    months = []
    before = sys.gettrace()
    tracemalloc.start()
    try:
        for _ in range(MONTHS):
            watch = Watch(8 * model.region.n)
            sys.settrace(watch)
            model.step()
            sys.settrace(before)
            months.append(watch.found)
    finally:
        sys.settrace(before)
        tracemalloc.stop()
    model.close()
    return set.intersection(*months)


def test_no_line_of_a_month_allocates_as_much_as_a_field_over_all_cells() -> None:
    assert not allocating("1 deg")


def test_room_that_is_not_kept_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def new_every_time(room: Room, name: str, *shape: int, kind: type = float) -> np.ndarray:
        return np.empty(shape, kind)

    monkeypatch.setattr(Room, "array", new_every_time)
    found = allocating("2 deg")
    assert any(line.startswith("kernels/deploy") for line in found)
    assert any(line.startswith("processes/neighbourhood") for line in found)


def test_what_a_compiled_kernel_allocates_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    thin = thinning.thin

    @njit
    def wasteful(happened: np.ndarray, chance: np.ndarray, uniform: np.ndarray, seen: np.ndarray) -> None:
        waste = np.zeros(100_000)
        thin(happened, chance, uniform, seen)
        seen[0] += waste[len(seen)]

    monkeypatch.setattr(thinning, "thin", wasteful)
    assert any(line.startswith("processes/reporting") for line in allocating("2 deg"))
