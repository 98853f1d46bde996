"""Organisation by organisation: what it believes, what rivals take, what a way on is worth.

The netback itself is given, the same array as in the fast month. What a plain model would spend on it is spent on
SciPy's Dijkstra, once for each organisation whose turn it is, from all doors at once, on a matrix that was built
before.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph
from scipy.special import wrightomega

from corredor.kernels.beliefs import LEAST_SHAPE
from corredor.processes.flight_prices import LEAST_USE, WISH_MONTHS
from corredor.processes.roster import update_roster
from corredor.processes.routes import Routes
from corredor.processes.views import VIEW_MONTHS
from plain_month.nearby import nearby_sum

_MATRICES: dict[int, Any] = {}
"""Built before the month, by region."""


def step(process: Routes) -> None:
    world, p = process.world, process.world.parameters.routes
    plans, flights = world.traffic.plans, process.carriage.flights
    update_roster(world)
    prices, sigma = process.flights, p.flight_foresight
    flown = [0.0] * len(prices.capacity)
    for k, arc in enumerate(flights):
        flown[prices.link[k]] += world.traffic.arc_kg[arc]
    for i, kg in enumerate(flown):
        use = max(kg / prices.capacity[i], LEAST_USE)
        prices.log_wish[i] += (math.log(use) + prices.surcharge[i] / sigma - prices.log_wish[i]) / WISH_MONTHS
        argument = math.log(2.0 * p.flight_scarcity / sigma) + 2.0 * prices.log_wish[i]
        prices.surcharge[i] = 0.5 * sigma * wrightomega(argument)
    process.carriage.ask(world, prices.surcharge[prices.link])
    due = process.replanning.due().tolist()  # who plans is a rule over organisations, the same in both
    if not due:
        return
    look_again(process)
    for slot in due:
        believe(process, slot)
        count_tolls(process, slot)
        csgraph.dijkstra(matrix(process), indices=world.region.arcs.tail[process.carriage.door], min_only=True)
        plans.planned[slot] = True
    process.replanning.note(np.array(due))
    process._netbacks(np.array(due), world.market.sink_price_usd_kg, world.market.cost_level, plans.netback)


def matrix(process: Routes) -> Any:
    """Costs of the arcs between cells, arcs reversed."""
    region = process.world.region
    if id(region) not in _MATRICES:
        arcs, inner = region.arcs, region.arcs.head < region.n
        ends = arcs.head[inner], arcs.tail[inner]
        cost = process.carriage.km_cost[inner] + process.carriage.base_fee[inner]
        _MATRICES[id(region)] = sparse.csr_matrix((cost, ends), shape=(region.n, region.n))
    return _MATRICES[id(region)]


def look_again(process: Routes) -> None:
    """Twice a year everybody looks at the map anew."""
    plans, month = process.world.traffic.plans, process.world.month
    key = (month // VIEW_MONTHS, tuple(int(row) for row in plans.row))
    if key != process._seen:
        process._factor, process._seen = process.views.factor(plans.row), key
        process._judgement = process.views.judgement(plans.row)


def believe(process: Routes, slot: int) -> None:
    """What carriage costs one organisation, and where it fears to be seized."""
    world, p, plans = process.world, process.world.parameters.routes, process.world.traffic.plans
    region, standing = world.region, world.enforcement.standing_per_km.tolist()
    zone, zones = region.zone.tolist(), int(region.zone.max()) + 1
    lost, met = plans.losses[slot].tolist(), plans.exposure_km[slot].tolist()
    known = nearby_sum(region, plans.established_km[slot].tolist(), p.learning_reach)
    near_lost, near_met = (nearby_sum(region, what, p.learning_reach, apart=True) for what in (lost, met))
    cells, usual, all_lost, all_met = [0] * zones, [0.0] * zones, [0.0] * zones, [0.0] * zones
    for cell in range(region.n):
        cells[zone[cell]] += 1
        usual[zone[cell]] += standing[cell]
        tells = p.prior_km / (p.prior_km + near_met[cell])
        all_lost[zone[cell]] += tells * lost[cell]
        all_met[zone[cell]] += tells * met[cell]
    scale = []
    for z in range(zones):
        mean = usual[z] / max(cells[z], 1)
        rate = (p.zone_km * mean + all_lost[z]) / (p.zone_km + all_met[z])
        scale.append(rate / mean if mean > 0.0 else 1.0)
    shares = [row.tolist() for row in process._shares]
    for cell in range(region.n):
        times = sum(shares[z][cell] * scale[z] for z in range(zones))
        saved = p.established_saving * known[cell] / (known[cell] + p.established_km)
        plans.factor[slot, cell] = (1.0 - saved) * process._factor[slot, cell]
        prior = standing[cell] * times
        shape = prior * p.prior_km + near_lost[cell]
        guess, doubt = 1.0, process.views.doubt()
        if doubt > 0.0:
            told = 1.0 / (9.0 * max(shape / doubt**2, LEAST_SHAPE))
            guess = max(1.0 - told + process._judgement[slot, cell] * math.sqrt(told), 0.0) ** 3
        plans.hazard[slot, cell] = guess * shape / (p.prior_km + near_met[cell])


def count_tolls(process: Routes, slot: int) -> None:
    """Share of value per km that rivals take, more where they are at war."""
    world, p, plans = process.world, process.world.parameters.routes, process.world.traffic.plans
    row, held = int(plans.row[slot]), world.holdings
    plans.toll[slot] = 0.0
    for k in range(len(held)):
        rival = int(held.organisation[k])
        if rival != row:
            weight = p.toll / 1000.0 * (1.0 + p.toll_hostility * world.hostility[row, rival])
            plans.toll[slot, world.region.places[held.place[k]]] += held.control[k] * weight
