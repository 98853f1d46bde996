"""Pair by pair and place by place: who dies, of what, and what follows from it."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.kernels.fights import SLIGHT, Dead
from corredor.processes.violence import _CUTS, MOST_LEAVING, RICHEST_STAKE, Violence
from plain_month.ground import (
    by_place,
    feared_by_others,
    feared_conviction,
    meetings,
    odds,
    seen_cohesion,
    shelter,
    strengths,
    takings,
)


def step(process: Violence) -> None:
    world = process.world
    impunity = [math.exp(-world.parameters.violence.impunity_turf * chance) for chance in feared_conviction(world)]
    rows, dead = contests(process, [chance * effort for chance, effort in zip(impunity, efforts(world), strict=True)])
    preying = prey(world)
    expected = means(process, dead.place, impunity, preying)
    uniform = world.streams.generator("violence.counts", world.month).random(world.violence.expected.shape)
    shape = world.parameters.violence.frailty
    killings = [
        [draw(mu, shape, u) for mu, u in zip(*both, strict=True)] for both in zip(expected, uniform, strict=True)
    ]
    world.violence.expected[:] = expected
    world.violence.killings[:] = killings
    bury(world, dead.holding, expected, killings)
    remember(process, killings, preying, impunity)
    process._bear_grudges(rows, dead)  # bookkeeping, the same in both
    process._log_killings(rows, dead, world.violence.killings)


def efforts(world: World) -> list[float]:
    """How hard members fight over what a place yields for each of them, place by place."""
    p, found = world.parameters.violence, []
    for place, there in enumerate(by_place(world)):
        members = sum(float(world.holdings.members[k]) for k in there)
        rent = float(world.ground.flow_usd[place] + world.ground.local_usd[place])
        found.append(min(rent / max(members, 1.0) / p.usual_stake, RICHEST_STAKE) ** p.stake)
    return found


def contests(process: Violence, zeal: list[float]) -> tuple[np.ndarray, Dead]:
    """Deaths between and inside organisations."""
    world, held, rules = process.world, process.world.holdings, process.rules
    rows, places = world.alive, len(world.community_agents)
    number, active = {int(row): a for a, row in enumerate(rows)}, len(rows)
    seen, take = seen_cohesion(world), takings(world)
    force, arms = strengths(world, seen), [float(organisation.arms) for organisation in world.organisation_agents]
    fighting = float(world.mechanisms.on("territory.contest"))
    facing: dict[tuple[int, int, int], float] = defaultdict(float)
    met = meetings(world)
    for _, a, b in met:
        share = (held.control[a] + SLIGHT) / (held.control[a] + held.control[b] + 2.0 * SLIGHT)
        gap = abs(odds(force[a], force[b]) - float(share))
        for one, other in ((a, b), (b, a)):
            front = int(held.organisation[one]), int(held.plaza[one]), int(held.organisation[other])
            facing[front] += gap * take[one]
    pairs, engaged, worst_deaths = np.zeros((active, active)), np.zeros((active, active)), np.zeros((active, active))
    worst, place_deaths, holding_deaths = np.full((active, active), -1), [0.0] * places, [0.0] * len(held)
    for place, a, b in met:
        i, j = int(held.organisation[a]), int(held.organisation[b])
        both = number[i], number[j]
        mine, theirs = float(held.members[a]), float(held.members[b])
        engaged[both] += mine + theirs
        engaged[both[::-1]] += mine + theirs
        heat = fighting * float(world.hostility[i, j])
        if heat <= 0.0 or mine + theirs <= 0.0:
            continue
        stake = 0.5 * (facing[i, int(held.plaza[a]), j] + facing[j, int(held.plaza[b]), i])
        effort = min(max(stake - rules.front_cost, 0.0) / rules.front_scale, rules.front_limit)
        x = rules.lethality * mine * theirs * zeal[place] * heat * (1.0 + rules.front * effort)
        x *= 0.5 * (arms[i] + arms[j])
        x /= world.community_agents[place].population + rules.crowding * (mine + theirs)
        x = min(x, rules.pair_ceiling * (mine + theirs))
        place_deaths[place] += x
        spared, other_spared = (1.0 + float(world.organisation_agents[row].allies) for row in (i, j))
        holding_deaths[a] += x * other_spared / (spared + other_spared)
        holding_deaths[b] += x * spared / (spared + other_spared)
        for pair in (both, both[::-1]):
            pairs[pair] += x
            if x > worst_deaths[pair]:
                worst_deaths[pair], worst[pair] = x, place
    worth: dict[tuple[int, int], float] = defaultdict(float)
    for k in range(len(held)):
        worth[int(held.organisation[k]), int(held.plaza[k])] += take[k] * float(held.control[k])
    for k in range(len(held)):
        row, place, members = int(held.organisation[k]), int(held.place[k]), float(held.members[k])
        free = 1.0 - seen[row] * float(held.loyalty[k])
        if free <= 0.0 or members <= 0.0:
            continue
        drive = (worth[row, int(held.plaza[k])] - rules.succession_cost) / rules.succession_scale
        heat = rules.succession * free / (1.0 + math.exp(-max(min(drive, 500.0), -500.0)))
        x = rules.lethality * heat * 0.5 * members**2 * arms[row] * zeal[place]
        x /= world.community_agents[place].population + rules.crowding * members
        x = min(x, rules.inner_ceiling * members)
        place_deaths[place] += x
        holding_deaths[k] += x
    found = Dead(np.array(place_deaths), np.array(holding_deaths), pairs, engaged, worst, worst_deaths)
    return rows, found


def prey(world: World) -> list[float]:
    """Members of each holding who live by preying on people, because its income falls short of their wages."""
    held, take, found = world.holdings, takings(world), []
    for k in range(len(held)):
        organisation, members = world.organisation_agents[held.organisation[k]], float(held.members[k])
        everybody = max(organisation.members, 1.0)
        wages = organisation.wage_bill / everybody * members
        income = take[k] * float(held.control[k]) + max(organisation.income_trafficking, 0.0) / everybody * members
        ratio = income / max(wages, 1e-9)
        found.append(members / (1.0 + ratio**world.parameters.violence.hunger))
    return found


def means(process: Violence, turf: np.ndarray, impunity: list[float], preying: list[float]) -> list[list[float]]:
    """Expected homicides by kind and place."""
    world, p, levers = process.world, process.world.parameters.violence, process.world.levers
    found: list[list[float]] = [[0.0] * len(world.community_agents) for _ in HomicideKind]
    conviction = feared_by_others(world)
    for place, there in enumerate(by_place(world)):
        one = world.community_agents[place]
        armed = float(world.ground.arms_supply[place]) ** p.firearms
        usual = armed * one.population * p.common / 12.0 * one.exclusion / p.usual_exclusion
        found[HomicideKind.COMMON][place] = (
            usual * math.exp(-p.impunity_common * conviction[place]) * (1.0 + one.disorder)
        )
        found[HomicideKind.TURF][place] = (1.0 + p.bystanders) * float(turf[place])
        police = p.police_clash * float(levers.police[place]) * one.presence * (1.0 - shelter(world, place))
        members = sum(float(world.holdings.members[k]) for k in there)
        clashes = p.clash * float(levers.conduct[place]) * (police + float(levers.troops[place]))
        found[HomicideKind.STATE][place] = clashes * members
        found[HomicideKind.PREDATION][place] = p.predation * armed * impunity[place] * sum(preying[k] for k in there)
        answered = p.branching * impunity[place] * float(world.violence.excitation[place])
        found[HomicideKind.RETALIATION][place] = answered
    for kind, mechanism in _CUTS.items():
        if not world.mechanisms.on(mechanism):
            found[kind] = [0.0] * len(found[kind])
    return found


def draw(mean: float, shape: float, uniform: float) -> float:
    """A count whose mean is gamma distributed, by inversion of one uniform."""
    odds_of_more = mean / (mean + shape)
    probability = (1.0 - odds_of_more) ** shape
    total, count = probability, 0.0
    while total <= uniform:
        probability *= odds_of_more * (count + shape) / (count + 1.0)
        if count > mean and total + probability == total:
            break
        count += 1.0
        total += probability
    return count


def bury(world: World, contest: np.ndarray, expected: list[list[float]], killings: list[list[float]]) -> None:
    """Members among the dead, by holding: as expected, scaled to what was drawn in their place."""
    held, turf = world.holdings, HomicideKind.TURF
    deaths = [0.0] * len(held)
    for place, there in enumerate(by_place(world)):
        drawn = killings[turf][place] / max(expected[turf][place], 1e-300)
        answered = killings[HomicideKind.RETALIATION][place] / (1.0 + world.parameters.violence.bystanders)
        shared = killings[HomicideKind.STATE][place] + answered
        everybody = max(sum(float(held.members[k]) for k in there), 1e-12)
        for k in there:
            members = float(held.members[k])
            deaths[k] = min(float(contest[k]) * drawn + members * shared / everybody, members)
    world.violence.member_deaths = np.array(deaths)


def remember(process: Violence, killings: list[list[float]], preying: list[float], impunity: list[float]) -> None:
    """What calls for an answer, what is seen, who flees, and what else organisations do to people."""
    world, p, violence = process.world, process.world.parameters.violence, process.world.violence
    for place, there in enumerate(by_place(world)):
        one, fell = world.community_agents[place], [kind[place] for kind in killings]
        one.homicides = sum(fell)
        organised = fell[HomicideKind.TURF] + fell[HomicideKind.STATE] + fell[HomicideKind.RETALIATION]
        violence.excitation[place] += p.memory * (organised - violence.excitation[place])
        rate = 1e5 * sum(fell) / max(one.population, 1.0)
        violence.seen[place] += p.noticing * (rate - violence.seen[place])
        hungry = impunity[place] * sum(preying[k] for k in there)
        violence.extortion[place], violence.kidnapping[place] = p.extortion * hungry, p.kidnapping * hungry
        flee = p.displacement * (sum(fell) - fell[HomicideKind.COMMON])
        one.displaced = min(flee, MOST_LEAVING * one.population)
