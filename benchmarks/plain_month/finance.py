"""Holding by holding and organisation by organisation: rents, laundering, bribes, wages, arms."""

from __future__ import annotations

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.agents.organisation import Organisation
from corredor.kernels.capture import HIGHEST_CAPTURE
from corredor.processes.finance import (
    INCOMES,
    LEAST_HELD,
    RICHEST,
    Finance,
    financial_intelligence,
    laundering_price,
    sober_units,
)
from corredor.processes.local_rents import LOCAL_ACTIVITIES
from plain_month.ground import convicting, takings


def step(process: Finance) -> None:
    world, p = process.world, process.world.parameters.finance
    world.count_members()
    everybody = world.organisation_agents
    for one in everybody:
        one.wage_bill = p.wage * max(one.members, 1.0)
    taken = collect(process)
    earned = [0.0] * len(everybody)
    for k, usd in enumerate(taken):
        earned[world.holdings.organisation[k]] += usd
    process.budget = np.array([max(one.cash_usd, earned[one.row]) for one in everybody])
    clean = launder(process)
    bribes = pay(process, "bribes", [p.bribes * usd for usd in clean])
    wages = pay(process, "wages", [p.wage * one.members for one in everybody])
    for one in everybody:
        one.paid = wages[one.row] / one.wage_bill
    corrupt(process, taken, bribes)
    arm(process, clean)
    share = p.confiscation * financial_intelligence(world) + world.levers.confiscation * sober_units(world)
    seized = [min(max(float(share[one.country]), 0.0), 1.0) * one.cash_usd for one in everybody]
    pay(process, "confiscated", seized)
    over = [max(one.cash_usd - p.reserve * one.wage_bill, 0.0) for one in everybody]
    pay(process, "withdrawn", [p.withdrawal * usd for usd in over])


def pay(process: Finance, flow: str, wanted: list[float]) -> list[float]:
    """Pay out at most what the budget holds."""
    paid = [min(max(usd, 0.0), float(left)) for usd, left in zip(wanted, process.budget, strict=True)]
    for row, usd in enumerate(paid):
        process.budget[row] -= usd
    process.world.ledger.pay(flow, [-usd for usd in paid])
    return paid


def local_rents(process: Finance) -> list[list[float]]:
    """US$ a month by activity and place, before anybody's control is applied."""
    world, p, local = process.world, process.world.parameters.finance, process.local
    country = world.place_country()
    found: list[list[float]] = [[0.0] * len(world.community_agents) for _ in LOCAL_ACTIVITIES]
    for place, sink, share in zip(local.retail.place, local.retail.sink, local.retail.share, strict=True):
        value = world.market.sold_kg[sink] * world.market.sink_price_usd_kg[sink] * p.retail_margin
        found[0][place] += float(share * value)
    for place, one in enumerate(world.community_agents):
        quality = min(p.unregulated + float(world.levers.private_security[country[place]]), 1.0)
        unserved = 1.0 - one.presence
        ready = one.population * unserved
        found[1][place] = p.extortion * ready * (1.0 - p.guarded * quality * one.private_security)
        found[2][place] = p.kidnapping * ready
        found[3][place] = p.migrant_smuggling * ready * float(local.migrants_per_person[place])
        found[4][place] = p.illegal_mining * float(local.mining_km2[place]) * unserved
        found[5][place] = p.fuel_theft * ready * float(local.fuel_per_person[place])
    return found


def along_the_ways(process: Finance, control: list[float]) -> list[float]:
    """What those near a way can take of what passes, place by place."""
    world, corridors = process.world, process.corridors
    near = [0.0] * len(control)
    for place, cell in enumerate(world.region.places):
        tolls = float(world.traffic.toll_usd[cell]) / max(control[place], LEAST_HELD)
        for k in range(corridors.start[place], corridors.start[place + 1]):
            near[corridors.place[k]] += float(corridors.share[k]) * (float(world.traffic.rent_usd[cell]) + tolls)
    return near


def collect(process: Finance) -> list[float]:
    """Pay in what the ground yields; what was taken by holding."""
    world, p, held = process.world, process.world.parameters.finance, process.world.holdings
    ground, rents, local = world.ground, [], local_rents(process)
    control = [0.0] * len(local[0])
    for k in range(len(held)):
        control[held.place[k]] += float(held.control[k])
    for place, usd in enumerate(along_the_ways(process, control)):
        ground.flow_usd[place] = usd
        ground.local_usd[place] = sum(activity[place] for activity in local)
        rents.append(float(ground.flow_usd[place] + ground.local_usd[place]))
        if world.month <= 0:
            ground.first_flow_usd[place], ground.first_local_usd[place] = (
                ground.flow_usd[place],
                ground.local_usd[place],
            )
    for place, rent in enumerate(rents):
        ground.usual_usd[place] += (rent - ground.usual_usd[place]) / (p.memory if process.opened else 1.0)
        ground.labour[place] = p.labour * ground.usual_usd[place] / p.wage
    for one in world.organisation_agents:
        for activity in ("tolls", *LOCAL_ACTIVITIES):
            setattr(one, f"income_{activity}", 0.0)
    taken, earned = [], [0.0] * len(world.organisation_agents)
    for k, take in enumerate(takings(world)):
        one, place, share = world.organisation_agents[held.organisation[k]], held.place[k], float(held.control[k])
        taken.append(take * share)
        earned[one.row] += take * share
        one.income_tolls += take * share - float(ground.local_usd[place]) * share
        for activity, rent in zip(LOCAL_ACTIVITIES, local, strict=True):
            column = f"income_{activity}"
            setattr(one, column, getattr(one, column) + share * rent[place])
    world.ledger.pay("rents", earned)
    return taken


