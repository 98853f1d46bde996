"""Community by community: trust, exclusion, fear, private security, and who governs."""

from __future__ import annotations

from corredor.agents.state import HomicideKind
from corredor.processes.communities import Communities
from corredor.processes.witnesses import MOST_TALKATIVE


def step(process: Communities) -> None:
    world, p, on = process.world, process.world.parameters.communities, process.world.mechanisms.on
    violence, levers = world.violence, world.levers
    held, members = [0.0] * len(world.community_agents), [0.0] * len(world.community_agents)
    for k in range(len(world.holdings)):
        held[world.holdings.place[k]] += world.holdings.control[k]
        members[world.holdings.place[k]] += world.holdings.members[k]
    for place, one in enumerate(world.community_agents):
        killed = sum(violence.killings[kind, place] for kind in HomicideKind if kind != HomicideKind.COMMON)
        rate = killed / max(one.population, 1.0) * 1e5
        room = 1.0 - one.disorder / p.disorder_ceiling
        disorder = one.disorder + p.disorder_rise * rate * room - p.disorder_decay * one.disorder
        one.disorder = min(max(disorder, 0.0), p.disorder_ceiling)
        if world.month >= 0:
            one.population *= process.growth[place]

        ruled = held[place] * (1.0 - one.presence) - one.criminal_governance
        one.criminal_governance += p.governance_speed * ruled
        usual, served = process.usual_presence[place], min(levers.services[place], 1.0)
        wanted = usual + p.presence_gain * served * (1.0 - usual)
        wanted *= 1.0 - p.governance_loss * one.criminal_governance * (1.0 - served)
        one.presence += p.presence_speed * (wanted - one.presence)

        extortion = violence.extortion[place] / max(one.population, 1.0) * 1e5
        suffered = violence.seen[place] + p.extortion_weight * extortion
        harm, conviction = suffered / (suffered + p.violence_half), convicted(process, place)
        change = p.inertia * (process.usual_trust[place] - one.trust) + levers.trust[place]
        if on("communities.trust"):
            change -= p.erosion * harm * (1.0 - conviction) * one.trust
            change += p.justice_done * conviction * (1.0 - one.trust)
        one.trust = min(max(one.trust + change, 0.0), 1.0)

        change = p.inertia * (process.usual_exclusion[place] - one.exclusion) + levers.exclusion[place]
        change += p.exclusion_rise * harm * (1.0 - one.exclusion)
        if on("communities.services"):
            steady = max(one.presence - usual, 0.0)
            change -= p.service_gain * min(levers.services[place] + steady, 1.0) * one.exclusion
        one.exclusion = min(max(one.exclusion + change, 0.0), 1.0)
        one.young_missing -= one.young_missing / p.youth
        gone = members[place] + one.young_missing
        one.young_at_risk = max(process.young_share * one.exclusion * one.population - gone, 0.0)

        one.fear = violence.seen[place] / (violence.seen[place] + p.fear_half)
        guards = one.fear * (1.0 - one.exclusion)
        one.private_security += p.security_speed * (guards - one.private_security)
        talks = 1.0 - one.fear
        if on("reporting.trust"):
            talks *= min((one.trust / p.trust_reference) ** p.trust_power, MOST_TALKATIVE)
        one.reporting = min(p.reporting * talks, 1.0)


def convicted(process: Communities, place: int) -> float:
    """Chance that a homicide ends in a conviction, with or without an organisation behind it."""
    justice, expected = process.world.justice, process.world.violence.expected[:, place]
    total = sum(float(mean) for mean in expected)
    organised = 1.0 - float(expected[HomicideKind.COMMON]) / total if total > 0.0 else 0.0
    return float(justice.conviction_common[place] * (1.0 - organised) + justice.conviction[place] * organised)
