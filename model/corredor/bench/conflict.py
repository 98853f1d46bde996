"""The kernels of conflict and violence against the same in plain NumPy, at the size of a crowded run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from corredor.bench import plain_conflict
from corredor.bench.pairs import Row, paired, row
from corredor.kernels import counts, fights, relations
from corredor.kernels import deploy as moving
from corredor.kernels.room import Room
from corredor.region.region import Floats, Ints

ORGANISATIONS, PLACES = 300, 3000
WIDE = 60
PATCH = 5
"""Places on each side of an organisation's square of holdings."""
PLAZAS = 4
KINDS = 5
ROUNDS = 15
FEW, MANY = 64, 512
"""Organisations, to see how it grows with them."""
FEW_PLACES = 640
"""Places of the few, as crowded as in the large case: ten to an organisation."""


class Ground(NamedTuple):
    """A crowd of organisations on a rectangle of places, each on a square of its own somewhere.

    Attributes:
        sides: holdings, as ``kernels.fights`` takes them.
        now: the same, as ``kernels.deploy`` takes them.
        fronts: number of plazas.
        hostility, grudge: (A, A).
        rent, conviction, foothold, population, impunity, state: (P,).
        neighbours, spread: (P, 8).
        mean, uniform: (kinds, P), expected homicides and a draw for each.
        room: where kernels keep what they find, as from month to month.
    """

    sides: fights.Sides
    now: moving.Deployed
    fronts: int
    hostility: Floats
    grudge: Floats
    rent: Floats
    conviction: Floats
    foothold: Floats
    population: Floats
    impunity: Floats
    state: Floats
    neighbours: Ints
    spread: Floats
    mean: Floats
    uniform: Floats
    room: Room


PEACE = relations.PeaceRules(3.0, 15.0, 0.35, 80.0, 0.3, 14.0, 0.6, 0.5, 0.35)
CONTROL = moving.ControlRules(0.02, 0.15)
DEPLOY = moving.DeployRules(0.08, 0.003, 31.0, 0.05, 20.0)
FIGHT = fights.FightRules(12.0, 312.5, 1.0, 4e6, 8e6, 1.5, 0.3, 4e6, 1e6, 0.05, 0.03)


def ground(organisations: int = ORGANISATIONS, places: int = PLACES) -> Ground:
    """Holdings drawn at random, the same every time."""
    rng = np.random.default_rng(3)
    high = places // WIDE
    corner = np.stack([rng.integers(0, high - PATCH, organisations), rng.integers(0, WIDE - PATCH, organisations)])
    north, east = (step.ravel() for step in np.mgrid[:PATCH, :PATCH])
    place = ((corner[0][:, None] + north) * WIDE + corner[1][:, None] + east).ravel()
    party = np.repeat(np.arange(organisations), PATCH**2)
    order = np.lexsort((party, place))
    place, party = place[order], party[order]
    held, start = len(place), np.concatenate([[0], np.cumsum(np.bincount(place, minlength=places))])
    control = rng.uniform(0.0, 0.3, held)
    control /= np.maximum(np.bincount(place, control, places), 1.0)[place]
    where: Ints = place.astype(np.int32)
    who: Ints = party.astype(np.int32)
    front: Ints = PLAZAS * who
    members, loyalty = rng.lognormal(3.0, 1.0, held), rng.uniform(0.6, 1.0, held)
    plaza = rng.integers(0, PLAZAS, held, dtype=np.int32)
    sides = fights.Sides(
        start, who, front + plaza, members, control, members * loyalty,
        rng.lognormal(13.0, 1.0, held), rng.uniform(0.5, 1.0, held), rng.uniform(0.8, 2.0, organisations),
        np.linspace(0.0, 3.0, organisations),
    )  # fmt: skip
    heat = np.triu(rng.uniform(size=(organisations, organisations)) ** 4, 1)
    sore = np.triu(rng.uniform(0.0, 0.05, (organisations, organisations)), 1)
    number = np.full((high + 2, WIDE + 2), -1, dtype=np.int32)
    number[1:-1, 1:-1] = np.arange(high * WIDE).reshape(high, WIDE)
    around = [(y, x) for y in (0, 1, 2) for x in (0, 1, 2) if y != 1 or x != 1]
    beside = np.stack([number[y : y + high, x : x + WIDE].ravel() for y, x in around], axis=1)
    return Ground(
        sides,
        moving.Deployed(where, who, members, control, plaza, loyalty),
        organisations * PLAZAS,
        heat + heat.T,
        sore + sore.T,
        rng.lognormal(13.0, 1.0, places),
        rng.uniform(0.0, 0.2, places),
        np.full(places, 1.0),
        rng.lognormal(11.0, 1.0, places),
        rng.uniform(0.5, 1.0, places),
        rng.lognormal(2.0, 1.0, places),
        np.ascontiguousarray(beside),
        np.where(beside >= 0, 5e-5, 0.0),
        rng.lognormal(-1.0, 1.5, (KINDS, places)),
        rng.uniform(size=(KINDS, places)),
        Room(),
    )


