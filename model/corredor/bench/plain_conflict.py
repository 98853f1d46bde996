"""Relations, contests, deployment and deaths in plain NumPy: the reference for their kernels.

Not dense over organisations and places, which would be slower by orders, but over the pairs that meet. Arguments and
results are those of the kernels of the same name; all arrays are new.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from corredor.kernels.deploy import ControlRules, Deployed, DeployRules
from corredor.kernels.fights import SLIGHT, Dead, FightRules, Sides
from corredor.kernels.relations import Meetings, PeaceRules
from corredor.kernels.room import Room
from corredor.region.region import Floats, Ints

Longs = NDArray[np.int64]


def places_of(start: Longs) -> Longs:
    """Place of each holding, shape (K,)."""
    return np.repeat(np.arange(len(start) - 1), np.diff(start))


def pairs(start: Longs) -> tuple[Longs, Longs]:
    """Every two holdings of one place, once: the later and the earlier."""
    holdings = np.arange(start[-1])
    before = holdings - start[places_of(start)]
    later = np.repeat(holdings, before)
    first = np.repeat(np.cumsum(before) - before, before)
    return later, np.arange(len(later)) - first + start[places_of(start)][later]


def _sums(index: NDArray[Any], weight: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(index, weight, size), dtype=np.float64)


def _both_ways(i: Ints, j: Ints, forth: Floats, back: Floats, parties: int) -> Floats:
    """Sums by pair of organisations, as each of the two sees it, shape (A, A)."""
    key = np.concatenate([i.astype(np.int64) * parties + j, j.astype(np.int64) * parties + i])
    return _sums(key, np.concatenate([forth, back]), parties**2).reshape(parties, parties)


def _odds(strength: Floats, a: Longs, b: Longs) -> Floats:
    both = strength[a] + strength[b]
    odds: Floats = np.divide(strength[a], both, out=np.full(len(a), 0.5), where=both > 0.0)
    return odds


def meetings(
    start: Longs, party: Ints, members: Floats, control: Floats, strength: Floats, rent: Floats, usual: Floats,
    conviction: Floats, guard: Floats, foothold: Floats, n_parties: int, _room: Room | None = None,
) -> Meetings:  # fmt: skip
    """See ``kernels.relations.meetings``."""
    place, (a, b) = places_of(start), pairs(start)
    i, j, p = party[a], party[b], place[a]
    stands = members / (members + foothold[place])
    firm = stands[a] * stands[b]
    worth = firm * usual[p]
    prize = worth * (control[a] + control[b])
    booty = firm * rent[p] * (control[a] + control[b])
    won = prize * _odds(strength, a, b)
    law_of_b, law_of_a = (prize * (conviction[p] + guard[p] * control[attacked]) for attacked in (b, a))
    return Meetings(
        _both_ways(i, j, prize, prize, n_parties),
        _both_ways(i, j, booty, booty, n_parties),
        _both_ways(i, j, worth * control[a], worth * control[b], n_parties),
        _both_ways(i, j, won, prize - won, n_parties),
        _both_ways(i, j, firm * members[a], firm * members[b], n_parties),
        _both_ways(i, j, law_of_b, law_of_a, n_parties),
    )


def move_hostility(
    hostility: Floats, grudge: Floats, rows: Longs, meet: Meetings, patience: Floats, peace_value: Floats,
    rules: PeaceRules,
) -> None:  # fmt: skip
    """See ``kernels.relations.move_hostility``."""
    met = meet.prize > 0.0
    prize = np.where(met, meet.prize, 1.0)
    held, won = meet.held / prize, meet.won / prize
    saved = rules.war_cost * meet.members + rules.attention * meet.attention + peace_value
    peace = held - won * (1.0 - rules.destroyed) + saved / prize
    tempted = rules.grab * meet.booty / prize * won * (1.0 - held) - rules.patience * patience[:, None] * peace
    square = np.ix_(rows, rows)
    drive = (np.maximum(tempted, tempted.T) + rules.grievance * grudge[square]) / rules.temperature
    target = np.where(met, 1.0 / (1.0 + np.exp(-np.clip(drive, -500.0, 500.0))), 0.0)
    now = hostility[square]
    moved = now + np.where(target > now, rules.rise, rules.fall) * (target - now)
    np.fill_diagonal(moved, np.diag(now))
    hostility[square] = moved


def hostile_strength(start: Longs, party: Ints, strength: Floats, hostility: Floats) -> Floats:
    """See ``kernels.deploy.hostile_strength``."""
    a, b = pairs(start)
    heat = hostility[party[a], party[b]]
    key, against = np.concatenate([a, b]), np.concatenate([heat * strength[b], heat * strength[a]])
    return _sums(key, against, len(party))


def move_control(
    start: Longs, control: Floats, strength: Floats, against: Floats, state: Floats, rules: ControlRules
) -> None:
    """See ``kernels.deploy.move_control``."""
    place, places = places_of(start), len(state)
    everybody, held = _sums(place, strength, places), _sums(place, control, places)
    strong, least = everybody > 0.0, 1e-300
    vacant = np.where(strong, everybody / np.maximum(everybody + state, least), held) - held
    fills = strength / np.maximum(everybody, least)[place]
    share = np.where(vacant[place] > 0.0, fills, control / np.maximum(held, least)[place])
    won = strength / np.maximum(everybody + state, least)[place]
    pace = np.minimum(rules.seize * against / np.maximum(everybody, least)[place], 1.0)
    moved = np.maximum(control + rules.settle * vacant[place] * share + pace * (won - control), 0.0)
    total = _sums(place, moved, places)
    control[:] = np.where(strong[place], moved / np.maximum(total, 1.0)[place], control)


def marginal_rent(
    start: Longs, members: Floats, strength: Floats, against: Floats, take: Floats, state: Floats
) -> Floats:
    """See ``kernels.deploy.marginal_rent``."""
    place = places_of(start)
    everybody = (state + _sums(place, strength, len(state)))[place]
    worth = take * (against + state[place]) * strength
    here = (members > 0.0) & (everybody > 0.0)
    return np.divide(worth, everybody**2 * members, out=np.zeros(len(members)), where=here)


def deploy(
    now: Deployed, gain: Floats, neighbours: Ints, spread: Floats, floor: Floats, n_parties: int, rules: DeployRules,
    _room: Room | None = None,
) -> Deployed:  # fmt: skip
    """See ``kernels.deploy.deploy``."""
    places, own = len(floor), now.party.astype(np.int64) * len(floor) + now.place
    total = _sums(now.party, now.members, n_parties)
    x = _follow(now, gain, total, rules)
    beside = neighbours[now.place]
    moved = np.where(beside >= 0, x[:, None] * rules.diffusion * spread[now.place], 0.0)
    a, k = np.nonzero(moved > 0.0)
    key = now.party[a].astype(np.int64) * places + beside[a, k]
    size = n_parties * places
    here = _sums(own, x - moved.sum(axis=1), size) + _sums(key, moved[a, k], size)
    origin = _origin(own, key, a, moved[a, k], size)
    here = here.reshape(n_parties, places)
    here[(here < floor) & (here < here.max(axis=1, keepdims=True))] = 0.0
    here *= (total / np.maximum(here.sum(axis=1), 1e-300))[:, None]
    place, party = np.nonzero(here.T > 0.0)
    whence = origin[party * places + place]
    control = np.where(now.place[whence] == place, now.control[whence], 0.0)
    return Deployed(
        place.astype(np.int32), party.astype(np.int32), here[party, place], control, now.plaza[whence],
        now.loyalty[whence],
    )  # fmt: skip


def _follow(now: Deployed, gain: Floats, total: Floats, rules: DeployRules) -> Floats:
    """Members of each holding after they have followed better rents."""
    party, members, many = now.party, now.members, len(total)
    mean = _sums(party, gain * members, many) / np.maximum(total, 1e-300)
    relative = gain / np.maximum(mean, 1e-300)[party]
    weight = np.where(mean[party] > 0.0, np.clip(relative, rules.least, rules.most) ** rules.sharpness, 1.0)
    drawn = _sums(party, members * weight, many)
    more = members * weight * (total / np.maximum(drawn, 1e-300))[party] - members
    leave = np.minimum(np.maximum(-more, 0.0), rules.leavers * members)
    wanted = _sums(party, np.maximum(more, 0.0), many)
    taken = _sums(party, leave, many) / np.maximum(wanted, 1e-300)
    return members + np.where(more > 0.0, taken[party] * more, -leave)


def _origin(own: Longs, key: Longs, a: Longs, moved: Floats, size: int) -> Longs:
    """Holding from which most of each organisation's presence in a place came, by organisation and place."""
    origin = np.full(size, -1)
    order = np.lexsort((-np.arange(len(key)), moved, key))
    origin[key[order]] = a[order]
    origin[own] = np.arange(len(own))
    return origin


