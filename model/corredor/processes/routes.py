"""Route choice: cost, perceived risk and tolls, weighed into what a kilogram is worth in every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from corredor.agents.plans import Plans
from corredor.agents.world import World
from corredor.processes.beliefs import believe, zone_shares
from corredor.processes.carriage import carriage_of
from corredor.processes.flight_prices import FlightPrices
from corredor.processes.neighbourhood import Neighbourhood
from corredor.processes.process import Process
from corredor.processes.replanning import TOGETHER, Replanning
from corredor.processes.roster import update_roster
from corredor.processes.route_parameters import RouteParameters
from corredor.processes.views import VIEW_MONTHS, Views
from corredor.region.region import MARKETS, Floats, Mode

if TYPE_CHECKING:
    from corredor.kernels.lattice import Lattice


class Routes(Process):
    """The plans of the organisations that send loads: one netback field for each and for each market group."""

    name: ClassVar[str] = "routes"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.carriage = carriage_of(world)
        self.views = Views(world)
        self.around = Neighbourhood(world.region)
        self.sink_market = np.array([sink.market for sink in world.region.sinks], dtype=np.int64)
        self.replanning = Replanning(world, self.around)
        self.flights = FlightPrices(self.carriage.link_capacity, self.carriage.link)
        self._factor: Floats = np.zeros((0, world.region.n))
        self._judgement: Floats = np.zeros((0, world.region.n))
        self._room = np.empty((TOGETHER, world.region.n)), np.empty((TOGETHER, world.region.n))
        self._shares = zone_shares(self.around, world.parameters.interdiction.roaming)
        self._lattice: Lattice | None = None
        self._seen: tuple[int, tuple[int, ...]] | None = None

    def step(self) -> None:
        """Who sends, what each believes, and a new plan for those whose turn it is."""
        world = self.world
        update_roster(world)
        plans, p = world.traffic.plans, world.parameters.routes
        self.carriage.ask(world, self.flights.ask(world.traffic.arc_kg[self.carriage.flights], p))
        if not len(plans):
            return
        near = self.replanning.near()
        known = self.replanning.rates(near)
        due = self.replanning.due(known)
        if not len(due):
            return
        self._look_again(plans)
        rates, lattice = known[0], self._charged()
        for first in range(0, len(due), TOGETHER):
            # What those who share a register need stays in the cache until they have planned.
            mine = due[first : first + TOGETHER]
            self._set_cost_factor(plans, mine)
            believe(
                plans,
                mine,
                world.enforcement.standing_per_km,
                self.replanning.usual(),
                rates,
                self._shares,
                near,
                self.around,
                p,
                self._room,
                self._judgement,
                self.views.doubt(),
            )
            self._set_tolls(plans, mine)
            self._sweep(lattice, mine, world.market.sink_price_usd_kg, world.market.cost_level, plans.netback)
        plans.planned[due] = True
        self.replanning.note(due, rates)

    def _look_again(self, plans: Plans) -> None:
        """Take up views as they are now, twice a year and when others plan than before."""
        key = (self.world.month // VIEW_MONTHS, tuple(int(r) for r in plans.row))
        if key != self._seen:
            self._factor, self._judgement = self.views.factor(plans.row), self.views.judgement(plans.row)
            self._seen = key

    def _set_cost_factor(self, plans: Plans, due: NDArray[np.int64]) -> None:
        """Own view of the cost per km, less what is saved where it is established."""
        from corredor.kernels.beliefs import cost_factor

        p: RouteParameters = self.world.parameters.routes
        near = self._room[0][: len(due)]
        self.around.sum_into(near, plans.established_km, due, p.learning_reach)
        cost_factor(due, near, self._factor, p.established_saving, p.established_km, plans.factor)

    def _set_tolls(self, plans: Plans, due: NDArray[np.int64]) -> None:
        """Share of value per km that rivals take from each organisation, by cell: more where they are at war."""
        from corredor.kernels.beliefs import tolls

        world, p, held, rows = self.world, self.world.parameters.routes, self.world.holdings, plans.row[due]
        weight = p.toll / 1000.0 * (1.0 + p.toll_hostility * world.hostility[rows])
        tolls(due, rows, world.region.places, held.place, held.organisation, held.control, weight, plans.toll)

    def _netbacks(self, slots: NDArray[np.int64], price: Floats, level: Floats, netback: Floats) -> None:
        """Netback to each market group for these senders; see ``Lattice.netbacks``."""
        self._sweep(self._charged(), slots, price, level, netback)

    def _charged(self) -> Lattice:
        """The region's lattice at this month's fees."""
        from corredor.kernels.lattice import Lattice, Terms

        carriage = self.carriage
        if self._lattice is None:
            region, arcs = self.world.region, self.world.region.arcs
            self._lattice = Lattice(
                region.row,
                region.column,
                region.shape,
                arcs.tail,
                arcs.head,
                flight=arcs.mode == Mode.FLIGHT,
                km_cost=carriage.km_cost,
                km=carriage.exposure_km,
                markets=len(MARKETS),
            )
        fee = self.world.traffic.fee_usd_kg
        self._lattice.charge(Terms(carriage.km_cost, fee, carriage.exposure_km, carriage.exposure_km))
        return self._lattice

    def _sweep(self, lattice: Lattice, slots: NDArray[np.int64], price: Floats, level: Floats, netback: Floats) -> None:
        """Netbacks are of degree one in prices and costs.

        Those of a level of costs are that level times those of the reference at prices divided by it.
        """
        plans, deflated = self.world.traffic.plans, price / level[self.sink_market]
        lattice.netbacks(slots, plans.factor, plans.hazard, plans.toll, deflated, self.sink_market, netback, level)

    def constant_worth(self) -> Floats:
        """Worth of a kilogram in every cell at reference prices, mean over senders, US$/kg, shape (markets, n)."""
        plans, n = self.world.traffic.plans, self.world.region.n
        price = self.world.market.reference_usd_kg[self.sink_market]
        planned = np.flatnonzero(plans.planned)
        netback = np.zeros_like(plans.netback)
        self._netbacks(planned, price, np.ones(len(MARKETS)), netback)
        worth: Floats = np.einsum("o,omn->mn", plans.share[planned], np.maximum(netback[planned, :, :n], 0.0))
        return worth
