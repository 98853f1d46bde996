"""All benchmarks, in the order in which they are shown."""

from __future__ import annotations

import importlib
import itertools
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from corredor.bench.fields import Fields
from corredor.bench.pairs import Row, cpu_seconds, paired, row
from corredor.region.region import MARKETS, Floats

ROUNDS = 15
RESOLUTIONS = {1.0: 40.0, 0.5: 40.0, 0.25: 30.0}
"""Goals for cost-to-go, times SciPy's Dijkstra, by cell size."""
MONTHS = 24
RUN_MONTHS = 360


def benchmarks(finest: float = 0.5, report: Callable[[str], None] = lambda _: None) -> list[Row]:
    """Run every benchmark.

    Args:
        finest: degrees; coarser grids are included.
        report: told the name of each part before it runs.
    """
    rows: list[Row] = []
    for part in (start_up, cost_to_go, netbacks, month, memory):
        report(part.__name__.replace("_", " "))
        rows += part(finest)
    return rows


def start_up(_finest: float) -> Iterator[Row]:
    """``corredor --help``, which must not load a kernel."""
    seconds = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "corredor", "--help"], check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    yield row("corredor --help", "seconds", np.array(seconds), at_most=0.3)


def cost_to_go(finest: float) -> Iterator[Row]:
    """Additive cost-to-go to one cell: row sweeps for sixteen organisations, and the plain kernel, against SciPy."""
    for resolution in (r for r in RESOLUTIONS if r >= finest):
        yield from _costs_to_go_at(resolution)


def _costs_to_go_at(resolution: float) -> Iterator[Row]:
    fields = Fields(resolution)
    where = f"cost-to-go at {resolution:g}°"
    scipy, exact = _scipy(fields)
    lattice = fields.lattice(np.float32, markets=1)
    source = np.full(fields.count, fields.destination)
    lattice.take(np.arange(fields.count), fields.factor)
    swept = fields.count * paired(scipy, lambda: lattice.sweep_to(source), ROUNDS, times=3)
    whole = fields.count * paired(scipy, lambda: lattice.costs_to_go(fields.factor, source), ROUNDS)
    yield row(where, "SciPy Dijkstra, matrix given, per field", swept, at_least=RESOLUTIONS[resolution])
    yield row(f"{where}, packing and unpacking included", "the same", whole)
    found = lattice.costs_to_go(fields.factor, source)
    reached = np.isfinite(exact) & (exact > 0.0)
    error = np.abs(found[reached] / exact[reached] - 1.0).max()
    yield row(f"{where}, largest relative error", "1", np.array([error]), at_most=5e-6)
    yield row(f"{where}, plain kernel", "SciPy Dijkstra", paired(scipy, _plain(fields), ROUNDS), at_least=2.5)
    if resolution == 1.0:
        swept = fields.count * paired(_networkx(fields), lambda: lattice.sweep_to(source), 3, times=3)
        yield row(where, "networkx Dijkstra, per field", swept)


def _scipy(fields: Fields) -> tuple[Callable[[], object], Floats]:
    """One call after the other for each organisation, and what all of them find."""
    from scipy.sparse import csgraph

    dijkstra: Any = csgraph.dijkstra
    matrices = [fields.matrix(o) for o in range(fields.count)]
    turn = itertools.cycle(matrices)
    exact = np.array([dijkstra(matrix, indices=fields.destination) for matrix in matrices])
    return (lambda: dijkstra(next(turn), indices=fields.destination)), exact


def _plain(fields: Fields) -> Callable[[], object]:
    from corredor.kernels.cost_to_go import cost_to_go

    arcs, n = fields.region.arcs, fields.region.n
    inner = np.flatnonzero(arcs.head < n)
    cost = fields.arc_costs(0)
    order = np.argsort(arcs.head[inner], kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(arcs.head[inner], minlength=n))])
    tail, by_head, value = arcs.tail[inner][order], cost[order], np.empty(n)
    sources, width = np.array([fields.destination]), 0.25 * float(np.median(cost))
    return lambda: cost_to_go(start, tail, by_head, sources, width, value)


def _networkx(fields: Fields) -> Callable[[], object]:
    networkx: Any = importlib.import_module("networkx")
    graph = networkx.from_scipy_sparse_array(fields.matrix(0), create_using=networkx.DiGraph)
    return lambda: networkx.single_source_dijkstra_path_length(graph, fields.destination)


