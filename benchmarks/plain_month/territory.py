"""Pair by pair of organisations: war or peace. Place by place: control. Organisation by organisation: deployment."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from corredor.processes.territory import PEACE, Territory
from plain_month.ground import by_place, feared_conviction, guard, meetings, odds, seen_cohesion, strengths, takings

Pair = tuple[int, int]


def step(process: Territory) -> None:
    if len(process.world.holdings) == 0:
        return
    relate(process)
    process._log_wars(process.world.alive)  # bookkeeping, the same in both
    measure_turf(process)
    move_control_and_members(process)


def relate(process: Territory) -> None:
    """Hostility moves towards what tempts the more tempted of two; who never meets forgets."""
    world, held, rules = process.world, process.world.holdings, process.peace
    cohesion = seen_cohesion(world)
    force, conviction = strengths(world, cohesion), feared_conviction(world)
    prize: dict[Pair, float] = defaultdict(float)
    booty: dict[Pair, float] = defaultdict(float)
    holds: dict[Pair, float] = defaultdict(float)
    wins: dict[Pair, float] = defaultdict(float)
    there: dict[Pair, float] = defaultdict(float)
    attention: dict[Pair, float] = defaultdict(float)
    for place, a, b in meetings(world):
        rent = float(world.ground.flow_usd[place] + world.ground.local_usd[place])
        usual, foothold = float(world.ground.usual_usd[place]), process.foothold[place]
        mine, theirs = float(held.members[a]), float(held.members[b])
        firm = mine / (mine + foothold) * theirs / (theirs + foothold)
        stake = firm * usual * float(held.control[a] + held.control[b])
        for one, other in ((a, b), (b, a)):
            pair = int(held.organisation[one]), int(held.organisation[other])
            prize[pair] += stake
            booty[pair] += firm * rent * float(held.control[a] + held.control[b])
            holds[pair] += firm * usual * float(held.control[one])
            wins[pair] += stake * odds(force[one], force[other])
            there[pair] += firm * float(held.members[one])
            law = conviction[place] + guard(world, place) * float(held.control[other])
            attention[pair] += stake * law
    rows = world.alive.tolist()
    if not world.mechanisms.on("territory.relations"):
        for i in rows:
            for j in rows:
                world.hostility[i, j] = world.parameters.territory.frozen * (prize[i, j] > 0.0)
            world.organisation_agents[i].allies = 0.0
        return

    def temptation(i: int, j: int) -> float:
        has, wins_share = holds[i, j] / prize[i, j], wins[i, j] / prize[i, j]
        offered = sum(usd for pair, usd in world.levers.peace_value.items() if pair in ((i, j), (j, i)))
        saved = rules.war_cost * there[i, j] + rules.attention * attention[i, j] + offered
        peace = has - wins_share * (1.0 - rules.destroyed) + saved / prize[i, j]
        patience = world.organisation_agents[i].patience * cohesion[i]
        return float(
            rules.grab * booty[i, j] / prize[i, j] * wins_share * (1.0 - has) - rules.patience * patience * peace
        )

    for i in rows:
        for j in rows:
            if j >= i:
                continue
            target = 0.0
            if prize[i, j] > 0.0:
                tempted = max(temptation(i, j), temptation(j, i))
                drive = (tempted + rules.grievance * world.grudge[i, j]) / rules.temperature
                target = 1.0 / (1.0 + math.exp(-max(min(drive, 500.0), -500.0)))
            now = float(world.hostility[i, j])
            now += (rules.rise if target > now else rules.fall) * (target - now)
            world.hostility[i, j] = world.hostility[j, i] = now
    for i, j in world.levers.ceasefire:
        world.hostility[i, j] = world.hostility[j, i] = 0.0
    for i in rows:
        allies = sum(max(1.0 - float(world.hostility[i, j]) / PEACE, 0.0) * there[i, j] for j in rows if j != i)
        one = world.organisation_agents[i]
        one.allies = world.parameters.territory.alliance * allies / max(one.members, 1.0)


def measure_turf(process: Territory) -> None:
    world = process.world
    for place, there in enumerate(by_place(world)):
        members = [float(world.holdings.members[k]) for k in there]
        rent = float(world.ground.flow_usd[place] + world.ground.local_usd[place])
        alike = sum(m**2 for m in members) / max(sum(members), 1e-12) ** 2
        world.violence.turf_usd[place] = rent * (1.0 - alike) if sum(members) > 0.0 else 0.0


def move_control_and_members(process: Territory) -> None:
    world, held, rules = process.world, process.world.holdings, process.control
    force = strengths(world, [float(organisation.cohesion) for organisation in world.organisation_agents])
    take, per_head = takings(world), world.parameters.territory.state_weight
    against, gain = [0.0] * len(held), [0.0] * len(held)
    for _, a, b in meetings(world):
        heat = float(world.hostility[held.organisation[a], held.organisation[b]])
        against[a] += heat * force[b]
        against[b] += heat * force[a]
    for place, there in enumerate(by_place(world)):
        people = world.community_agents[place].population
        state = float(world.ground.labour[place] + per_head * people * world.justice.conviction[place])
        everybody, has = sum(force[k] for k in there), sum(float(held.control[k]) for k in there)
        if everybody > 0.0:
            vacant = everybody / (everybody + state) - has
            for k in there:
                share = force[k] / everybody if vacant > 0.0 else held.control[k] / has
                pace = min(rules.seize * against[k] / everybody, 1.0)
                won = force[k] / (everybody + state) - held.control[k]
                held.control[k] = max(held.control[k] + rules.settle * vacant * share + pace * won, 0.0)
            total = sum(float(held.control[k]) for k in there)
            if total > 1.0:
                for k in there:
                    held.control[k] /= total
        for k in there:
            if held.members[k] > 0.0 and everybody + state > 0.0:
                share = (against[k] + state) / (everybody + state) ** 2
                gain[k] = take[k] * share * force[k] / float(held.members[k])
    sent = expeditions(process, force, gain)
    new = [row for organisation in world.alive.tolist() for row in deploy(process, organisation, gain)]
    columns = [np.array(column) for column in zip(*sorted(new), strict=True)]
    held.replace(*(column.astype(kind) for column, kind in zip(columns, KINDS, strict=True)))
    go(process, sent)
    world.count_members()


def go(process: Territory, sent: dict[int, int]) -> None:
    """Some of each sender's members everywhere go to one place, under the leader himself."""
    world, held = process.world, process.world.holdings
    leavers = world.parameters.territory.leavers
    for row, place in sent.items():
        mine = held.of(row)
        going = leavers * sum(float(held.members[k]) for k in mine)
        held.members[mine] *= 1.0 - leavers
        held.replace(
            np.append(held.place, np.int32(place)), np.append(held.organisation, np.int32(row)),
            np.append(held.members, going), np.append(held.control, 0.0),
            np.append(held.plaza, np.int32(0)), np.append(held.loyalty, 1.0),
        )  # fmt: skip