def revenue(one: Organisation) -> float:
    return float(sum(getattr(one, column) for column in INCOMES))


def launder(process: Finance) -> list[float]:
    """Pay for laundering; incomes are net of it from here on."""
    world = process.world
    dirty = [max(revenue(one), 0.0) for one in world.organisation_agents]
    if not world.mechanisms.on("finance.laundering"):
        return dirty
    price = laundering_price(world)
    cost = pay(process, "laundering", [float(price[one.country]) * dirty[one.row] for one in world.organisation_agents])
    for one in world.organisation_agents:
        if dirty[one.row] > 0.0:
            kept = 1.0 - cost[one.row] / max(dirty[one.row], 1e-9)
            for column in INCOMES:
                setattr(one, column, getattr(one, column) * kept)
    return [usd - spent for usd, spent in zip(dirty, cost, strict=True)]


def corrupt(process: Finance, taken: list[float], bribes: list[float]) -> None:
    """Spread bribes over the ground as takings are, and see whom silver and lead buy."""
    world, p, held = process.world, process.world.parameters.finance, process.world.holdings
    region, country, justice = world.region, world.place_country(), world.justice
    total = [0.0] * len(bribes)
    for k, usd in enumerate(taken):
        total[held.organisation[k]] += usd
    silver, lead = [0.0] * len(world.community_agents), [0.0] * len(world.community_agents)
    for k, usd in enumerate(taken):
        row, place = int(held.organisation[k]), int(held.place[k])
        silver[place] += usd * bribes[row] / max(total[row], 1e-9)
        lead[place] += p.threat * float(held.members[k])
    offered = [
        (bribe + threat) / max(one.population, 1.0)
        for bribe, threat, one in zip(silver, lead, world.community_agents, strict=True)
    ]
    first = not process.opened
    process.opened = True
    if first or world.mechanisms.on("finance.capture"):
        speed = 1.0 if first else p.capture_speed
        people, bought_by, watched = ([0.0] * len(region.countries) for _ in range(3))
        for place, one in enumerate(world.community_agents):
            home = int(country[place])
            watch = float(world.levers.oversight[place]) * convicting(world, home, place)
            bought = contest(offered[place], float(region.integrity[home]), watch, p.oversight)
            justice.capture[place] += speed * (bought - justice.capture[place])
            people[home] += one.population
            bought_by[home] += one.population * offered[place]
            watched[home] += one.population * watch
        for agency in world.agency_agents:
            if agency.kind != AgencyKind.INTERNATIONAL:
                home = agency.country
                heads, honest = max(people[home], 1.0), float(agency.integrity)
                agency.capture = contest(bought_by[home] / heads, honest, watched[home] / heads, p.oversight)
    has, sheltered = [0.0] * len(bribes), [0.0] * len(bribes)
    for k in range(len(held)):
        has[held.organisation[k]] += float(held.control[k])
        sheltered[held.organisation[k]] += float(held.control[k] * justice.capture[held.place[k]])
    for one in world.organisation_agents:
        one.protection = sheltered[one.row] / max(has[one.row], 1e-12)


def contest(offered: float, integrity: float, watched: float, pay: float) -> float:
    """Share of officials bought."""
    return min(offered / max(offered + pay * watched * integrity, 1e-12), HIGHEST_CAPTURE)


def arm(process: Finance, clean: list[float]) -> None:
    """Arms per member grow with war and money, where arms can be bought, and wear down to the usual."""
    world, p = process.world, process.world.parameters.finance
    country = world.place_country()
    on_offer = [float(lever * near) for lever, near in zip(world.levers.arms, process.nearness, strict=True)]
    supply = world.ground.arms_supply
    for place in range(len(world.community_agents)):
        supply[place] += (on_offer[country[place]] - supply[place]) / p.arms_life
    growth, each = [], []
    for one in world.organisation_agents:
        war = min(max(world.hostility[one.row].tolist(), default=0.0), 1.0)
        rich = min(clean[one.row] / one.wage_bill, RICHEST)
        growth.append(p.arms_in * war * rich * on_offer[one.country] * one.alive)
        each.append(p.arms_price * one.members)
    paid = pay(process, "arms", [more * usd for more, usd in zip(growth, each, strict=True)])
    for one in world.organisation_agents:
        one.arms += paid[one.row] / max(each[one.row], 1e-9) - p.arms_decay * (one.arms - 1.0)
