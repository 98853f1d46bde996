"""Place by place: clearance, conviction, arrests. Prisons are few, and kept by the same book as in the fast month."""

from __future__ import annotations

import numpy as np

from corredor.kernels.justice import HIGHEST
from corredor.processes.justice import Justice
from corredor.processes.witnesses import MOST_TALKATIVE
from plain_month.ground import convicting


def step(process: Justice) -> None:
    world, held = process.world, process.world.holdings
    stages(process)
    process.prisons.release()
    jailed = np.array(arrests(process))
    jailed += process.prisons.detain(jailed)
    for k in range(len(held)):
        held.members[k] -= jailed[k]
    process.prisons.admit(jailed)
    arrested = [0.0] * world.organisations.n
    for k in range(len(held)):
        world.community_agents[held.place[k]].young_missing += float(jailed[k])
        arrested[held.organisation[k]] += float(jailed[k])
    world.justice.arrested = np.array(arrested)
    world.count_members()


def stages(process: Justice) -> None:
    """Conviction is a product of stages."""
    world, p, levers = process.world, process.world.parameters.justice, process.world.levers
    voice, country = world.parameters.communities, world.place_country()
    for place, one in enumerate(world.community_agents):
        courts = convicting(world, int(country[place]), place)
        others = convicting(world, int(country[place]), place, "courts_common")
        clearance = min(p.clearance * one.presence * levers.police[place] * levers.clearance[place], HIGHEST)
        bought = world.justice.capture[place] * (1.0 - min(levers.vetted[place], 1.0))
        talks = 1.0
        if world.mechanisms.on("reporting.trust"):
            talks = min((one.trust / voice.trust_reference) ** voice.trust_power, MOST_TALKATIVE)
        world.justice.clearance[place] = clearance
        world.justice.conviction_common[place] = min(clearance * talks * others, HIGHEST)
        sure = (1.0 - one.fear) * (1.0 - bought)
        world.justice.conviction[place] = min(clearance * talks * courts * sure, HIGHEST)


def arrests(process: Justice) -> list[float]:
    """Members arrested, by holding."""
    world, p, held = process.world, process.world.parameters.justice, process.world.holdings
    there = [0.0] * len(world.community_agents)
    for k in range(len(held)):
        there[held.place[k]] += float(held.members[k])
    share = []
    for place, one in enumerate(world.community_agents):
        conviction = float(world.justice.conviction[place])
        police = min((conviction / p.conviction_reference) ** p.arrests_power, p.arrests_most)
        effort = p.arrests * one.population * police * world.levers.arrests[place]
        share.append(min(effort / max(there[place] + p.arrests_half * one.population, 1e-9), 1.0))
    return [float(share[held.place[k]] * held.members[k]) for k in range(len(held))]
