"""Offence by offence: what is recorded of what happened."""

from __future__ import annotations

import math

from corredor.agents.state import HomicideKind
from corredor.kernels.thinning import FEW
from corredor.processes.reporting import Reporting


def step(process: Reporting) -> None:
    world, p, violence = process.world, process.world.parameters.reporting, process.world.violence
    uniform = world.streams.generator("reporting.thinning", world.month).random(
        (len(HomicideKind) + 2, len(world.community_agents))
    )
    for place, one in enumerate(world.community_agents):
        registered = p.homicide_low + (p.homicide_high - p.homicide_low) * one.presence
        for kind in HomicideKind:
            happened, u = float(violence.killings[kind, place]), float(uniform[kind, place])
            world.reported.homicides[kind, place] = recorded(happened, registered, u)
        u = uniform[len(HomicideKind) :, place]
        extorted, kidnapped = float(violence.extortion[place]), float(violence.kidnapping[place])
        world.reported.extortion[place] = recorded(extorted, p.extortion * one.reporting, float(u[0]))
        world.reported.kidnapping[place] = recorded(kidnapped, p.kidnapping * one.reporting, float(u[1]))


def recorded(happened: float, chance: float, uniform: float) -> float:
    """How many of what happened are recorded: the binomial quantile of one uniform, from the rarer side."""
    trials, chance = math.floor(happened + 0.5), min(max(chance, 0.0), 1.0)
    if chance <= 0.5:
        return quantile(trials, chance, uniform)
    return trials - quantile(trials, 1.0 - chance, 1.0 - uniform)


def quantile(trials: float, chance: float, uniform: float) -> float:
    expected = trials * chance
    if expected > FEW:
        tail = min(max(min(uniform, 1.0 - uniform), 1e-12), 0.5)
        t = math.sqrt(-2.0 * math.log(tail))
        top = 2.515517 + t * (0.802853 + t * 0.010328)
        z = t - top / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
        z = z if uniform > 0.5 else -z
        found = math.floor(expected + z * math.sqrt(expected * (1.0 - chance)) + 0.5)
        return min(max(float(found), 0.0), trials)
    if uniform < 1.0 - expected:
        return 0.0
    odds = chance / (1.0 - chance)
    probability = (1.0 - chance) ** trials
    total, count = probability, 0.0
    while total <= uniform and count < trials:
        probability *= odds * (trials - count) / (count + 1.0)
        count += 1.0
        total += probability
    return count