def expeditions(process: Territory, force: list[float], gain: list[float]) -> dict[int, int]:
    """Where each sender opens ground that it knows from its loads, if the first there would earn more than at home."""
    world, held, plans = process.world, process.world.holdings, process.world.traffic.plans
    if not world.mechanisms.on("territory.expeditions"):
        return {}
    per_head, there = world.parameters.territory.state_weight, by_place(world)
    sent: dict[int, int] = {}
    for slot, row in enumerate(plans.row.tolist()):
        mine = held.of(row).tolist()
        members = max(sum(float(held.members[k]) for k in mine), 1e-12)
        most = sum(gain[k] * float(held.members[k]) for k in mine) / members
        each = sum(force[k] for k in mine) / members
        reach = float(world.organisation_agents[row].transnational)
        share = reach + (1.0 - reach) * world.parameters.territory.toll_share
        home = {int(held.place[k]) for k in mine}
        for place, rivals in enumerate(there):
            known = plans.established_km[slot, world.region.places[place]] >= process.expeditions.least_km[place]
            if not known or place in home:
                continue
            people = world.community_agents[place].population
            state = float(world.ground.labour[place] + per_head * people * world.justice.conviction[place])
            everybody = state + sum(force[k] for k in rivals)
            against = state + sum(float(world.hostility[row, held.organisation[k]]) * force[k] for k in rivals)
            rent = share * float(world.ground.flow_usd[place]) + float(world.ground.local_usd[place])
            if everybody > 0.0 and rent * against / everybody**2 * each > most:
                most, sent[row] = rent * against / everybody**2 * each, place
    return sent


KINDS = (np.int32, np.int32, np.float64, np.float64, np.int32, np.float64)


def deploy(process: Territory, organisation: int, gain: list[float]) -> list[tuple[int, int, float, float, int, float]]:
    """The holdings of one organisation after its members have moved."""
    world, held, rules = process.world, process.world.holdings, process.deployment
    mine = held.of(organisation).tolist()
    total = sum(float(held.members[k]) for k in mine)
    if total <= 0.0:
        return []
    settled = follow(process, mine, gain, total)
    own = {int(held.place[k]): k for k in mine}
    here: dict[int, float] = defaultdict(float)
    origin, most = dict(own), {place: math.inf for place in own}
    for place, k in own.items():
        stay = settled[k]
        for beside, part in zip(world.region.neighbours[place].tolist(), process.spread[place].tolist(), strict=True):
            if beside >= 0:
                moved = settled[k] * rules.diffusion * part
                stay -= moved
                here[beside] += moved
                if moved > most.get(beside, 0.0):
                    most[beside], origin[beside] = moved, k
        here[place] += stay
    largest = max(here.values())
    floor = process.TRACE * process.foothold
    kept = {place: there for place, there in here.items() if there >= floor[place] or there >= largest}
    scale = total / sum(kept.values())
    return [
        (
            place, organisation, there * scale, float(held.control[own[place]]) if place in own else 0.0,
            int(held.plaza[origin[place]]), float(held.loyalty[origin[place]]),
        )
        for place, there in kept.items() if there > 0.0
    ]  # fmt: skip


def follow(process: Territory, mine: list[int], gain: list[float], total: float) -> dict[int, float]:
    """Members of each holding after they have followed better rents: who is too many leaves, and goes where wanted."""
    held, rules = process.world.holdings, process.deployment
    members = {k: float(held.members[k]) for k in mine}
    mean = sum(gain[k] * members[k] for k in mine) / total
    weight = {k: 1.0 for k in mine}
    if mean > 0.0:
        weight = {k: min(max(gain[k] / mean, rules.least), rules.most) ** rules.sharpness for k in mine}
    drawn = sum(members[k] * weight[k] for k in mine)
    more = {k: members[k] * weight[k] * total / drawn - members[k] for k in mine}
    leave = {k: min(max(-more[k], 0.0), rules.leavers * members[k]) for k in mine}
    wanted = sum(max(more[k], 0.0) for k in mine)
    taken = sum(leave.values()) / wanted if wanted > 0.0 else 0.0
    return {k: members[k] + (taken * more[k] if more[k] > 0.0 else -leave[k]) for k in mine}
