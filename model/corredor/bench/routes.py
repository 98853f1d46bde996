"""Cost-to-go and netback on the Americas, against SciPy, scikit-image, networkx and the plain queues."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from corredor.bench.fields import Fields
from corredor.bench.pairs import Row, paired, row
from corredor.region.region import MARKETS, Floats

ROUNDS = 15
RESOLUTIONS = {1.0: 40.0, 0.5: 40.0, 0.25: 30.0}
"""Goals for cost-to-go, times SciPy's Dijkstra, by cell size."""
MANY = (16, 128, 512)
"""Organisations, to see how it grows with them."""


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
    if importlib.util.find_spec("skimage"):
        swept = fields.count * paired(_scikit_image(fields), lambda: lattice.sweep_to(source), ROUNDS, times=3)
        yield row(where, "scikit-image MCP, per field, no fees and no flights", swept)


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


def _scikit_image(fields: Fields) -> Callable[[], object]:
    """Minimum-cost paths from the destination over the cells of the region, at their mean cost per kilometre."""
    graph: Any = importlib.import_module("skimage.graph")
    region, arcs = fields.region, fields.region.arcs
    inner = arcs.head < region.n
    km = np.bincount(arcs.tail[inner], arcs.length_km[inner], region.n)
    per_km = np.bincount(arcs.tail[inner], fields.arc_costs(0), region.n) / np.maximum(km, 1e-9)
    ground = np.full(region.shape, -1.0)
    ground[region.row, region.column] = per_km
    begin = (int(region.row[fields.destination]), int(region.column[fields.destination]))
    return lambda: graph.MCP_Geometric(ground).find_costs([begin])


def netbacks(finest: float) -> Iterator[Row]:
    """Netback to every market, as a month needs it, against the plain queue; and how it grows with the cells."""
    coarse_fields = Fields(1.0, count=8)
    coarse = _netbacks(coarse_fields)
    growth = []
    for resolution in (r for r in RESOLUTIONS if r >= finest):
        fields = coarse_fields if resolution == 1.0 else Fields(resolution, count=8)
        ours = coarse if resolution == 1.0 else _netbacks(fields)
        ratios = fields.count * paired(_plain_netbacks(fields), ours, ROUNDS)
        where = f"netback to three markets at {resolution:g}°"
        yield row(where, "the plain bucket queue, per organisation", ratios)
        if resolution < 1.0:
            cells = fields.region.n / coarse_fields.region.n
            what = f"netback, growth from 1° to {resolution:g}°, {cells:.1f} times the cells"
            found = paired(ours, coarse, ROUNDS, times=3)
            growth.append(row(what, "netback at 1°", found, at_most=round(1.25 * cells, 1)))
    yield from growth


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


def organisations(_finest: float) -> Iterator[Row]:
    """How netbacks grow with the organisations that plan, at 1°."""
    few = _netbacks(Fields(1.0, MANY[0]))
    for count in MANY[1:]:
        times = count // MANY[0]
        what = f"netback, growth from {MANY[0]} to {count} organisations, {times} times as many"
        found = paired(_netbacks(Fields(1.0, count)), few, 5, times=3)
        yield row(what, f"netback of {MANY[0]}", found, at_most=1.25 * times)
