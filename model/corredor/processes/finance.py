"""Finance and corruption: rents are shared out by control, laundered, and spent on wages, bribes and arms."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.agents.world import World
from corredor.kernels.rents import share_out
from corredor.processes.capture import offers, update_capture, update_protection
from corredor.processes.corridors import Corridors
from corredor.processes.local_rents import LOCAL_ACTIVITIES, LocalRents
from corredor.processes.process import Process
from corredor.processes.strength import takings
from corredor.region.catalogue import REAL
from corredor.region.region import Floats
from corredor.region.sphere import densify, xyz_km
from corredor.region.tables import polylines

DEAREST_LAUNDERING = 0.9
"""Beyond this price cash is spent as it is."""
LEAST_HELD = 0.05
"""Share of a place below which nobody is there to take what was paid when plans were made."""
RICHEST = 2.0
"""Money above twice the wage bill buys no more arms."""


class Finance(Process):
    r"""Money on the ground.

    What an organisation takes in a place it controls to the share ``h`` is

    .. math:: h\,[(\tau + (1 - \tau)\,\pi)\,F + L]

    with ``F`` the rent of loads that pass within reach (``processes.corridors``), ``L`` the local rents,
    ``\tau`` its transnational capacity and ``\pi`` the
    part that a group without any still gets as toll (both registered with territory). What own loads earned comes
    from the markets. Revenue is laundered at the price ``c (1 + g f)``, ``f`` the strength of financial intelligence
    that is not captured; what policies add to the price and to confiscation is undone by units that are bought. What
    is clean pays bribes (a share of it), wages and arms; part of what exceeds the reserve is withdrawn. Who owes for
    loads still spends what the ground yields. Every dollar moves through ``ledger.pay``.
    """

    name: ClassVar[str] = "finance"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.local = LocalRents(world)
        self.corridors = Corridors(world.region, world.parameters.finance.corridor)
        self.nearness = arms_nearness(world)
        world.ground.arms_supply[:] = self.nearness[world.place_country()]
        self.opened = False
        self.budget: Floats = np.empty(0)
        world.count_members()
        self._expect_wages()
        world.ledger.pay("opening", world.parameters.finance.reserve * self._wages())

    def step(self) -> None:
        """Compute ``world.month``."""
        world, p = self.world, self.world.parameters.finance
        world.count_members()
        organisations = world.organisations
        self._expect_wages()
        taken, earned = self._collect()
        self.budget = np.maximum(organisations.cash_usd, earned)
        clean = self._launder()
        bribes = self._pay("bribes", p.bribes * clean)
        organisations.paid[:] = self._pay("wages", self._wages()) / organisations.wage_bill
        self._corrupt(taken, earned, bribes)
        self._arm(clean)
        self._confiscate()
        over = np.maximum(organisations.cash_usd - p.reserve * organisations.wage_bill, 0.0)
        self._pay("withdrawn", p.withdrawal * over)

    def _expect_wages(self) -> None:
        organisations = self.world.organisations
        organisations.wage_bill[:] = self.world.parameters.finance.wage * np.maximum(organisations.members, 1.0)

    def _wages(self) -> Floats:
        wages: Floats = self.world.parameters.finance.wage * self.world.organisations.members
        return wages

    def _collect(self) -> tuple[Floats, Floats]:
        """Pay in what the ground yields; returns what was taken by holding, shape (K,), and by organisation."""
        world, p = self.world, self.world.parameters.finance
        ground, holdings, organisations = world.ground, world.holdings, world.organisations
        local = self.local.by_activity(world)
        rent = np.take(world.traffic.rent_usd, world.region.places, mode="clip")
        rent += self._tolls_for_control()
        ground.flow_usd[:] = self.corridors.spread(rent)
        np.sum(local, axis=0, out=ground.local_usd)
        rents = ground.flow_usd + ground.local_usd
        ground.usual_usd += (rents - ground.usual_usd) / (p.memory if self.opened else 1.0)
        if world.month <= 0:
            ground.first_flow_usd[:], ground.first_local_usd[:] = ground.flow_usd, ground.local_usd
        if world.month <= 0 or world.mechanisms.on("territory.rents"):
            ground.labour[:] = p.labour * ground.usual_usd / p.wage

        taken, income = np.empty(len(holdings)), np.empty((2 + len(local), organisations.n))
        place, organisation, control = holdings.place, holdings.organisation, holdings.control
        share_out(place, organisation, control, takings(world), local, ground.local_usd, taken, income)
        organisations.income_tolls[:] = income[1]
        for activity, earned in zip(LOCAL_ACTIVITIES, income[2:], strict=True):
            organisations.array(f"income_{activity}")[:] = earned
        world.ledger.pay("rents", income[0])
        return taken, income[0]

    def _tolls_for_control(self) -> Floats:
        """Tolls by place as full control would take them, shape (P,): what was paid answered for what rivals hold."""
        held = self.world.holdings.by_place(self.world.holdings.control)
        tolls: Floats = self.world.traffic.toll_usd[self.world.region.places]
        tolls /= np.maximum(held, LEAST_HELD, out=held)
        return tolls

    def _launder(self) -> Floats:
        """Pay for laundering; incomes are net of it from here on. Returns clean revenue, shape (rows,)."""
        world, organisations = self.world, self.world.organisations
        revenue = np.maximum(income_usd(world), 0.0)
        if not world.mechanisms.on("finance.laundering"):
            return revenue
        price = laundering_price(world)[organisations.country]
        cost = self._pay("laundering", price * revenue)
        kept = 1.0 - cost / np.maximum(revenue, 1e-9) * (revenue > 0.0)
        for activity in INCOMES:
            organisations.array(activity)[:] *= kept
        return revenue - cost

    def _corrupt(self, taken: Floats, earned: Floats, bribes: Floats) -> None:
        """Spread each organisation's bribes over its ground as its takings are, and see whom they buy."""
        world = self.world
        offered = offers(world, taken, bribes / np.maximum(earned, 1e-9))
        if not self.opened:
            update_capture(world, offered, 1.0)
            self.opened = True
        elif world.mechanisms.on("finance.capture"):
            update_capture(world, offered, world.parameters.finance.capture_speed)
        update_protection(world)

    def _arm(self, clean: Floats) -> None:
        """Arms per member grow with war and money, where arms can be bought, and wear down to the usual."""
        world, p, organisations = self.world, self.world.parameters.finance, self.world.organisations
        war = np.minimum(world.hostility.max(axis=1, initial=0.0), 1.0)
        rich = np.minimum(clean / organisations.wage_bill, RICHEST)
        on_offer = world.levers.arms * self.nearness
        world.ground.arms_supply += (on_offer[world.place_country()] - world.ground.arms_supply) / p.arms_life
        supply = on_offer[organisations.country]
        growth = p.arms_in * war * rich * supply * organisations.alive
        each = p.arms_price * organisations.members
        paid = self._pay("arms", growth * each)
        bought = paid / np.maximum(each, 1e-9)
        organisations.arms[:] += bought - p.arms_decay * (organisations.arms - 1.0)

    def _confiscate(self) -> None:
        world, p, organisations = self.world, self.world.parameters.finance, self.world.organisations
        share = p.confiscation * financial_intelligence(world) + world.levers.confiscation * sober_units(world)
        self._pay(
            "confiscated", np.minimum(np.maximum(share, 0.0), 1.0)[organisations.country] * organisations.cash_usd
        )

    def _pay(self, flow: str, amounts: Floats) -> Floats:
        """Pay out at most what the budget holds; returns what was paid, shape (rows,)."""
        paid: Floats = np.minimum(np.maximum(amounts, 0.0), self.budget)
        self.budget = self.budget - paid
        self.world.ledger.pay(flow, -paid)
        return paid