def openings(sides: Sides, n_fronts: int) -> Floats:
    """See ``kernels.fights.openings``."""
    (a, b), parties = pairs(sides.start), len(sides.arms)
    held = (sides.control[a] + SLIGHT) / (sides.control[a] + sides.control[b] + 2.0 * SLIGHT)
    gap = np.abs(_odds(sides.strength, a, b) - held)
    mine, theirs = sides.front[a].astype(np.int64) * parties, sides.front[b].astype(np.int64) * parties
    key = np.concatenate([mine + sides.party[b], theirs + sides.party[a]])
    worth = np.concatenate([gap * sides.take[a], gap * sides.take[b]])
    return _sums(key, worth, n_fronts * parties).reshape(n_fronts, parties)


def turf_deaths(
    sides: Sides, hostility: Floats, population: Floats, impunity: Floats, n_fronts: int, rules: FightRules,
    _room: Room | None = None,
) -> Dead:  # fmt: skip
    """See ``kernels.fights.turf_deaths``."""
    place, (a, b), parties = places_of(sides.start), pairs(sides.start), len(sides.arms)
    i, j, p, facing = sides.party[a], sides.party[b], place[a], openings(sides, n_fronts)
    engaged = sides.members[a] + sides.members[b]
    stake = 0.5 * (facing[sides.front[a], j] + facing[sides.front[b], i])
    effort = np.minimum(np.maximum(stake - rules.front_cost, 0.0) / rules.front_scale, rules.front_limit)
    x = rules.lethality * sides.members[a] * sides.members[b] * impunity[p] * hostility[i, j]
    x *= (1.0 + rules.front * effort) * 0.5 * (sides.arms[i] + sides.arms[j])
    x /= np.maximum(population[p] + rules.crowding * engaged, 1e-300)
    x = np.where(engaged > 0.0, np.minimum(x, rules.pair_ceiling * engaged), 0.0)
    spared = 1.0 + sides.allies
    mine = x * spared[j] / (spared[i] + spared[j])
    worst, deaths = np.full((parties, parties), -1), np.zeros((parties, parties))
    order = np.lexsort((-p, x))
    order = order[x[order] > 0.0]
    for one, other in ((i[order], j[order]), (j[order], i[order])):
        worst[one, other], deaths[one, other] = p[order], x[order]
    return Dead(
        _sums(p, x, len(population)),
        _sums(np.concatenate([a, b]), np.concatenate([mine, x - mine]), len(sides.party)),
        _both_ways(i, j, x, x, parties),
        _both_ways(i, j, engaged, engaged, parties),
        worst,
        deaths,
    )


