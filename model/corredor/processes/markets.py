"""Markets: last month's arrivals are sold, wholesale prices clear, and part of it reaches the farm gate."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from corredor.agents.world import World
from corredor.core.parameters import UNMEASURED, Spec, process_parameters
from corredor.processes.demand import Outlets, Trade
from corredor.processes.farm_gate import FarmGate
from corredor.processes.price_finding import PriceFinder
from corredor.processes.process import Process
from corredor.processes.route_parameters import choice_scale
from corredor.region.history import demand_by_year
from corredor.region.region import MARKETS, Floats


@process_parameters("markets")
class MarketParameters(NamedTuple):
    """Demand, wholesale prices and the farm gate."""

    demand_elasticity: Annotated[
        float,
        Spec("1", -1.5, -0.1, "I12 (lower bound) and surveys: -0.3 to -0.6", "short-run price elasticity of demand"),
    ] = -0.5
    long_run_elasticity: Annotated[
        float,
        Spec("1", -2.5, -0.2, "I12: -0.6 to -2.5, short to long run", "price elasticity once people are used to it"),
    ] = -0.7
    habit_months: Annotated[
        float, Spec("month", 12, 120, UNMEASURED, "time over which consumers get used to a price")
    ] = 48.0
    cover: Annotated[float, Spec("month", 1, 12, UNMEASURED, "usual stock of wholesalers, months of demand")] = 5.0
    share_usa: Annotated[
        float,
        Spec(
            "1",
            0.3,
            0.9,
            "UNODC, several years: consumption of the mid-1990s (recalled)",
            "share of what sets out that is bound for the United States",
        ),
    ] = 0.64
    share_europe: Annotated[
        float,
        Spec(
            "1",
            0.05,
            0.5,
            "UNODC, several years: consumption of the mid-1990s (recalled)",
            "share of what sets out that is bound for Europe",
        ),
    ] = 0.25
    share_domestic: Annotated[
        float,
        Spec(
            "1",
            0.02,
            0.4,
            "UNODC, several years: consumption of the mid-1990s (recalled)",
            "share of what sets out that is bound for retail in the region",
        ),
    ] = 0.11
    price_usa: Annotated[
        float, Spec("usd/kg", 10e3, 60e3, "X01, X02", "wholesale price in the United States before it is found")
    ] = 25e3
    price_europe: Annotated[
        float, Spec("usd/kg", 20e3, 80e3, "X02", "wholesale price in Europe before it is found")
    ] = 40e3
    price_domestic: Annotated[
        float, Spec("usd/kg", 2e3, 20e3, "X01", "wholesale price in cities of the region before it is found")
    ] = 8e3
    export_price: Annotated[
        float,
        Spec("usd/kg", 1200, 6000, "X01-X04", "worth of a kilogram where it is grown, mean over coca"),
    ] = 2800.0
    farm_gate: Annotated[
        float, Spec("usd/kg", 500, 1500, "X03, X11", "price to growers at which planted coca is as surveyed")
    ] = 1000.0
    least_farm_gate: Annotated[float, Spec("usd/kg", 0, 200, UNMEASURED, "floor of the price to growers")] = 30.0
    pass_through: Annotated[
        float,
        Spec(
            "1",
            0.2,
            1,
            UNMEASURED,
            "change of the farm gate over what happens beyond the growing countries; 1: in proportion",
        ),
    ] = 1.0
    farm_gate_memory: Annotated[
        float, Spec("month", 1, 12, UNMEASURED, "months over which the farm gate follows what buyers would pay")
    ] = 3.0
    city_foresight: Annotated[
        float,
        Spec(
            "usd/kg",
            100,
            1000,
            UNMEASURED + "; cities of the region run out least often at 200 to 300",
            "rise of one city's bid above the others' by which its wholesalers expect e times as much",
        ),
    ] = 300.0
    edge_price_share: Annotated[
        float, Spec("1", 0.3, 1, UNMEASURED, "price of what enters a sub-region, relative to its worth there")
    ] = 0.8
    demand_history: Annotated[
        float,
        Spec(
            "1",
            0,
            1,
            "convention: 0, as found; 1, as observed",
            "how far demand abroad follows consumption of the years",
        ),
    ] = 0.0
    spin_up: Annotated[
        float,
        Spec(
            "month",
            24,
            120,
            "convention: as long as prices and stocks were seen to take to settle",
            "months before the start in which prices are found",
        ),
    ] = 48.0
    settling: Annotated[
        float,
        Spec(
            "month",
            0,
            60,
            "convention: as long as prices and stocks were seen to take to settle",
            "months before the start in which everything already floats",
        ),
    ] = 12.0


class Markets(Process):
    """Wholesale markets and the farm gate."""

    name: ClassVar[str] = "markets"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        p: MarketParameters = world.parameters.markets
        start = np.array([p.price_usa, p.price_europe, p.price_domestic])
        present = np.isin(np.arange(len(MARKETS)), [sink.market for sink in world.region.sinks])
        shares = np.where(present, [p.share_usa, p.share_europe, p.share_domestic], 0.0)
        self.outlets = Outlets(world.region, start)
        self.farm_gate = FarmGate(world)
        self.finder: PriceFinder | None = PriceFinder(shares, p.export_price, int(p.spin_up))
        self._found_kg: Floats = self.outlets.demand
        self._consumed_first: Floats = demand_by_year(world.start[0])
        self.group_price: Floats = start
        self.usual_arrivals: Floats = np.zeros(len(MARKETS))
        world.market.price_usd_kg[:] = start
        world.market.reference_usd_kg[:] = start
        self._hand_over(np.zeros(len(self.outlets.market)))

    def step(self) -> None:
        """Sales, consumption, the price of the next loads, the farm gate."""
        world = self.world
        self._pay_owners()
        self.outlets.receive(world.market.arrived_kg)
        self.farm_gate.look()
        if self.finder is not None and world.month < 0:
            self._find_prices(self.finder)
        else:
            trade = self.trade()
            eaten = self.outlets.consume(self.outlets.wanted(world.levers.demand, trade))
            self.outlets.reprice(world.levers.demand, world.levers.price, trade)
            if world.mechanisms.on("markets.price_transmission"):
                self.farm_gate.reprice()
            self._hand_over(eaten)

    def begin_year(self, year: int) -> None:
        """Demand as found, times what is consumed in the year over the first year; stocks are held in proportion."""
        share = self.world.parameters.markets.demand_history
        if share > 0.0:
            growth = 1.0 + share * (demand_by_year(year) / self._consumed_first - 1.0)
            self.outlets.demand = self._found_kg * growth[self.outlets.market]

    def _pay_owners(self) -> None:
        """Whoever is still there is paid for what arrived; the price is the one they had in view."""
        world, market = self.world, self.world.market
        rows = world.organisations.n
        revenue, spent = np.zeros(rows), np.zeros(rows)
        revenue[: len(market.consigned_kg)] = market.consigned_kg @ market.sink_price_usd_kg
        revenue *= world.organisations.alive
        spent[: len(world.traffic.spent_usd)] = world.traffic.spent_usd
        world.ledger.pay("sales", revenue)
        world.organisations.income_trafficking[:] = revenue - spent

    def trade(self) -> Trade:
        """What consumers and senders go by."""
        p, scale = self.world.parameters.markets, choice_scale(self.world.parameters.routes)
        return Trade(p.demand_elasticity, p.long_run_elasticity, p.habit_months, p.cover, scale, p.city_foresight)

    def _find_prices(self, finder: PriceFinder) -> None:
        """A month of the search: groups move together, cities of one group by what they need."""
        world, out = self.world, self.outlets
        arrived = out.by_market(np.bincount(out.of_sink, world.market.arrived_kg, len(out.market)))
        self.usual_arrivals += (arrived - self.usual_arrivals) / min(finder.month + 1, 12)
        scale = choice_scale(world.parameters.routes)
        self.group_price = finder.step(
            self.group_price,
            world.traffic.sent_kg,
            arrived,
            self.farm_gate.mean_worth(),
            scale,
        )
        demand = self.usual_arrivals[out.market] * out.weight
        eaten = out.consume(demand)
        out.price = self.group_price[out.market] * out.relative(demand, self.trade())
        out.asked = out.price.copy()
        if finder.done:
            self._found(finder)
        self._hand_over(eaten)

    def _found(self, finder: PriceFinder) -> None:
        """From here on demand is known and everything floats."""
        p, out = self.world.parameters.markets, self.outlets
        found = finder.mean_price[out.market] / self.group_price[out.market]
        out.price, out.bid = out.price * found, out.bid * found
        out.reference, out.usual, out.asked = out.price.copy(), out.price.copy(), out.price.copy()
        out.demand = finder.mean_arrived[out.market] * out.weight
        out.inventory, out.coming = p.cover * out.demand, float(out.demand.sum())
        self._found_kg = out.demand
        self.finder = None
        self.farm_gate.fix_reference()
        self.world.market.reference_usd_kg[:] = out.by_market(out.price * out.weight)

    def cost_level(self) -> Floats:
        """What is asked on the way to each market group, relative to when its price was found, shape (markets,).

        Little of what is paid is fuel; the rest answers for risk, trust and power, and grows with what is carried.
        """
        market = self.world.market
        if self.finder is not None:
            return np.ones(len(MARKETS))
        follows: float = self.world.parameters.routes.costs_follow_value
        level = market.price_usd_kg / np.maximum(market.reference_usd_kg, 1e-9)
        return np.where(market.reference_usd_kg > 0.0, 1.0 + follows * (level - 1.0), 1.0)

    def _hand_over(self, eaten: Floats) -> None:
        market, out = self.world.market, self.outlets
        market.price_usd_kg[:] = out.by_market(out.price * out.weight)
        market.sink_price_usd_kg[:] = out.price[out.of_sink]
        market.cost_level[:] = self.cost_level()
        market.inventory_kg[:] = out.by_market(out.inventory)
        market.consumed_kg[:] = out.by_market(eaten)
        market.sold_kg[:] = (eaten / np.bincount(out.of_sink, minlength=len(eaten)))[out.of_sink]
        market.arrived_kg.fill(0.0)
