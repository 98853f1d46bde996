"""What a month does to the people of each place, one after another; ``processes.communities`` has the formulas."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class People(NamedTuple):
    """Columns of the table of communities that change, shape (P,) each."""

    population: Floats
    young_at_risk: Floats
    young_missing: Floats
    exclusion: Floats
    trust: Floats
    fear: Floats
    private_security: Floats
    presence: Floats
    criminal_governance: Floats
    disorder: Floats


class Usual(NamedTuple):
    """What capacity alone gives, shape (P,) each."""

    presence: Floats
    exclusion: Floats
    trust: Floats


class Lived(NamedTuple):
    """What happens in a place, shape (P,) each: violence, who holds it, what the state and policies do.

    Attributes:
        organised: killings this month that are no common homicide.
        seen: homicides per 100 000 and month that people have seen.
        extortion: offences this month.
        conviction: chance of it.
        held: share that organisations control.
        members: persons.
        services, trust, exclusion: levers.
    """

    organised: Floats
    seen: Floats
    extortion: Floats
    conviction: Floats
    held: Floats
    members: Floats
    services: Floats
    trust: Floats
    exclusion: Floats


@njit(cache=True, nogil=True)
def _live(people: People, lived: Lived, growth: Floats, rules: Any) -> None:
    """Population grows; organised killings break order."""
    disorder, population, ceiling = people.disorder, people.population, rules.disorder_ceiling
    for p in range(disorder.size):
        rate = lived.organised[p] / max(population[p], 1.0) * 1e5
        room = 1.0 - disorder[p] / ceiling
        broken = disorder[p] + rules.disorder_rise * rate * room - rules.disorder_decay * disorder[p]
        disorder[p] = min(max(broken, 0.0), ceiling)
    for p in range(growth.size):
        population[p] *= growth[p]


@njit(cache=True, nogil=True)
def _govern(people: People, lived: Lived, usual: Usual, rules: Any) -> None:
    """Groups come to rule what they hold where the state is weak; presence follows services and their rule."""
    ruled, presence = people.criminal_governance, people.presence
    for p in range(presence.size):
        ruled[p] += rules.governance_speed * (lived.held[p] * (1.0 - presence[p]) - ruled[p])
        served = min(lived.services[p], 1.0)
        wanted = usual.presence[p] + rules.presence_gain * served * (1.0 - usual.presence[p])
        wanted *= 1.0 - rules.governance_loss * ruled[p] * (1.0 - served)
        presence[p] += rules.presence_speed * (wanted - presence[p])


@njit(cache=True, nogil=True)
def _harm(seen: float, extortion: float, population: float, rules: Any) -> float:
    """0 to 1: how much violence and extortion people live with."""
    suffered = seen + rules.extortion_weight * (extortion / max(population, 1.0) * 1e5)
    hurt: float = suffered / (suffered + rules.violence_half)
    return hurt


@njit(cache=True, nogil=True)
def _believe(people: People, lived: Lived, usual: Usual, eroded: bool, rules: Any) -> None:
    """Trust is pulled to the usual; where ``eroded``, harm without justice lowers it and justice raises it."""
    trust = people.trust
    for p in range(trust.size):
        change = rules.inertia * (usual.trust[p] - trust[p]) + lived.trust[p]
        if eroded:
            hurt = _harm(lived.seen[p], lived.extortion[p], people.population[p], rules)
            change -= rules.erosion * hurt * (1.0 - lived.conviction[p]) * trust[p]
            change += rules.justice_done * lived.conviction[p] * (1.0 - trust[p])
        trust[p] = min(max(trust[p] + change, 0.0), 1.0)


@njit(cache=True, nogil=True)
def _include(people: People, lived: Lived, usual: Usual, served: bool, rules: Any) -> None:
    """Exclusion grows with harm and, where ``served``, falls with services."""
    exclusion = people.exclusion
    for p in range(exclusion.size):
        change = rules.inertia * (usual.exclusion[p] - exclusion[p]) + lived.exclusion[p]
        hurt = _harm(lived.seen[p], lived.extortion[p], people.population[p], rules)
        change += rules.exclusion_rise * hurt * (1.0 - exclusion[p])
        if served:
            steady = max(people.presence[p] - usual.presence[p], 0.0)
            change -= rules.service_gain * min(lived.services[p] + steady, 1.0) * exclusion[p]
        exclusion[p] = min(max(exclusion[p] + change, 0.0), 1.0)


@njit(cache=True, nogil=True)
def _grow_up(people: People, lived: Lived, young_share: float, rules: Any) -> None:
    """Younger ones come of age; whom organisations could recruit."""
    exclusion, missing = people.exclusion, people.young_missing
    for p in range(exclusion.size):
        missing[p] -= missing[p] / rules.youth
        gone = lived.members[p] + missing[p]
        people.young_at_risk[p] = max(young_share * exclusion[p] * people.population[p] - gone, 0.0)


@njit(cache=True, nogil=True)
def _protect(people: People, lived: Lived, rules: Any) -> None:
    """Fear follows what is seen and, where people can pay, buys guards."""
    for p in range(people.fear.size):
        people.fear[p] = lived.seen[p] / (lived.seen[p] + rules.fear_half)
        guards = people.fear[p] * (1.0 - people.exclusion[p])
        people.private_security[p] += rules.security_speed * (guards - people.private_security[p])


@njit(cache=True, nogil=True)
def month(
    people: People, lived: Lived, usual: Usual, growth: Floats, eroded: bool, served: bool, young_share: float,
    times: int, rules: Any,
) -> None:  # fmt: skip
    """One sentence after another, for all places, ``times`` over; people are born and come of age once.

    Args:
        people: changed.
        lived: of this month.
        usual: what capacity alone gives.
        growth: (P,) factor of a month, or empty where nothing grows yet.
        eroded: whether violence and justice change trust.
        served: whether services lower exclusion.
        young_share: share of the people who are young.
        times: how often the same month is lived through.
        rules: parameters of communities.
    """
    for k in range(times):
        _live(people, lived, growth if k == 0 else growth[:0], rules)
        _govern(people, lived, usual, rules)
        _believe(people, lived, usual, eroded, rules)
        _include(people, lived, usual, served, rules)
        _protect(people, lived, rules)
    _grow_up(people, lived, young_share, rules)