def succession_deaths(
    sides: Sides, population: Floats, impunity: Floats, n_fronts: int, rules: FightRules, dead: Dead
) -> None:
    """See ``kernels.fights.succession_deaths``."""
    place = places_of(sides.start)
    worth = _sums(sides.front, sides.take * sides.control, n_fronts)
    drive = (worth[sides.front] - rules.succession_cost) / rules.succession_scale
    heat = rules.succession * (1.0 - sides.hold) / (1.0 + np.exp(-np.clip(drive, -500.0, 500.0)))
    x = rules.lethality * heat * 0.5 * sides.members**2 * sides.arms[sides.party] * impunity[place]
    x /= np.maximum(population[place] + rules.crowding * sides.members, 1e-300)
    x = np.maximum(np.minimum(x, rules.inner_ceiling * sides.members), 0.0)
    dead.place[:] += _sums(place, x, len(population))
    dead.holding[:] += x


def gamma_poisson(mean: Floats, shape: float, uniform: Floats, drawn: Floats) -> None:
    """See ``kernels.counts.gamma_poisson``."""
    odds = mean / (mean + shape)
    probability = (1.0 - odds) ** shape
    cumulative, found = probability.copy(), np.zeros(mean.shape)
    left = np.nonzero((uniform >= 1.0 - mean) & (cumulative <= uniform))
    while len(left[0]):
        x = found[left]
        probability[left] *= odds[left] * (x + shape) / (x + 1.0)
        spent = (x > mean[left]) & (cumulative[left] + probability[left] == cumulative[left])
        found[left] += ~spent
        cumulative[left] += probability[left]
        again = (cumulative[left] <= uniform[left]) & ~spent
        left = (left[0][again], left[1][again])
    drawn[:] = found
