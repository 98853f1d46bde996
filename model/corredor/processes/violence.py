"""Homicides by kind, and what else organisations do to people."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.core.parameters import DRAWN, UNMEASURED, Spec, process_parameters
from corredor.kernels import counts, fights
from corredor.kernels import killings as kernel
from corredor.kernels.holdings import obedience
from corredor.kernels.room import Room
from corredor.processes.process import Process
from corredor.processes.strength import (
    contested_rents,
    feared_by_others,
    feared_conviction,
    parties,
    seen_cohesion,
    shelter,
    stakes,
    strength,
    takings,
)
from corredor.region.region import Floats, Ints

FRONT_LIMIT = 1.5
"""Most by which a rich and weakly held front multiplies the effort on it."""
PAIR_CEILING, INNER_CEILING = 0.05, 0.03
"""Largest share of those engaged who die in a month, between organisations and inside one."""
RICHEST_STAKE = 10.0
"""Rents for each member, relative to the usual, beyond which nobody fights any harder."""
MOST_LEAVING = 0.02
"""Largest share of a place's people who flee in a month."""


@process_parameters("violence")
class ViolenceParameters(NamedTuple):
    """Deaths in contests, other homicide, and its echo."""

    lethality: Annotated[
        float,
        Spec(
            "1/month", 3, 20, "Prieto-Curiel, Campedelli & Hope 2023" + DRAWN, "deaths per member and share of rivals"
        ),
    ] = 19.0039
    crowding: Annotated[
        float, Spec("1", 50, 1000, UNMEASURED, "inhabitants as whom a member counts where rivals crowd")
    ] = 312.5
    front: Annotated[
        float, Spec("1", 0, 4, UNMEASURED, "added effort on a front by its worth above the cost of opening it")
    ] = 1.0
    front_cost: Annotated[
        float, Spec("usd/month", 0, 5e7, UNMEASURED, "rent that a strike must move along a front to be worth opening")
    ] = 4e6
    front_scale: Annotated[
        float, Spec("usd/month", 5e5, 5e7, UNMEASURED, "rent above that cost that doubles what is at stake")
    ] = 8e6
    stake: Annotated[
        float,
        Spec(
            "1",
            0,
            1,
            "contest theory (Tullock 1980): 1/2 where the cost of effort grows with its square, 1 where it is constant",
            "elasticity of killing in contests to the rents of a place for each member there",
        ),
    ] = 0.5
    usual_stake: Annotated[
        float,
        Spec("usd/month", 500, 5000, UNMEASURED, "rents for a member at which lethality is as registered: a wage"),
    ] = 800.0
    succession: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "hostility inside a plaza where nobody's word holds at all")
    ] = 0.1
    succession_cost: Annotated[
        float, Spec("usd/month", 0, 5e7, UNMEASURED, "rent of a plaza at which half would contest it")
    ] = 4e6
    succession_scale: Annotated[
        float, Spec("usd/month", 2e5, 1e7, UNMEASURED, "rent over which a plaza becomes worth contesting")
    ] = 1e6
    bystanders: Annotated[float, Spec("1", 0.5, 5, UNMEASURED, "others killed for each member killed in contests")] = (
        2.6
    )
    impunity_turf: Annotated[
        float, Spec("1", 0, 8, UNMEASURED, "fall of organised killing per unit of conviction, logarithmic")
    ] = 4.0
    impunity_common: Annotated[
        float, Spec("1", 0, 5, UNMEASURED + DRAWN, "fall of common homicide per unit of conviction, logarithmic")
    ] = 1.5187
    clash: Annotated[
        float, Spec("1/month", 3e-4, 5e-3, UNMEASURED, "deaths per member where soldiers are in every street")
    ] = 0.0015
    police_clash: Annotated[
        float, Spec("1", 0.1, 1.5, UNMEASURED, "clashes of honest police at full presence, relative to soldiers")
    ] = 0.6
    predation: Annotated[
        float, Spec("1/month", 5e-4, 0.01, UNMEASURED + DRAWN, "people killed per member who lives by preying on them")
    ] = 0.00137294
    hunger: Annotated[
        float, Spec("1", 1, 6, UNMEASURED, "how sharply members turn to prey as a plaza's income falls below wages")
    ] = 3.0
    common: Annotated[
        float,
        Spec(
            "1/year",
            2e-5,
            2e-4,
            UNMEASURED + DRAWN,
            "common homicides per head under impunity, at usual exclusion, beside the arms market",
        ),
    ] = 7.6828e-05
    usual_exclusion: Annotated[
        float, Spec("1", 0.1, 0.8, UNMEASURED, "exclusion at which common homicide is as registered")
    ] = 0.4
    firearms: Annotated[
        float,
        Spec(
            "1",
            0,
            0.5,
            "0.1 to 0.3 for homicide (Cook & Ludwig 2006), 0.5 for homicide by firearm (Siegel et al. 2013)",
            "elasticity of killing to the arms held nearby",
        ),
    ] = 0.3
    branching: Annotated[
        float, Spec("1", 0, 0.8, UNMEASURED + DRAWN, "killings that answer one organised killing under impunity")
    ] = 0.113386
    memory: Annotated[
        float, Spec("1/month", 0.1, 1, UNMEASURED, "share of what is to be answered that is answered in a month")
    ] = 0.4
    forgetting: Annotated[float, Spec("1/month", 0.005, 0.1, UNMEASURED, "fading of grudges between organisations")] = (
        0.02
    )
    noticing: Annotated[
        float, Spec("1/month", 0.02, 0.3, UNMEASURED, "how fast what people have seen follows what happens")
    ] = 0.08
    frailty: Annotated[
        float, Spec("1", 1, 50, UNMEASURED, "shape of the gamma spread of monthly means; smaller is burstier")
    ] = 8.0
    extortion: Annotated[
        float, Spec("1/month", 0.1, 3, UNMEASURED, "extortions per member who lives by preying on people")
    ] = 0.5
    kidnapping: Annotated[
        float, Spec("1/month", 0.01, 0.3, UNMEASURED, "kidnappings per member who lives by preying on people")
    ] = 0.07
    displacement: Annotated[float, Spec("1", 0.5, 30, UNMEASURED, "people who flee for each organised killing")] = 3.0


