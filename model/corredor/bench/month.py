"""A month of the baseline: whole, by process, and against the sum of its kernels."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from corredor.bench.pairs import Row, cpu_seconds, paired, row
from corredor.model import TraffickingModel
from corredor.region.region import Floats

MONTHS = 24
RUN_MONTHS = 360
RUNS = 3
"""Whole runs, from which 30 years and the growth with months come."""
LONGER = (120, 360)
YEAR = 12
PLANNERS = 12
"""Organisations that plan in the run that the goal is about."""
BY_PROCESS = "a month at 1°, "
GROWTH = 20.0
"""Most times that a month at 0.25° may take one at 1°."""
RULES = "leadership"
"""The process of readable Python rules, organisation by organisation."""
SHARE_OF_RULES = 0.1


def month(finest: float) -> Iterator[Row]:
    """A month at 1° by process, what of it is spent in kernels, 30 years of it, and how it grows."""
    model = baseline(1.0)
    spent_by = by_process(model)
    whole = np.array([cpu_seconds(model.step) for _ in range(MONTHS)])
    yield row("a month at 1°", "milliseconds", 1e3 * whole)
    for name, seconds in spent_by.items():
        yield row(f"{BY_PROCESS}{name}", "milliseconds", 1e3 * np.array(seconds))
    many = int(model.organisations.alive.sum())
    what = f"{RULES} (the Python rules of organisations), share of a month, {many} organisations"
    yield row(what, "the whole month", np.array(spent_by[RULES]) / whole, at_most=SHARE_OF_RULES)
    yield row("a month at 1°", "the sum of its kernels", _in_kernels(model), at_most=1.25)
    yield row("30 years at 1°, from the median month", "seconds", RUN_MONTHS * whole)
    model.close()
    yield from whole_runs(RUNS, RUN_MONTHS, LONGER)
    yield from with_cells(finest)


def whole_runs(runs: int, months: int, longer: Sequence[int], resolution: float = 1.0) -> Iterator[Row]:
    """Runs of the baseline from building to the last month, with the region in memory; and growth with months.

    Args:
        runs: how many.
        months: of each.
        longer: numbers of months, within the same runs, to set against the first twelve.
        resolution: degrees.
    """
    baseline(resolution).close()  # so that neither the region nor a kernel is loaded in what is measured
    building, each, plan = np.empty(runs), np.empty((runs, months)), 0
    for i in range(runs):
        began = time.process_time()
        model = _model(resolution)
        building[i] = time.process_time() - began
        for month_of_run in range(months):
            each[i, month_of_run] = cpu_seconds(model.step)
            plan = max(plan, len(model.traffic.plans))
        model.close()
    goal = "" if plan == PLANNERS else f" and not {PLANNERS}"
    what = f"{months / YEAR:g} years at {resolution:g}°, building included, {plan} organisations plan{goal}"
    yield row(what, "seconds", building + each.sum(axis=1), at_most=1.0)
    yield row(f"building a model at {resolution:g}°, region in memory", "seconds", building)
    year = each[:, :YEAR].sum(axis=1)
    for count in longer:
        times = count / YEAR
        what = f"a run, growth from {YEAR} to {count} months, {times:g} times as many"
        yield row(what, f"its first {YEAR} months", each[:, :count].sum(axis=1) / year, at_most=1.25 * times)


def with_cells(finest: float) -> Iterator[Row]:
    """A month on finer grids against one at 1° next to it."""
    coarse = baseline(1.0)
    for resolution in (r for r in (0.5, 0.25) if r >= finest):
        finer = baseline(resolution)
        growth = paired(finer.step, coarse.step, 8)
        goal = GROWTH if resolution == 0.25 else None
        what = f"a month, growth from 1° to {resolution:g}°, {finer.region.n / coarse.region.n:.1f} times the cells"
        yield row(what, "a month at 1°", growth, at_most=goal)
        finer.close()
    coarse.close()


def baseline(resolution: float) -> TraffickingModel:
    """The baseline after its first months."""
    model = _model(resolution)
    for _ in range(3):
        model.step()
    return model


def _model(resolution: float) -> TraffickingModel:
    from corredor.scenario import load

    return TraffickingModel(load("baseline", {"region.resolution": f"{resolution:g} deg"}))


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
