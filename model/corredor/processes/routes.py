"""Route choice: cost, perceived risk and tolls, weighed into what a kilogram is worth in every cell."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from corredor.agents.plans import Plans
from corredor.agents.world import World
from corredor.processes.beliefs import believed_hazard, nearby
from corredor.processes.carriage import Carriage
from corredor.processes.hubs import hub_of_cells
from corredor.processes.process import Process
from corredor.processes.roster import update_roster
from corredor.processes.route_parameters import RouteParameters
from corredor.processes.views import Views
from corredor.region.region import MARKETS, Floats

VIEW_MONTHS = 6
"""Views turn so slowly that drawing them anew twice a year is enough."""
FLIGHT_USE_MONTHS = 6
"""Months over which the scarcity of aircraft is judged."""


class Routes(Process):
    """The plans of the organisations that send loads: one netback field for each and for each market group."""

    name: ClassVar[str] = "routes"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.carriage = Carriage(world)
        self.views = Views(world)
        self.hubs = np.unique(hub_of_cells(world.region))
        self.hubs = self.hubs[self.hubs >= 0].astype(np.int64)
        self.sink_market = np.array([sink.market for sink in world.region.sinks], dtype=np.int64)
        self.tail_by_head = world.region.arcs.tail[world.region.arcs.reverse]
        self.flight_use: Floats = np.zeros(len(self.carriage.flights))
        self._factor: Floats = np.zeros((0, world.region.n))
        self._seen: tuple[int, tuple[int, ...]] | None = None

    def step(self) -> None:
        """Who sends, what each believes, and a new plan for those whose turn it is."""
        world = self.world
        update_roster(world)
        plans, p = world.traffic.plans, world.parameters.routes
        self.flight_use += (world.traffic.arc_kg[self.carriage.flights] - self.flight_use) / FLIGHT_USE_MONTHS
        if not len(plans):
            return
        period = max(int(p.replan_months), 1)
        due = np.flatnonzero(~plans.planned | ((world.month + plans.row) % period == 0))
        if not len(due):
            return
        factor = self._cost_factor(plans)
        hazard = believed_hazard(plans, world.enforcement.standing_per_km, world.region, p)
        plans.toll[due] = self._tolls(plans.row[due])
        fee, watch = self.carriage.fees(world, self._flight_surcharge()), self.carriage.watch(world)
        for slot in due:
            self._weigh(plans, int(slot), fee, watch, factor[slot], hazard[slot])
            self._plan(plans, int(slot))
        plans.planned[due] = True

    def _cost_factor(self, plans: Plans) -> Floats:
        """Own view of the cost per km, less what is saved where the organisation is established, shape (O, n)."""
        p: RouteParameters = self.world.parameters.routes
        key = (self.world.month // VIEW_MONTHS, tuple(int(r) for r in plans.row))
        if key != self._seen:
            self._factor, self._seen = self.views.factor(plans.row), key
        own = nearby(self.world.region, plans.established_km, p.learning_reach)
        saved = p.established_saving * own / (own + p.established_km)
        return np.asarray(self._factor * (1.0 - saved), dtype=np.float64)

    def _tolls(self, rows: NDArray[np.int64]) -> Floats:
        """Share of value per km that rivals take from each organisation, by cell: more where they are at war."""
        world, p = self.world, self.world.parameters.routes
        held, region = world.holdings, world.region
        toll = np.zeros((len(rows), region.n))
        for i, row in enumerate(rows):
            weight = 1.0 + p.toll_hostility * world.hostility[row, held.organisation]
            weight[held.organisation == row] = 0.0
            toll[i, region.places] = p.toll / 1000.0 * held.by_place(held.control * weight)
        return toll

    def _flight_surcharge(self) -> Floats:
        """Scarce aircraft: the price of a flight grows with the square of its use over its capacity."""
        p: RouteParameters = self.world.parameters.routes
        return np.asarray(p.flight_scarcity * (self.flight_use / p.flight_capacity) ** 2, dtype=np.float64)

    def _weigh(self, plans: Plans, slot: int, fee: Floats, watch: Floats, factor: Floats, hazard: Floats) -> None:
        """Cost and expected survival of a kilogram on every arc, in one organisation's view."""
        from corredor.kernels.netback import arc_terms

        arcs, carriage = self.world.region.arcs, self.carriage
        arc_terms(
            arcs.tail,
            arcs.head,
            carriage.km_cost,
            fee,
            carriage.exposure_km,
            watch,
            factor,
            hazard,
            plans.toll[slot],
            plans.cost[slot],
            plans.survival[slot],
        )

    def _plan(self, plans: Plans, slot: int) -> None:
        """Netback to each market group at this month's prices, as far as the hubs need it."""
        wanted = np.zeros(self.world.region.n, dtype=np.bool_)
        wanted[self.hubs] = True
        plans.netback[slot] = self._netbacks(plans, slot, self.world.market.sink_price_usd_kg, wanted)

    def _netbacks(self, plans: Plans, slot: int, price: Floats, wanted: NDArray[np.bool_]) -> Floats:
        from corredor.kernels.netback import netback

        arcs = self.world.region.arcs
        cost, survival = plans.cost[slot][arcs.reverse], plans.survival[slot][arcs.reverse]
        value = np.empty((len(MARKETS), self.world.region.n + len(self.sink_market)))
        for market in range(len(MARKETS)):
            mine = np.where(self.sink_market == market, price, 0.0)
            netback(arcs.reverse_start, self.tail_by_head, cost, survival, mine, wanted, value[market])
        return value

    def constant_worth(self) -> Floats:
        """Worth of a kilogram in every cell at reference prices, mean over senders, US$/kg, shape (markets, n)."""
        plans, n = self.world.traffic.plans, self.world.region.n
        price = self.world.market.reference_usd_kg[self.sink_market]
        worth = np.zeros((len(MARKETS), n))
        for slot in np.flatnonzero(plans.planned):
            field = self._netbacks(plans, int(slot), price, np.ones(n, dtype=np.bool_))
            worth += plans.share[slot] * np.maximum(field[:, :n], 0.0)
        return worth
