"""Which lines of a month ask for memory the size of the map, counted and not timed."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

import corredor

MONTHS = 2
CELLS_AND_ARCS = (
    "routes",
    "beliefs",
    "replanning",
    "carriage",
    "interdiction",
    "deployment",
    "cultivation",
    "reporting",
)
"""Processes whose arrays are over cells, arcs, or senders and cells. There a line that allocates as much as one field
over all cells does allocate such a field: none may. Rare lines (a new roster, a new view of the map) are not counted:
those that do so every month are."""
ALLOWED = 24
"""Lines elsewhere that together allocate as much: sentences over places, holdings or pairs of organisations (two to
five thousand numbers at 1°) with several temporary arrays. Their number may only fall."""


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


@pytest.fixture(scope="module")
def lines() -> set[str]:
    """Lines that allocate as much as a field over all cells, 8 bytes each, in every one of some months."""
    model = corredor.TraffickingModel(corredor.load("baseline"))
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


def test_kernels_allocate_nothing_the_size_of_the_map(lines: set[str]) -> None:
    assert not [line for line in lines if line.startswith("kernels/")]


def test_nothing_over_cells_or_arcs_is_allocated_in_a_month(lines: set[str]) -> None:
    files = tuple(f"processes/{name}.py" for name in CELLS_AND_ARCS)
    assert not [line for line in lines if line.startswith(files)]


def test_ever_fewer_lines_allocate_as_much_as_a_field_over_all_cells(lines: set[str]) -> None:
    assert len(lines) <= ALLOWED, "\n".join(sorted(lines))
