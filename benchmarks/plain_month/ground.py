"""Who is where, as an agent sees it: its holdings, its strength and what its places would bring."""

from __future__ import annotations

import math
from itertools import combinations

from corredor.agents.world import World
from corredor.kernels.justice import HIGHEST


def by_place(world: World) -> list[list[int]]:
    """Holdings of each place."""
    held: list[list[int]] = [[] for _ in world.community_agents]
    for k, place in enumerate(world.holdings.place.tolist()):
        held[place].append(k)
    return held


def meetings(world: World) -> list[tuple[int, int, int]]:
    """Place, and two holdings that meet there, for every two that do."""
    return [(place, a, b) for place, there in enumerate(by_place(world)) for b, a in combinations(there, 2)]


def seen_cohesion(world: World) -> list[float]:
    """Cohesion of each organisation as rivals see it."""
    if not world.mechanisms.on("leadership.observed_by_rivals"):
        return [1.0] * world.organisations.n
    return [float(organisation.cohesion) for organisation in world.organisation_agents]


def shelter(world: World, place: int) -> float:
    """Share of officials who shelter those in control."""
    undone = world.parameters.territory.troops_undo * min(float(world.levers.troops[place]), 1.0)
    return float(world.justice.capture[place]) * (1.0 - undone)


def guard(world: World, place: int) -> float:
    """Chance that officials of who holds all of a place strike who attacks it."""
    if not world.mechanisms.on("violence.protection"):
        return 0.0
    return shelter(world, place) * float(world.justice.clearance[place])


def strengths(world: World, cohesion: list[float]) -> list[float]:
    """Strength of each holding, in members of a united, ordinarily armed organisation."""
    held, sheltered = world.holdings, world.mechanisms.on("violence.protection")
    arms = [math.sqrt(organisation.arms) for organisation in world.organisation_agents]
    found = []
    for k in range(len(held)):
        row, place = int(held.organisation[k]), int(held.place[k])
        force = float(held.members[k]) * float(held.loyalty[k]) * arms[row] * cohesion[row]
        if sheltered:
            help_there = world.parameters.territory.protection * shelter(world, place)
            force *= 1.0 + help_there * float(held.control[k])
        found.append(force)
    return found


def takings(world: World) -> list[float]:
    """What full control of its place would bring each holding, US$ a month."""
    held, ground, toll = world.holdings, world.ground, world.parameters.territory.toll_share
    reach = [float(organisation.transnational) for organisation in world.organisation_agents]
    found = []
    for k in range(len(held)):
        row, place = int(held.organisation[k]), int(held.place[k])
        share = reach[row] + (1.0 - reach[row]) * toll
        found.append(share * float(ground.flow_usd[place]) + float(ground.local_usd[place]))
    return found


def convicting(world: World, country: int, place: int, own: str = "courts_organised") -> float:
    """Convictions for each case that reaches a court; ``own`` is the lever of this kind of case alone."""
    best = world.parameters.justice.courts * float(world.region.courts[country])
    return min(best * float(world.levers.courts[place]) * float(getattr(world.levers, own)[place]), HIGHEST)


def feared_conviction(world: World) -> list[float]:
    """Chance of conviction that holds members back, by place."""
    if not world.mechanisms.on("justice.deterrence"):
        return [0.0] * len(world.community_agents)
    return [float(chance) for chance in world.justice.conviction]


def feared_by_others(world: World) -> list[float]:
    """Chance of conviction that holds everybody else back, by place."""
    if not world.mechanisms.on("justice.deterrence"):
        return [0.0] * len(world.community_agents)
    return [float(chance) for chance in world.justice.conviction_common]


def odds(mine: float, theirs: float) -> float:
    """Share of a contest that strength would win."""
    return mine / (mine + theirs) if mine + theirs > 0.0 else 0.5
