"""Agencies place assets cell by cell, loads move one by one, owners and agencies learn."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.processes.beliefs import LEAST_LOSS, LOAD_LIMITS, MOST_LOSS
from corredor.processes.deployment import LEAST_HONEST, SWEEP_KM, Deployment
from corredor.processes.interdiction import Interdiction
from corredor.processes.route_parameters import arc_scale, choice_scale
from plain_month.loads import send_loads
from plain_month.nearby import nearby_sum


def step(process: Interdiction) -> None:
    world, p = process.world, process.world.parameters.routes
    place_assets(process.deployment)
    tally = process._empty_tally()
    send_loads(
        world.streams.kernel_key("interdiction.loads", world.month), process._ways(), process._senders(),
        process.hubs, world.cocaine.stock_kg, p.dispatch, world.cocaine.farm_gate_usd_kg,
        world.enforcement.hazard_per_km, world.traffic.constant_usd_kg, choice_scale(p),
        arc_scale(p, world.region.resolution), tally,
    )  # fmt: skip
    process._hand_over(tally)  # bookkeeping, the same in both
    process._pay(tally)
    learn(process, tally)
    if process._still_adapts("interdiction.adaptation"):
        memory = world.parameters.interdiction.memory
        recent = process.deployment.recent
        for cell in range(world.region.n):
            recent[cell] += (world.traffic.seized_kg[cell] - recent[cell]) / memory


def place_assets(deployment: Deployment) -> None:
    """A standing plan, and a share of each duty's assets that follows recent seizures, none where nothing passes."""
    world, p = deployment.world, deployment.world.parameters.interdiction
    region, n = world.region, world.region.n
    area, zone = region.surface_km2.tolist(), region.zone.tolist()
    fleet = strength_at_sea(world) / deployment.usual_strength if deployment.usual_strength > 0.0 else 1.0
    paid = []
    for cell in range(n):
        here = float(deployment.standing_assets[cell] * world.levers.patrol_assets[cell])
        paid.append(here if region.land[cell] else here * fleet)
    near = nearby_sum(region, deployment.recent.tolist(), p.patrol_reach, apart=True)
    passed = [bool(region.arcs.start[cell + 1] > region.arcs.start[cell]) for cell in range(n)]
    spread = [near[cell] * area[cell] if passed[cell] else 0.0 for cell in range(n)]
    budget: dict[Any, float] = defaultdict(float)
    called: dict[Any, float] = defaultdict(float)
    duty = [(zone[cell], bool(region.land[cell]), passed[cell]) for cell in range(n)]
    for cell in range(n):
        budget[duty[cell]] += paid[cell] * area[cell]
        called[duty[cell]] += spread[cell]
    honest, sent = honesty(deployment), []
    for cell in range(n):
        d, assets = duty[cell], paid[cell]
        if called[d] > 0.0:
            assets = (1.0 - p.adaptation) * assets + budget[d] * p.adaptation / called[d] * spread[cell] / area[cell]
        sent.append(assets)
    water = [0.0 if region.land[c] else float(region.surface_km2[c] / region.area_km2[c]) for c in range(n)]
    at_sea = nearby_sum(region, [sent[cell] * water[cell] for cell in range(n)], p.roaming)
    sea = nearby_sum(region, water, p.roaming)
    for cell in range(n):
        assets = sent[cell] if region.land[cell] else at_sea[cell] / sea[cell]
        linear = assets / 1000.0 * SWEEP_KM
        hazard = p.most_hazard * -math.expm1(-linear / p.most_hazard)
        world.enforcement.assets[cell] = assets
        world.enforcement.hazard_per_km[cell] = hazard * honest[cell] * world.levers.hazard[cell]


def maritime(world: Any) -> list[Any]:
    return [a for a in world.agency_agents if a.kind in (AgencyKind.MARITIME, AgencyKind.INTERNATIONAL)]


def strength_at_sea(world: Any) -> float:
    return sum(agency.strength for agency in maritime(world))


def honesty(deployment: Deployment) -> list[float]:
    """Share of what is seen that is also seized, by cell."""
    world, region = deployment.world, deployment.world.region
    strength = strength_at_sea(world)
    bought = sum(a.capture * a.strength for a in maritime(world)) / strength if strength > 0.0 else 0.0
    capture = world.justice.capture.tolist()
    on_land = [max(1.0 - share, LEAST_HONEST) for share in capture]
    if deployment._usual_honest is None and any(capture):
        deployment._usual_honest = np.array(on_land), max(1.0 - bought, LEAST_HONEST)
    usual_land, usual_sea = deployment._usual_honest or ([1.0] * len(on_land), 1.0)
    honest = []
    for cell in range(region.n):
        country = int(region.country[cell])
        if not region.land[cell] or country < 0:
            honest.append((1.0 - bought) / usual_sea)
        else:
            honest.append(float(region.integrity[country]))
    for place, cell in enumerate(region.places.tolist()):
        honest[cell] = min(honest[cell] * on_land[place] / float(usual_land[place]), 1.0)
    return honest


def learn(process: Interdiction, tally: Any) -> None:
    """Owners revise risk, settle in, and split their loads when they lose more."""
    plans, p = process.world.traffic.plans, process.world.parameters.routes
    owners, cells = range(len(plans)), range(process.world.region.n)
    if not len(plans):
        return
    if process._still_adapts("routes.learning"):
        kept = 0.5 ** (1.0 / p.memory)
        for known, met in ((plans.losses, tally.losses), (plans.exposure_km, tally.exposure)):
            for cell in cells:
                everybody = sum(met[:, cell].tolist())
                for o in owners:
                    own = (1.0 - p.hearing) * met[o, cell] + p.hearing * everybody
                    known[o, cell] = kept * known[o, cell] + own
        loads = float(sum(tally.loads))
        everyone = float(sum(tally.lost)) / max(loads, 1.0)
        for o in owners:
            seen = plans.loss_rate[o]
            if loads > 0.0:
                own = tally.lost[o] / tally.loads[o] if tally.loads[o] > 0.0 else everyone
                seen = min(max((1 - p.hearing) * own + p.hearing * everyone, LEAST_LOSS), MOST_LOSS)
            plans.loss_rate[o] += (seen - plans.loss_rate[o]) / 12.0
    fading = 0.5 ** (1.0 / p.established_memory)
    for o in owners:
        for cell in cells:
            plans.established_km[o, cell] = plans.established_km[o, cell] * fading + tally.exposure[o, cell]
    if process._still_adapts("routes.load_splitting"):
        for o in owners:
            factor = (plans.loss_rate[o] / p.reference_loss) ** -p.load_splitting
            plans.load_kg[o] = p.load_kg * min(max(factor, LOAD_LIMITS[0]), LOAD_LIMITS[1])
