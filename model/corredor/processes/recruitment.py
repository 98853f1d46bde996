"""Recruitment: people join, die and leave."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from corredor.agents.world import World
from corredor.core.parameters import UNMEASURED, Spec, process_parameters
from corredor.kernels.justice import turnover
from corredor.kernels.room import Room
from corredor.processes.finance import income_usd
from corredor.processes.process import Process
from corredor.region.region import Floats

LEAST_RICH, MOST_RICH = 0.2, 2.0
"""Income over wages beyond which it attracts nobody more, or puts off nobody more."""


@process_parameters("recruitment")
class RecruitmentParameters(NamedTuple):
    """How members are won and lost."""

    rate: Annotated[
        float,
        Spec(
            "1/month",
            0.005,
            0.02,
            "fitted to Prieto-Curiel et al. 2023: 350 to 370 a week for 160 000 to 185 000",
            "recruits for each member",
        ),
    ] = 0.009
    pull: Annotated[float, Spec("1", 0, 1.5, UNMEASURED, "elasticity of recruiting to income over wages")] = 1.0
    memory: Annotated[float, Spec("month", 1, 24, UNMEASURED, "over which income is judged")] = 6.0
    quitting: Annotated[
        float,
        Spec(
            "1/month",
            0,
            0.1,
            "unmeasured; keeps 160 000 to 185 000 members with the recruits of Prieto-Curiel et al. 2023",
            "members who leave, of those who are not paid",
        ),
    ] = 0.004
    pool: Annotated[
        float, Spec("1", 0, 1.5, UNMEASURED, "elasticity of recruiting to exclusion, against the reference")
    ] = 0.5
    exclusion_reference: Annotated[
        float, Spec("1", 0.2, 0.7, "unmeasured; about Mexico's at the start", "exclusion at which the rate was found")
    ] = 0.42
    crowding: Annotated[
        float, Spec("1", 0.02, 1, UNMEASURED, "members for each young person at risk that halve recruiting")
    ] = 0.1
    saturation: Annotated[
        float,
        Spec(
            "1/month/member",
            0,
            4e-7,
            "Prieto-Curiel et al. 2023: 64 a week, sizes of row R08",
            "leaving, for each member",
        ),
    ] = 1.9e-7
    crowding_reference: Annotated[
        float,
        Spec(
            "1",
            0.001,
            0.1,
            "unmeasured; members at the start for each young Mexican at risk",
            "where the rate was found",
        ),
    ] = 0.0118
    deterrence: Annotated[float, Spec("1", 0, 10, UNMEASURED, "fall of recruiting for each unit of conviction")] = 2.0
    conviction_reference: Annotated[
        float, Spec("1", 0, 0.2, UNMEASURED, "conviction at which the rate was found, about Mexico's at the start")
    ] = 0.1
    refill: Annotated[
        float, Spec("1", 0, 1, "none in Prieto-Curiel et al. 2023", "share of recruiting that only fills gaps, at once")
    ] = 0.0


class Recruitment(Process):
    r"""Members of organisation ``i`` in a place, a month (Prieto-Curiel, Campedelli & Hope 2023, by place).

    .. math:: \Delta m_i = \rho\,a\,m_i - d_i - \omega\,m_i M_i - q\,u_i\,m_i

    with ``\rho`` the recruiting rate, ``d_i`` its deaths (from violence), ``M_i`` all its members and ``u_i`` the share
    of wages that it cannot pay; arrests are taken by justice. In one well-mixed place with plenty of young people, and
    wages paid, the month is the Euler step of their equation

    .. math:: \dot C_i = \rho C_i - \eta\,\frac{C_i}{\sum_k C_k} - \theta \sum_j s_{ij} C_i C_j - \omega C_i^2 .

    ``a = r^{pull}\,(x / x_0)^{pool}\,e^{-\delta (c - c_0)} (1 + k_0 / \kappa) / (1 + M / \kappa Y)`` takes in what the
    well-mixed case holds fixed, and is 1 where the rate was found: income over wages ``r`` (bounded, and smoothed),
    exclusion ``x``, conviction ``c``, and members ``M`` for each young person at risk ``Y``, ``k_0`` of them usually.
    """

    name: ClassVar[str] = "recruitment"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.prosperity: Floats = np.empty(0)
        self._room = Room()

    def step(self) -> None:
        """Compute ``world.month``."""
        world, holdings, book = self.world, self.world.holdings, self.world.ledger.people
        died, left, joined, staying = self._turnover()
        demobilised = self.demobilised(staying)
        if not world.mechanisms.on("recruitment.replacement"):
            joined[:] = 0.0
        elif world.parameters.recruitment.refill > 0.0:
            joined = self._refilled(joined, died + left + demobilised)
        now = holdings.members + joined
        for gone in (died, left, demobilised):
            now -= gone
        holdings.members = now
        world.communities.young_missing[:] += holdings.by_place(died)
        book.post("recruited", joined.sum())
        book.post("killed", -died.sum())
        book.post("left", -left.sum())
        book.post("demobilised", -demobilised.sum())
        world.count_members()

    def _deaths(self) -> Floats:
        """Deaths that violence found this month, by holding; none where it is switched off."""
        deaths = self.world.violence.member_deaths
        return deaths if self.world.mechanisms.on("violence") and len(deaths) else np.zeros(len(self.world.holdings))

    def _turnover(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Who dies, leaves, would join, and neither dies nor leaves, by holding; good until next month.

        Those leave whom a large organisation cannot hold, and whom a poor one does not pay.
        """
        world, p, held = self.world, self.world.parameters.recruitment, self.world.holdings
        table, count = world.organisations, len(world.holdings)
        leaving = p.saturation * held.by_organisation(held.members, table.n) + p.quitting * (1.0 - table.paid)
        died, left, joined, staying = (self._room.array(name, count) for name in ("died", "left", "joined", "staying"))
        turnover(
            held.place,
            held.organisation,
            held.members,
            self._deaths(),
            leaving,
            self._prospects() ** p.pull,
            self.readiness(),
            p.rate,
            died,
            left,
            joined,
            staying,
        )
        return died, left, joined, staying

    def demobilised(self, members: Floats) -> Floats:
        """Of ``members``, by holding, those who take the way out that policies offer, shape (K,)."""
        holdings = self.world.holdings
        if not self.world.levers.way_out:
            return np.zeros(len(members))
        stay = np.ones(len(members))
        for row, share in self.world.levers.way_out.items():
            offered = (holdings.organisation == row) | (row < 0)
            stay *= 1.0 - offered * np.clip(share[holdings.place], 0.0, 1.0)
        return members * (1.0 - stay)

    def _refilled(self, usual: Floats, lost: Floats) -> Floats:
        """Recruits by holding where part of them only fills gaps."""
        world, p, holdings = self.world, self.world.parameters.recruitment, self.world.holdings
        organisations = world.organisations
        gone = holdings.by_organisation(lost, organisations.n)
        gone[: len(world.justice.arrested)] += world.justice.arrested
        gaps = (gone / np.maximum(organisations.members, 1.0))[holdings.organisation] * holdings.members
        recruits: Floats = (1.0 - p.refill) * usual + p.refill * gaps
        return recruits

    def _prospects(self) -> Floats:
        """Income over wages, bounded and smoothed over some months, shape (rows,); own loads come in lumps."""
        world = self.world
        now = np.minimum(np.maximum(income_usd(world) / world.organisations.wage_bill, LEAST_RICH), MOST_RICH)
        known = len(self.prosperity)
        self.prosperity = np.concatenate([self.prosperity, now[known:]])
        self.prosperity += (now - self.prosperity) / world.parameters.recruitment.memory
        return self.prosperity

    def readiness(self) -> Floats:
        """How readily young people join in each place, shape (P,); 1 where the rate was found."""
        world, p, communities = self.world, self.world.parameters.recruitment, self.world.communities
        there = world.holdings.by_place(world.holdings.members)
        ready: Floats = world.levers.recruitment * (communities.exclusion / p.exclusion_reference) ** p.pool
        usual = 1.0 + p.crowding_reference / p.crowding
        ready *= usual / (1.0 + there / np.maximum(p.crowding * communities.young_at_risk, 1e-9))
        if world.mechanisms.on("justice.deterrence"):
            ready *= np.exp(-p.deterrence * (world.justice.conviction - p.conviction_reference))
        return ready
