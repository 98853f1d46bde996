"""A month of the baseline: whole, by process, and against the sum of its kernels."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from corredor.bench.pairs import Row, cpu_seconds, row
from corredor.model import TraffickingModel
from corredor.region.region import Floats

MONTHS = 24
RUN_MONTHS = 360
BY_PROCESS = "a month at 1°, "
GROWTH = 20.0
"""Most times that a month at 0.25° may take one at 1°."""


def month(finest: float) -> Iterator[Row]:
    """A month at 1° by process, what of it is spent in kernels, 30 years of it, and how it grows with the cells."""
    model = baseline(1.0)
    spent_by = by_process(model)
    whole = np.array([cpu_seconds(model.step) for _ in range(MONTHS)])
    yield row("a month at 1°", "milliseconds", 1e3 * whole)
    for name, seconds in spent_by.items():
        yield row(f"{BY_PROCESS}{name}", "milliseconds", 1e3 * np.array(seconds))
    in_kernels = _in_kernels(model)
    yield row("a month at 1°", "the sum of its kernels", in_kernels, at_most=1.25)
    yield row("30 years at 1°, from the median month", "seconds", RUN_MONTHS * whole, at_most=1.0)
    cells = model.region.n
    model.close()
    for resolution in (r for r in (0.5, 0.25) if r >= finest):
        finer = baseline(resolution)
        spent = np.array([cpu_seconds(finer.step) for _ in range(8)])
        goal = GROWTH if resolution == 0.25 else None
        what = f"a month, growth from 1° to {resolution:g}°, {finer.region.n / cells:.1f} times the cells"
        yield row(what, "a month at 1°", spent / np.median(whole), at_most=goal)
        finer.close()


def baseline(resolution: float) -> TraffickingModel:
    """The baseline after its first months."""
    from corredor.scenario import load

    model = TraffickingModel(load("baseline", {"region.resolution": f"{resolution:g} deg"}))
    for _ in range(3):
        model.step()
    return model


def by_process(model: TraffickingModel) -> dict[str, list[float]]:
    """CPU seconds of each process, filled as the model steps."""
    spent: dict[str, list[float]] = {process.name: [] for process in model.processes}

    def timed(step: Callable[[], None], into: list[float]) -> Callable[[], None]:
        return lambda: into.append(cpu_seconds(step))

    for process in model.processes:
        setattr(process, "step", timed(process.step, spent[process.name]))  # noqa: B010
    return spent


def _in_kernels(model: TraffickingModel) -> Floats:
    """How many times what its kernels take each of so many months takes."""
    spent: list[float] = []
    kernels = [
        (module, name, kernel)
        for module in list(sys.modules.values())
        if isinstance(module, ModuleType) and module.__name__.startswith("corredor.")
        for name, kernel in vars(module).items()
        if type(kernel).__name__ == "CPUDispatcher"
    ]

    def timed(kernel: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            began = time.process_time()
            found = kernel(*arguments)
            spent.append(time.process_time() - began)
            return found

        return run

    for module, name, kernel in kernels:
        setattr(module, name, timed(kernel))
    ratios = []
    try:
        for _ in range(MONTHS):
            spent.clear()
            whole = cpu_seconds(model.step)
            ratios.append(whole / sum(spent))
    finally:
        for module, name, kernel in kernels:
            setattr(module, name, kernel)
    return np.array(ratios)
