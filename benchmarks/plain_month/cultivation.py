"""Field by field: growers plant, are sprayed, plant again; leaf becomes cocaine."""

from __future__ import annotations

import math
from collections import defaultdict

from corredor.processes.cultivation import LEAST_PRICE_RATIO, Cultivation


def step(process: Cultivation) -> None:
    world, state, p = process.world, process.world.cocaine, process.world.parameters.cultivation
    levers, on = world.levers, world.mechanisms.on

    def lose(cell: int, hectares: float) -> None:
        if state.coca_ha[cell] > 0.0:
            state.mature_ha[cell] -= state.mature_ha[cell] * hectares / state.coca_ha[cell]
        state.coca_ha[cell] -= hectares

    surveyed = world.region.coca_ha.tolist()
    cells = range(world.region.n)
    for cell in cells:
        if on("cultivation.price_response") and state.content_usd_kg[cell] > 0.0:
            worth_it = state.content_usd_kg[cell] * levers.alternative_income[cell]
            ratio = max(float(state.farm_gate_usd_kg[cell] / worth_it), LEAST_PRICE_RATIO)
            wanted = surveyed[cell] * min(ratio**p.price_elasticity, p.most_growth)
            gap = wanted - state.coca_ha[cell] - state.cleared_ha[cell]
            change = max(gap / (p.planting_months if gap > 0.0 else p.abandoning_months), -state.coca_ha[cell])
            lose(cell, max(-change, 0.0))
            state.coca_ha[cell] += max(change, 0.0)
        hit = min(levers.spray_ha[cell], state.coca_ha[cell]) * p.clearing
        hit += min(levers.uproot_ha[cell], state.coca_ha[cell] - hit)
        lose(cell, hit)
        state.cleared_ha[cell] += hit
    if on("cultivation.replanting"):
        replant(process)
    made = 0.0
    for cell in cells:
        state.mature_ha[cell] += (state.coca_ha[cell] - state.mature_ha[cell]) / p.maturing_months
        state.produced_kg[cell] = state.mature_ha[cell] * (p.yield_kg_ha * levers.yield_factor[cell]) / 12.0
    for cell in process.fields:
        state.stock_kg[process.hub[cell]] += state.produced_kg[cell]
        made += float(state.produced_kg[cell])
    world.ledger.cocaine.post("produced", made)
    inflow = world.region.inflow
    for cell, kg in zip(inflow.cell, inflow.kg_month, strict=True):
        state.stock_kg[process.hub[cell]] += kg
        world.ledger.cocaine.post("inflow", float(kg))


def replant(process: Cultivation) -> None:
    """Cleared land comes back, part of it in the other fields of the same country."""
    world, state, p = process.world, process.world.cocaine, process.world.parameters.cultivation
    away: dict[int, float] = defaultdict(float)
    standing: dict[int, float] = defaultdict(float)
    back = {}
    for cell in range(world.region.n):
        back[cell] = float(state.cleared_ha[cell]) * (1.0 - math.exp(-p.replanting))
        state.cleared_ha[cell] -= back[cell]
    for cell in process.fields:
        country = int(world.region.country[cell])
        away[country] += p.replanting_elsewhere * back[int(cell)]
        standing[country] += float(state.coca_ha[cell])
    for cell in process.fields:
        country = int(world.region.country[cell])
        if standing[country] > 0.0:
            stays, spread = 1.0 - p.replanting_elsewhere, away[country] / standing[country]
        else:
            stays, spread = 1.0, 0.0
        state.coca_ha[cell] += stays * back[int(cell)] + spread * state.coca_ha[cell]