def netbacks(finest: float) -> Iterator[Row]:
    """Netback to every market, as a month needs it, against the plain queue; and how it grows with the cells."""
    spent: dict[float, Floats] = {}
    cells: dict[float, int] = {}
    for resolution in (r for r in RESOLUTIONS if r >= finest):
        fields = Fields(resolution, count=8)
        ours, plain = _netbacks(fields), _plain_netbacks(fields)
        where = f"netback to three markets at {resolution:g}°"
        ratios = fields.count * paired(plain, ours, ROUNDS)
        yield row(where, "the plain bucket queue, per organisation", ratios)
        spent[resolution] = np.array([cpu_seconds(ours) for _ in range(7)])
        cells[resolution] = fields.region.n
    for resolution in (r for r in spent if r < 1.0):
        cells_grow = cells[resolution] / cells[1.0]
        growth = spent[resolution] / np.median(spent[1.0])
        what = f"netback, growth from 1° to {resolution:g}°, {cells_grow:.1f} times the cells"
        yield row(what, "netback at 1°", growth, at_most=round(1.25 * cells_grow, 1))


def _netbacks(fields: Fields) -> Callable[[], object]:
    lattice = fields.lattice(np.float64)
    found = np.empty((fields.count, len(MARKETS), fields.region.n + len(fields.region.sinks)))
    slots = np.arange(fields.count)
    views = (fields.factor, fields.hazard, fields.toll)
    return lambda: lattice.netbacks(slots, *views, fields.price, fields.market, found)


def _plain_netbacks(fields: Fields) -> Callable[[], object]:
    """The same for one organisation."""
    from corredor.kernels.netback import arc_terms, netback

    region, arcs = fields.region, fields.region.arcs
    cost, survival, watch = np.empty(len(arcs.tail)), np.empty(len(arcs.tail)), np.ones(len(arcs.tail))
    own = (fields.factor[0], fields.hazard[0], fields.toll[0])
    weigh: Any = arc_terms
    weigh(arcs.tail, arcs.head, fields.km_cost, fields.fee, fields.km, watch, *own, cost, survival)
    by_head = (arcs.tail[arcs.reverse], cost[arcs.reverse], survival[arcs.reverse])
    everywhere, found = np.ones(region.n, dtype=np.bool_), np.empty(region.n + len(region.sinks))
    prices = [np.where(fields.market == market, fields.price, 0.0) for market in range(len(MARKETS))]
    solve: Any = netback
    return lambda: [solve(arcs.reverse_start, *by_head, price, everywhere, found) for price in prices]


def month(_finest: float) -> Iterator[Row]:
    """A month of the baseline at 1°, whole and by process."""
    from corredor.model import TraffickingModel
    from corredor.scenario import load

    model = TraffickingModel(load("baseline"))
    for _ in range(3):
        model.step()
    spent: dict[str, list[float]] = {process.name: [] for process in model.processes}

    def timed(step: Callable[[], None], into: list[float]) -> Callable[[], None]:
        return lambda: into.append(cpu_seconds(step))

    for process in model.processes:
        setattr(process, "step", timed(process.step, spent[process.name]))  # noqa: B010
    whole = np.array([cpu_seconds(model.step) for _ in range(MONTHS)])
    yield row("a month at 1°", "milliseconds", 1e3 * whole)
    for name, seconds in spent.items():
        yield row(f"a month at 1°, {name}", "milliseconds", 1e3 * np.array(seconds))
    yield row("30 years at 1°, from the median month", "seconds", RUN_MONTHS * whole, at_most=1.0)
    model.close()


def memory(_finest: float) -> Iterator[Row]:
    """Resident memory of a process of its own that builds the baseline and runs a year of it."""
    done = subprocess.run([sys.executable, "-c", _ONE_YEAR], check=True, capture_output=True, text=True)
    yield row("resident memory of a run at 1°", "MB", np.array([int(done.stdout) / 1e3]), at_most=400.0)


_ONE_YEAR = """
import pathlib, resource, corredor
model = corredor.TraffickingModel(corredor.load("baseline"))
for _ in range(12):
    model.step()
status = pathlib.Path("/proc/self/status")
if status.exists():  # there the other number counts what the parent had
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
