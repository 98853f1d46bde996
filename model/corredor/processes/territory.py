"""War or peace, contests, deployment."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.core.parameters import DRAWN, UNMEASURED, Spec, process_parameters
from corredor.kernels import deploy as moving
from corredor.kernels import relations
from corredor.kernels.holdings import by_holding, rivalry
from corredor.kernels.killings import among
from corredor.kernels.room import Room
from corredor.processes.expeditions import Expeditions
from corredor.processes.process import Process
from corredor.processes.strength import (
    contested_rents,
    feared_conviction,
    guard,
    parties,
    seen_cohesion,
    stakes,
    state_weight,
    strength,
    usual_rents,
)
from corredor.region.region import Floats, Ints, Region

PROTOTYPE = "chosen with ten documented effects on a synthetic region"

WAR, PEACE = 0.5, 0.35
"""Hostility above which a war is logged, and below which it is over."""
REMEMBERED = 24
"""Months for which a blow to an organisation is named as what led to a war."""
SIDE, CORNER = 2.0 / 3.0, 1.0 / 3.0
"""Weights of the nine-point Laplacian: what crosses a side and a corner, per squared distance between centres."""


@process_parameters("territory")
class TerritoryParameters(NamedTuple):
    """Peace between organisations, control of places, deployment of members."""

    toll_share: Annotated[
        float, Spec("1", 0.1, 0.8, UNMEASURED, "share of passing rents that organisations without own exports get")
    ] = 0.35
    grab: Annotated[
        float, Spec("month", 1, 8, UNMEASURED, "months of a rival's rents that a surprise attack is worth")
    ] = 3.0
    patience: Annotated[
        float, Spec("month", 3, 30, UNMEASURED + DRAWN, "months of the future that count when peace is weighed")
    ] = 14.1097
    destroyed: Annotated[float, Spec("1", 0.1, 0.6, UNMEASURED, "share of what is won that a war destroys")] = 0.35
    war_cost: Annotated[
        float, Spec("usd/month", 50, 500, UNMEASURED, "what a war costs more, per member who meets the rival")
    ] = 80.0
    attention: Annotated[
        float, Spec("1", 0, 2, UNMEASURED, "rents that war costs by drawing the state, per unit of conviction")
    ] = 0.3
    grievance: Annotated[
        float, Spec("1", 0, 40, UNMEASURED + DRAWN, "weight of recent deaths per member in the decision for war")
    ] = 21.9498
    temperature: Annotated[
        float, Spec("month", 0.2, 2, UNMEASURED, "months of rent over which a decision for war remains open")
    ] = 0.6
    rise: Annotated[float, Spec("1/month", 0.2, 1, UNMEASURED, "rate at which hostility rises to what tempts")] = 0.5
    fall: Annotated[
        float, Spec("1/month", 0.05, 0.8, "Katz, Hedberg & Amaya 2016", "rate at which hostility falls")
    ] = 0.35
    alliance: Annotated[
        float,
        Spec(
            "1",
            0,
            2,
            UNMEASURED + "; the 150 groups of Prieto-Curiel et al. 2023 have 1.2 allies each, or 2.2 by report",
            "allies as whom an organisation in the same place counts that is wholly at peace",
        ),
    ] = 1.0
    frozen: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "hostility of organisations that meet, where relations are cut")
    ] = 0.3
    settle: Annotated[
        float, Spec("1/month", 0, 0.05, UNMEASURED, "rate at which ground that nobody holds is taken, or given up")
    ] = 0.02
    seize: Annotated[
        float, Spec("1/month", 0.05, 0.4, UNMEASURED, "rate at which control follows strength in all-out war")
    ] = 0.15
    sharpness: Annotated[
        float, Spec("1", 0, 0.3, UNMEASURED, "how sharply members are moved to where they add more rent")
    ] = 0.08
    leavers: Annotated[
        float, Spec("1/month", 0.001, 0.06, UNMEASURED, "largest share of a place's members who follow money elsewhere")
    ] = 0.003
    diffusion: Annotated[
        float, Spec("km**2/month", 5, 150, UNMEASURED, "how members stray into places beside their own")
    ] = 31.0
    foothold: Annotated[
        float, Spec("1/km**2", 1e-5, 1e-3, UNMEASURED, "members per km2 that half count as a presence")
    ] = 1e-4
    state_weight: Annotated[
        float,
        Spec("1", 1e-4, 1e-3, UNMEASURED, "members' strength that the state weighs, per inhabitant if it convicts"),
    ] = 4e-4
    protection: Annotated[
        float, Spec("1", 0, 1.5, UNMEASURED, "strength added by officials all of whom shelter the holder of a place")
    ] = 0.6
    troops_undo: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "share of officials' shelter that soldiers in the streets undo")
    ] = 0.7


class Territory(Process):
    """Decides between war and peace for every pair that meets, moves control where there is war, and then members.

    Who is at peace with those beside it has allies (``organisations.allies``), as far below ``PEACE`` as hostility is;
    nobody has where relations are cut.

    Reads rents from ``world.ground``, conviction and capture from ``world.justice`` (last month's). Writes
    ``world.hostility``, ``world.holdings``, ``world.violence.wars`` and ``turf_usd``; logs ``war`` and ``peace``.
    """

    name: ClassVar[str] = "territory"
    LEAST, MOST = 0.05, 20.0
    """Bounds of marginal rent relative to its mean, so that no place is emptied or flooded at once."""
    TRACE = 0.05
    """Presences below this part of a foothold are given up."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._room = Room()
        p = world.parameters.territory
        self.peace = relations.PeaceRules(*(getattr(p, field) for field in relations.PeaceRules._fields))
        seize = p.seize if world.mechanisms.on("territory.contest") else 0.0
        self.control = moving.ControlRules(p.settle, seize)
        self.deployment = moving.DeployRules(p.sharpness, p.leavers, p.diffusion, self.LEAST, self.MOST)
        self.foothold: Floats = p.foothold * world.region.area_km2[world.region.places]
        self.spread = spread_per_km2(world.region)
        self.expeditions = Expeditions(world)

    def step(self) -> None:
        """Relations, control, deployment."""
        if len(self.world.holdings) == 0:
            return
        rows, party = parties(self.world)
        self._relate(rows, party)
        self._log_wars(rows)
        self._measure_turf()
        self._deploy(rows, party)

    def _relate(self, rows: NDArray[np.int64], party: Ints) -> None:
        """Move hostility, unless relations are cut; a ceasefire holds while its lever does."""
        world, held = self.world, self.world.holdings
        seen = seen_cohesion(world)
        meet = relations.meetings(
            held.start,
            party,
            held.members,
            held.control,
            strength(world, seen),
            np.add(*contested_rents(world)),
            usual_rents(world),
            feared_conviction(world),
            guard(world),
            self.foothold,
            len(rows),
            self._room,
        )
        if not world.mechanisms.on("territory.relations"):
            world.hostility[np.ix_(rows, rows)] = world.parameters.territory.frozen * (meet.prize > 0.0)
            world.organisations.allies[rows] = 0.0
            return
        weight = world.organisations.patience * seen
        for row, factor in world.levers.patience.items():
            weight[row] *= factor
        patience = weight[rows]
        relations.move_hostility(
            world.hostility, world.grudge, rows, meet, patience, self._peace_value(rows), self.peace
        )
        for i, j in world.levers.ceasefire:
            world.hostility[i, j] = world.hostility[j, i] = 0.0
        members = world.organisations.members[rows]
        allies = relations.count_allies(world.hostility, rows, meet.members, members, PEACE)
        world.organisations.allies[rows] = world.parameters.territory.alliance * allies

    def _peace_value(self, rows: NDArray[np.int64]) -> Floats:
        """What policies offer for peace, US$ a month, symmetric, shape (A, A)."""
        value = np.zeros((len(rows), len(rows)))
        for (i, j), usd in self.world.levers.peace_value.items():
            a, b = np.flatnonzero(rows == i), np.flatnonzero(rows == j)
            value[a, b] += usd
            value[b, a] += usd
        return value

    def _log_wars(self, rows: NDArray[np.int64]) -> None:
        """Log pairs that go to war or make peace."""
        world, wars = self.world, self.world.violence.wars
        one, other = np.nonzero(among(world.hostility, rows) > WAR)
        once = one < other
        for pair in zip(rows[one[once]].tolist(), rows[other[once]].tolist(), strict=True):
            if pair not in wars:
                wars[pair] = world.log("war", organisation=pair[0], other=pair[1], cause=self._latest_shock(pair))
        if not wars:
            return
        pairs = list(wars)
        for k in np.flatnonzero(world.hostility[tuple(np.array(pairs).T)] < PEACE):
            pair = pairs[k]
            truce = pair in world.levers.ceasefire or pair[::-1] in world.levers.ceasefire
            detail = "ceasefire" if truce else ""
            world.log("peace", organisation=pair[0], other=pair[1], detail=detail, cause=wars.pop(pair))

    def _latest_shock(self, pair: tuple[int, int]) -> int:
        """The later of the last blows to the two, if it is remembered; otherwise -1."""
        last = int(self.world.organisations.last_shock[list(pair)].max())
        recent = last >= 0 and self.world.month - self.world.events.events[last].month <= REMEMBERED
        return last if recent else -1

    def _measure_turf(self) -> None:
        """Rents over which groups meet: those of a place, by the chance that two of its members are rivals."""
        held, ground = self.world.holdings, self.world.ground
        rivalry(held.start, held.members, ground.flow_usd, ground.local_usd, self.world.violence.turf_usd)

    def _deploy(self, rows: NDArray[np.int64], party: Ints) -> None:
        """Move control, then members."""
        world, held = self.world, self.world.holdings
        force = strength(world, world.organisations.cohesion)
        hostility = among(world.hostility, rows)
        against = moving.hostile_strength(held.start, party, force, hostility)
        state = state_weight(world)
        moving.move_control(held.start, held.control, force, against, state, self.control)
        gain = moving.marginal_rent(held.start, held.members, force, against, stakes(world), state)
        sent, where = self.expeditions.choose(rows, party, force, hostility, state, gain)
        now = moving.Deployed(held.place, party, held.members, held.control, held.plaza, held.loyalty)
        new = moving.deploy(
            now,
            gain,
            world.region.neighbours,
            self.spread,
            self.TRACE * self.foothold,
            len(rows),
            self.deployment,
            self._room,
        )
        organisation = np.empty(len(new.party), dtype=np.int32)
        by_holding(new.party, rows.astype(np.int32), organisation)
        new, organisation = self.expeditions.go(new, organisation, sent, where)
        held.replace(new.place, organisation, new.members, new.control, new.plaza, new.loyalty)
        world.count_members()


@lru_cache(maxsize=4)
def spread_per_km2(region: Region) -> Floats:
    """Share of a place's members that one km2 of diffusion takes to each neighbour, shape (P, 8).

    A nine-point Laplacian on the distances between centres, so that straying takes the same time over a kilometre on
    every grid; nobody strays out to sea. Into a place with fewer people per km2 go as many fewer, by the ratio of the
    two: left to themselves members would be alike per head, as people who move are (the gravity model: Zipf 1946), and
    not alike per km2, which on a fine grid empties towns into the land around them that a coarse cell holds together.
    The rule of Metropolis et al. (1953) has that rest for its limit and moves nobody faster than the rate. Found
    once for a region.
    """
    beside = region.neighbours
    here = region.places[:, None]
    there = region.places[np.maximum(beside, 0)]
    points = region.xyz_km
    km2 = ((points[here] - points[there]) ** 2).sum(axis=2)
    corner = (region.row[here] != region.row[there]) & (region.column[here] != region.column[there])
    weight = np.where(corner, CORNER, SIDE)
    density = region.population[region.places] / region.area_km2[region.places]
    weight *= np.minimum(density[np.maximum(beside, 0)] / np.maximum(density[:, None], 1e-12), 1.0)
    share: Any = np.where(beside >= 0, weight / np.where(beside >= 0, km2, 1.0), 0.0)
    return np.ascontiguousarray(share, dtype=np.float64)
