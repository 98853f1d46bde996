"""Organisation by organisation and place by place: people join, die and leave."""

from __future__ import annotations

import math

import numpy as np

from corredor.processes.finance import INCOMES
from corredor.processes.recruitment import LEAST_RICH, MOST_RICH, Recruitment


def step(process: Recruitment) -> None:
    world, held, book = process.world, process.world.holdings, process.world.ledger.people
    on, p = world.mechanisms.on, world.parameters.recruitment
    fell = world.violence.member_deaths if on("violence") and len(world.violence.member_deaths) else [0.0] * len(held)
    total = [0.0] * world.organisations.n
    for k in range(len(held)):
        total[held.organisation[k]] += held.members[k]
    died, left, freed = [], [], []
    for k in range(len(held)):
        organisation = world.organisation_agents[held.organisation[k]]
        members = float(held.members[k])
        died.append(min(float(fell[k]), members))
        rate = p.saturation * total[organisation.row] + p.quitting * (1.0 - organisation.paid)
        left.append(min(rate * members, members - died[k]))
        stay = 1.0
        for row, share in world.levers.way_out.items():
            if row < 0 or row == organisation.row:
                stay *= 1.0 - min(max(float(share[held.place[k]]), 0.0), 1.0)
        freed.append((members - died[k] - left[k]) * (1.0 - stay))
    joined = [0.0] * len(held)
    if on("recruitment.replacement"):
        joined = recruits(process, [d + gone + f for d, gone, f in zip(died, left, freed, strict=True)])
    for k in range(len(held)):
        world.community_agents[held.place[k]].young_missing += died[k]
        held.members[k] = held.members[k] + joined[k] - died[k] - left[k] - freed[k]
    for flow, amount in (("recruited", joined), ("killed", died), ("left", left), ("demobilised", freed)):
        book.post(flow, sum(amount) if flow == "recruited" else -sum(amount))
    world.count_members()


def recruits(process: Recruitment, lost: list[float]) -> list[float]:
    """How many join each holding."""
    world, held, p = process.world, process.world.holdings, process.world.parameters.recruitment
    organisations = world.organisation_agents
    known = len(process.prosperity)
    prosperity = []
    for organisation in organisations:
        income = sum(organisation.table.array(column)[organisation.row] for column in INCOMES)
        now = min(max(float(income) / organisation.wage_bill, LEAST_RICH), MOST_RICH)
        before = float(process.prosperity[organisation.row]) if organisation.row < known else now
        prosperity.append(before + (now - before) / p.memory)
    process.prosperity = np.array(prosperity)
    there, gone = [0.0] * len(world.community_agents), [0.0] * len(organisations)
    for k in range(len(held)):
        there[held.place[k]] += held.members[k]
        gone[held.organisation[k]] += lost[k]
    for row, arrested in enumerate(world.justice.arrested):
        gone[row] += arrested
    usual = 1.0 + p.crowding_reference / p.crowding
    ready = []
    for place, community in enumerate(world.community_agents):
        one = world.levers.recruitment[place] * (community.exclusion / p.exclusion_reference) ** p.pool
        one *= usual / (1.0 + there[place] / max(p.crowding * community.young_at_risk, 1e-9))
        if world.mechanisms.on("justice.deterrence"):
            one *= math.exp(-p.deterrence * (world.justice.conviction[place] - p.conviction_reference))
        ready.append(one)
    joined = []
    for k in range(len(held)):
        row, members = held.organisation[k], held.members[k]
        wanted = p.rate * members * prosperity[row] ** p.pull * ready[held.place[k]]
        gaps = gone[row] / max(organisations[row].members, 1.0) * members
        joined.append(float((1.0 - p.refill) * wanted + p.refill * gaps))
    return joined