def relations_month(on: Ground, by: Any) -> Floats:
    """Hostility after a month; ``by`` has ``meetings`` and ``move_hostility``."""
    sides, organisations = on.sides, len(on.sides.arms)
    meet = by.meetings(
        sides.start, sides.party, sides.members, sides.control, sides.strength, on.rent, 0.9 * on.rent,
        on.conviction, 2.0 * on.conviction, on.foothold, organisations, on.room,
    )  # fmt: skip
    hostility, rows = on.hostility.copy(), np.arange(organisations)
    even, nothing = np.ones(organisations), np.zeros((organisations, organisations))
    by.move_hostility(hostility, on.grudge, rows, meet, even, nothing, PEACE)
    return hostility


def contests_month(on: Ground, by: Any) -> tuple[Floats, Floats]:
    """Control after a month, and what one more member would add."""
    sides, control = on.sides, on.sides.control.copy()
    against = by.hostile_strength(sides.start, sides.party, sides.strength, on.hostility)
    by.move_control(sides.start, control, sides.strength, against, on.state, CONTROL)
    return control, by.marginal_rent(sides.start, sides.members, sides.strength, against, sides.take, on.state)


def deployment_month(on: Ground, by: Any) -> moving.Deployed:
    """Holdings after members have moved to where they add most."""
    gain = on.sides.take / on.sides.members
    floor, organisations = 0.02 * on.foothold, len(on.sides.arms)
    beside = on.neighbours, on.spread
    deployed: moving.Deployed = by.deploy(on.now, gain, *beside, floor, organisations, DEPLOY, on.room)
    return deployed


def deaths_month(on: Ground, by: Any) -> fights.Dead:
    """Expected deaths between and inside organisations."""
    dead: fights.Dead = by.turf_deaths(on.sides, on.hostility, on.population, on.impunity, on.fronts, FIGHT, on.room)
    by.succession_deaths(on.sides, on.population, on.impunity, on.fronts, FIGHT, dead)
    return dead


def counts_month(on: Ground, by: Any) -> Floats:
    """Homicides drawn around their means."""
    drawn = np.empty(on.mean.shape)
    by.gamma_poisson(on.mean, 8.0, on.uniform, drawn)
    return drawn


KERNELS: dict[str, tuple[Callable[[Ground, Any], Any], Any]] = {
    "relations": (relations_month, relations),
    "contests": (contests_month, moving),
    "deployment": (deployment_month, moving),
    "deaths": (deaths_month, fights),
    "counts": (counts_month, counts),
}
"""What is measured, and the module of its kernels."""


def conflict(_finest: float) -> Iterator[Row]:
    """Each kernel of conflict and violence against NumPy over the pairs that meet, all together, and with growth."""
    on = ground()
    size = f"{ORGANISATIONS} organisations, {PLACES} places"

    def all_by_numpy() -> None:
        for month, _ in KERNELS.values():
            month(on, plain_conflict)

    for name, (month, kernels) in KERNELS.items():
        ratios = paired(lambda: month(on, plain_conflict), lambda: month(on, kernels), ROUNDS, times=5)  # noqa: B023
        yield row(f"{name}, {size}", "the same in plain NumPy", ratios, at_least=10.0)
    ratios = paired(all_by_numpy, lambda: all_by_kernels(on), ROUNDS, times=5)
    yield row(f"all five, {size}", "the same in plain NumPy", ratios, at_least=10.0)
    yield from with_organisations()


def with_organisations() -> Iterator[Row]:
    """Many organisations against few: where the places grow with them, and where many crowd on the places of few."""
    few, many, crowd = ground(FEW, FEW_PLACES), ground(MANY, FEW_PLACES * MANY // FEW), ground(MANY, FEW_PLACES)
    growth, reference = f"growth from {FEW} to {MANY} organisations", f"the same of {FEW}"
    for name, (month, kernels) in KERNELS.items():
        ratios = paired(lambda: month(many, kernels), lambda: month(few, kernels), ROUNDS, times=5)  # noqa: B023
        times, what = MANY / FEW, "as many on as many more places"
        if name == "relations":  # hostility is a number for each pair, whether they meet or not
            times, what = MANY * (MANY - 1) / (FEW * (FEW - 1)), "as many pairs"
        yield row(f"{name}, {growth}, {times:.3g} times {what}", reference, ratios, at_most=round(1.25 * times, 1))
    ratios = paired(lambda: all_by_kernels(crowd), lambda: all_by_kernels(few), ROUNDS, times=5)
    yield row(f"all five, {growth} on the same {FEW_PLACES} places", reference, ratios)


def all_by_kernels(on: Ground) -> None:
    """A month of all five."""
    for month, kernels in KERNELS.values():
        month(on, kernels)