INCOMES: tuple[str, ...] = ("income_trafficking", "income_tolls", *(f"income_{a}" for a in LOCAL_ACTIVITIES))
"""Columns that add up to an organisation's revenue."""


def income_usd(world: World) -> Floats:
    """Last month's revenue of each organisation, net of laundering, shape (rows,)."""
    return np.sum([world.organisations.array(column) for column in INCOMES], axis=0)


def financial_intelligence(world: World) -> Floats:
    """Strength of financial intelligence that is not captured, by country, shape (C,)."""
    agencies = world.agencies
    units = agencies.kind == AgencyKind.FINANCIAL_INTELLIGENCE
    sober = agencies.strength[units] * (1.0 - agencies.capture[units])
    return np.bincount(agencies.country[units], sober, len(world.region.countries))


def sober_units(world: World) -> Floats:
    """Share of those who follow money that nobody has bought, by country, shape (C,); all of them without a unit."""
    agencies, countries = world.agencies, len(world.region.countries)
    units = agencies.kind == AgencyKind.FINANCIAL_INTELLIGENCE
    home = agencies.country[units]
    bought = np.bincount(home, agencies.capture[units], countries)
    sober: Floats = 1.0 - bought / np.maximum(np.bincount(home, minlength=countries), 1.0)
    return sober


def laundering_price(world: World) -> Floats:
    """Share of revenue that laundering costs, by home country, shape (C,); who is bought lets money pass as usual."""
    p = world.parameters.finance
    dearer = 1.0 + (world.levers.laundering - 1.0) * sober_units(world)
    price = p.laundering * (1.0 + p.laundering_unit * financial_intelligence(world)) * dearer
    dearest: Floats = np.minimum(price, DEAREST_LAUNDERING)
    return dearest


def arms_nearness(world: World) -> Floats:
    """Arms that can be bought, by country, relative to beside the United States, shape (C,).

    Part is at hand everywhere (arsenals, old wars); the rest is smuggled south and thins out with the distance between
    the people of both countries; where a part of the real map has no cells of the United States, from their edge.
    Synthetic regions have the same supply everywhere.
    """
    region, p = world.region, world.parameters.finance
    if region.name not in REAL:
        return np.ones(len(region.countries))
    xyz = region.xyz_km[region.places]
    country, people = world.place_country(), region.population[region.places]
    weight = np.maximum(np.bincount(country, people, len(region.countries)), 1.0)
    centre = np.column_stack([np.bincount(country, people * xyz[:, k], len(region.countries)) for k in range(3)])
    centre /= weight[:, None]
    if "USA" in region.countries:
        seller = xyz[country == region.countries.index("USA")]
    else:
        seller = np.concatenate([xyz_km(*densify(*line)) for line in polylines("us_edge.csv", "door").values()])
    distance = np.sqrt(((centre[:, None, :] - seller[None, :, :]) ** 2).sum(axis=2)).min(axis=1)
    supply: Floats = p.arms_local + (1.0 - p.arms_local) * np.exp(-distance / p.arms_reach)
    return supply