class Violence(Process):
    """Draws homicides of five kinds by place, and hands on who of the organisations' members died.

    Of a pair's dead ``i`` has ``s_i / (s_i + s_j)`` with ``s_i = 1 / (1 + allies_i)`` (Prieto-Curiel, Campedelli & Hope
    2023): of 12 between one with two allies and one with none, 3 and 9. How many die does not depend on it.

    Reads ``world.holdings``, ``hostility`` and ``organisations.allies`` (this month's), conviction and capture (last
    month's). Writes ``world.violence``, ``world.grudge`` and ``communities.homicides`` and ``displaced``; logs
    ``turf_killings``.
    """

    name: ClassVar[str] = "violence"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        p, on = world.parameters.violence, world.mechanisms.on
        self._room = Room()
        self._uniform, self._prey = np.empty(world.violence.expected.shape), np.empty(world.region.n_places)
        self.rules = fights.FightRules(
            lethality=p.lethality,
            crowding=p.crowding,
            front=p.front,
            front_cost=p.front_cost,
            front_scale=p.front_scale,
            front_limit=FRONT_LIMIT,
            succession=p.succession if on("leadership.succession") else 0.0,
            succession_cost=p.succession_cost,
            succession_scale=p.succession_scale,
            pair_ceiling=PAIR_CEILING,
            inner_ceiling=INNER_CEILING,
        )

    def step(self) -> None:
        """Expected killings by kind, then counts, then what follows from them."""
        world, rows, party = self.world, *parties(self.world)
        impunity: Floats = np.exp(-world.parameters.violence.impunity_turf * feared_conviction(world))
        sides, n_fronts = self._sides(rows, party)
        fighting = float(world.mechanisms.on("territory.contest"))
        hostility = kernel.among(world.hostility, rows)
        hostility *= fighting
        zeal, people = impunity * self._effort(), world.communities.population
        dead = fights.turf_deaths(sides, hostility, people, zeal, n_fronts, self.rules, self._room)
        fights.succession_deaths(sides, people, zeal, n_fronts, self.rules, dead)
        expected = self._expected(dead.place, impunity)
        killings = self._draw(expected)
        self._bury(dead.holding, expected, killings)
        self._take_in(killings)
        self._bear_grudges(rows, dead)
        self._log_killings(rows, dead, killings)

    def _sides(self, rows: NDArray[np.int64], party: Ints) -> tuple[fights.Sides, int]:
        """Holdings as the kernel takes them, and the number of plazas."""
        world, held = self.world, self.world.holdings
        seen = seen_cohesion(world)
        front = np.empty(len(held), dtype=np.int32)
        n_fronts = fights.fronts(party, held.plaza, len(rows), front)
        hold = np.empty(len(held))
        obedience(held.organisation, seen, held.loyalty, hold)
        force = strength(world, seen)
        each = (np.ascontiguousarray(column[rows]) for column in (world.organisations.arms, world.organisations.allies))
        sides = fights.Sides(held.start, party, front, held.members, held.control, force, stakes(world), hold, *each)
        return sides, n_fronts

    def _effort(self) -> Floats:
        r"""Effort in contests relative to the usual, shape (P,).

        Whoever spends effort ``e`` at a cost ``e^{1/s}/k`` for a share of ``r`` a member spends in proportion to
        ``r^s`` (the equilibrium of a Tullock contest).
        """
        world, p = self.world, self.world.parameters.violence
        members = world.holdings.by_place(world.holdings.members)
        each: Floats = np.add(*contested_rents(world))
        each /= np.maximum(members, 1.0, out=members)
        each /= p.usual_stake
        np.minimum(each, RICHEST_STAKE, out=each)
        each **= p.stake
        return each

    def _preying(self) -> Floats:
        """Members of each holding who live by preying on people, because income falls short of their wages.

        Income is what the place yields and their part of what the organisation earned with its own loads.
        """
        world, held, table = self.world, self.world.holdings, self.world.organisations
        ratio = np.empty(len(held))
        kernel.hunger(
            held.organisation,
            held.members,
            held.control,
            takings(world),
            table.members,
            table.wage_bill,
            table.income_trafficking,
            ratio,
        )
        ratio **= world.parameters.violence.hunger
        ratio += 1.0
        return np.divide(held.members, ratio, out=ratio)

    def _expected(self, turf: Floats, impunity: Floats) -> Floats:
        """Means by kind and place, shape (kinds, P)."""
        world, p, held = self.world, self.world.parameters.violence, self.world.holdings
        people, levers, mean = world.communities, world.levers, world.violence.expected
        setting = kernel.Setting(
            population=people.population,
            exclusion=people.exclusion,
            disorder=people.disorder,
            presence=people.presence,
            armed=world.ground.arms_supply**p.firearms,
            impunity=impunity,
            common_impunity=np.exp(-p.impunity_common * feared_by_others(world)),
            shelter=shelter(world),
            police=levers.police,
            troops=levers.troops,
            conduct=levers.conduct,
            turf=turf,
            excitation=world.violence.excitation,
        )
        kernel.means(setting, held.place, held.members, self._preying(), p, mean, self._prey)
        for kind, mechanism in _CUTS.items():
            if not world.mechanisms.on(mechanism):
                mean[kind] = 0.0
        return mean

    def _draw(self, expected: Floats) -> Floats:
        """Counts from one uniform per kind and place, whoever is there."""
        self.world.streams.generator("violence.counts", self.world.month).random(out=self._uniform)
        killings = self.world.violence.killings
        counts.gamma_poisson(expected, self.world.parameters.violence.frailty, self._uniform, killings)
        np.sum(killings, axis=0, out=self.world.communities.homicides)
        return killings

    def _bury(self, contest: Floats, expected: Floats, killings: Floats) -> None:
        """Members among the dead, by holding: as expected, scaled to what was drawn in their place."""
        world, held = self.world, self.world.holdings
        world.violence.member_deaths = np.empty(len(held))
        fights.members_dead(
            held.start,
            held.members,
            contest,
            killings[HomicideKind.TURF],
            expected[HomicideKind.TURF],
            killings[HomicideKind.STATE],
            killings[HomicideKind.RETALIATION],
            1.0 + world.parameters.violence.bystanders,
            world.violence.member_deaths,
        )

    def _take_in(self, killings: Floats) -> None:
        """What is answered, seen and fled from, and what members do who live by preying on people."""
        violence, people = self.world.violence, self.world.communities
        after = kernel.After(
            violence.excitation, violence.seen, violence.extortion, violence.kidnapping, people.displaced
        )
        kernel.aftermath(killings, people.population, self._prey, self.world.parameters.violence, MOST_LEAVING, after)

    def _bear_grudges(self, rows: NDArray[np.int64], dead: fights.Dead) -> None:
        """Deaths per member between two organisations add to their grudge, which fades."""
        grudge = self.world.grudge
        if not self.world.mechanisms.on("violence.retaliation"):
            grudge[:] = 0.0
            return
        kept = 1.0 - self.world.parameters.violence.forgetting
        kernel.bear_grudges(grudge, rows, dead.pair, dead.engaged, kept)

    def _log_killings(self, rows: NDArray[np.int64], dead: fights.Dead, killings: Floats) -> None:
        """For each war, the place where it killed most this month, and how many there fell to it."""
        wars = list(self.world.violence.wars.items())
        if not wars:
            return
        one, other = np.searchsorted(rows, np.array([pair for pair, _ in wars]).T)
        place = dead.worst[one, other]
        met = np.flatnonzero(place >= 0)
        where, one, other = place[met], one[met], other[met]
        fell = killings[HomicideKind.TURF, where] * dead.worst_deaths[one, other] / dead.place[where]
        for k in np.flatnonzero(fell > 0.5):
            (i, j), war = wars[met[k]]
            detail = str(round(float(fell[k])))
            self.world.log("turf_killings", organisation=i, other=j, place=int(where[k]), detail=detail, cause=war)


_CUTS = {
    HomicideKind.STATE: "violence.clashes",
    HomicideKind.PREDATION: "violence.predation",
    HomicideKind.RETALIATION: "violence.retaliation",
}
"""Kinds of homicide that a mechanism carries alone."""
