"""Interdiction: agencies place assets, loads move and are seized or arrive, owners learn, agencies note where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, NamedTuple

import numpy as np

from corredor.agents.world import World
from corredor.core.parameters import DRAWN, UNMEASURED, Spec, process_parameters
from corredor.processes.beliefs import learn, note_losses, settle_in, split_loads
from corredor.processes.carriage import carriage_of
from corredor.processes.deployment import Deployment
from corredor.processes.hubs import hub_of_cells
from corredor.processes.process import Process
from corredor.processes.route_parameters import arc_scale, choice_scale
from corredor.region.region import MARKETS

if TYPE_CHECKING:
    from corredor.kernels.expected_loads import ExpectedLoads
    from corredor.kernels.loads import Senders, Tally, Ways

_SEEN = ("flow_kg", "flow_kg_km", "corridor_kg", "rent_usd", "toll_usd", "seized_kg", "seizures", "arc_kg")
"""Columns of the tally that are ``Traffic``'s own."""
_STANDING = "fitted to I07 (75 to 80 % arrive) and to the share of the Caribbean in the 1980s (D12)"


@process_parameters("interdiction")
class InterdictionParameters(NamedTuple):
    """Assets, how they are placed, and what they see."""

    hazard_caribbean: Annotated[
        float, Spec("1/km", 20e-6, 400e-6, _STANDING, "standing hazard of seizure, Caribbean")
    ] = 110e-6
    hazard_pacific: Annotated[
        float, Spec("1/km", 10e-6, 300e-6, _STANDING, "standing hazard of seizure, Pacific and western Caribbean")
    ] = 45e-6
    hazard_us_border: Annotated[
        float, Spec("1/km", 50e-6, 600e-6, _STANDING, "standing hazard of seizure, belt of the United States border")
    ] = 300e-6
    hazard_mexico: Annotated[
        float, Spec("1/km", 10e-6, 300e-6, UNMEASURED + DRAWN, "standing hazard of seizure, Mexico")
    ] = 0.000127286
    hazard_central_america: Annotated[
        float, Spec("1/km", 10e-6, 300e-6, _STANDING, "standing hazard of seizure, Central America")
    ] = 90e-6
    hazard_andes: Annotated[float, Spec("1/km", 10e-6, 300e-6, _STANDING, "standing hazard of seizure, Andes")] = 105e-6
    hazard_south_america: Annotated[
        float, Spec("1/km", 10e-6, 300e-6, _STANDING, "standing hazard of seizure, rest of South America")
    ] = 45e-6
    hazard_atlantic: Annotated[
        float, Spec("1/km", 10e-6, 300e-6, _STANDING, "standing hazard of seizure, Atlantic")
    ] = 75e-6
    most_hazard: Annotated[
        float, Spec("1/km", 0.002, 0.1, UNMEASURED, "hazard per km that no number of assets exceeds")
    ] = 0.02
    adaptation: Annotated[
        float, Spec("1", 0, 0.8, UNMEASURED, "share of a zone's assets that follows recent seizures")
    ] = 0.35
    memory: Annotated[float, Spec("month", 2, 24, UNMEASURED, "months over which agencies remember seizures")] = 6.0
    patrol_reach: Annotated[
        float, Spec("km", 150, 600, UNMEASURED, "distance over which assets spread around recent seizures")
    ] = 250.0
    roaming: Annotated[
        float, Spec("km", 100, 600, UNMEASURED, "distance over which what patrols at sea searches beyond its waters")
    ] = 250.0
    flight_exposure: Annotated[
        float, Spec("km", 20, 500, UNMEASURED, "km of ordinary exposure that a clandestine flight is worth")
    ] = 90.0
    door_exposure: Annotated[
        float, Spec("km", 50, 600, UNMEASURED, "km of exposure that the entry into a market is worth, past its edge")
    ] = 150.0


class Interdiction(Process):
    """One month of loads on their way."""

    name: ClassVar[str] = "interdiction"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.carriage = carriage_of(world)
        self.deployment = Deployment(world)
        hubs = np.unique(hub_of_cells(world.region))
        self.hubs = hubs[hubs >= 0].astype(np.int64)
        self.sink_market = np.array([sink.market for sink in world.region.sinks], dtype=np.int64)
        self._tally: Tally | None = None
        self._passed = np.empty(world.region.n)
        self.deployment.place()

    def step(self) -> None:
        """Assets are placed, loads move, both sides learn."""
        self.deployment.place()
        tally = self._send()
        self._hand_over(tally)
        self._pay(tally)
        self._learn(tally)
        if self._still_adapts("interdiction.adaptation"):
            self.deployment.note(self.world.traffic.seized_kg)

    def begin_year(self, year: int) -> None:
        """Officials are as honest as the region now says."""
        if self.world.parameters.region.presence_history > 0.0:
            self.deployment.read_integrity()

    def _still_adapts(self, mechanism: str) -> bool:
        """A cut freezes what is known at the start of the run: before month 0 everybody learns."""
        return self.world.month < 0 or self.world.mechanisms.on(mechanism)

    def _send(self) -> Tally:
        from corredor.kernels.loads import send_loads

        world, p = self.world, self.world.parameters.routes
        tally = self._empty_tally()
        send_loads(
            np.uint64(world.streams.kernel_key("interdiction.loads", world.month)),
            self._ways(),
            self._senders(),
            self.hubs,
            world.cocaine.stock_kg,
            p.dispatch,
            world.cocaine.farm_gate_usd_kg,
            world.enforcement.hazard_per_km,
            world.traffic.constant_usd_kg,
            choice_scale(p),
            arc_scale(p, world.region.resolution),
            tally,
        )
        return tally

    def expected(self) -> ExpectedLoads:
        """Where the loads of a month would go on average, with the plans, stocks and patrols of now; nothing changes.

        The same chain as the loads are drawn from, without dice: smooth where a month's whole loads are lumpy.
        """
        from corredor.kernels.expected_loads import expected_loads

        world, p = self.world, self.world.parameters.routes
        return expected_loads(
            self._ways(),
            self._senders(),
            self.hubs,
            world.cocaine.stock_kg,
            p.dispatch,
            world.enforcement.hazard_per_km,
            choice_scale(p),
            arc_scale(p, world.region.resolution),
        )

    def _ways(self) -> Ways:
        from corredor.kernels.loads import Ways

        arcs, carriage = self.world.region.arcs, self.carriage
        return Ways(
            arcs.start,
            arcs.head,
            carriage.km_cost,
            self.world.traffic.fee_usd_kg,
            carriage.exposure_km,
            carriage.watch(self.world),
            arcs.corridor,
            carriage.rent_share,
            self.world.parameters.routes.rent_value,
            carriage.rent_cell,
            self.sink_market,
            self.world.market.cost_level,
        )

    def _senders(self) -> Senders:
        """Those who planned and are still there."""
        from corredor.kernels.loads import Senders

        plans = self.world.traffic.plans
        active = plans.planned & self.world.organisations.alive[plans.row].astype(np.bool_)
        return Senders(
            plans.row,
            np.where(active, plans.share, 0.0),
            plans.load_kg,
            plans.factor,
            plans.hazard,
            plans.toll,
            plans.netback,
        )

    def _empty_tally(self) -> Tally:
        """Zeros, in the arrays of last month while there are as many senders."""
        count = len(self.world.traffic.plans)
        if self._tally is None or len(self._tally.loads) != count:
            self._tally = self._new_tally(count)
        # What others see of it is counted where they look.
        tally = self._tally._replace(**{name: getattr(self.world.traffic, name) for name in _SEEN})
        for book in tally:
            book.fill(0.0)
        return tally

    def _new_tally(self, count: int) -> Tally:
        from corredor.kernels.loads import Tally

        region, seen = self.world.region, {name: np.empty(0) for name in _SEEN}
        n, markets = region.n, len(MARKETS)
        return Tally(
            worth_usd=np.empty(n),
            seized_by_market=np.empty(markets),
            sent_by_market=np.empty(markets),
            spent_by_market=np.empty(markets),
            arrived=np.empty((count, len(region.sinks))),
            losses=np.empty((count, n)),
            exposure=np.empty((count, n)),
            loads=np.empty(count),
            lost=np.empty(count),
            purchase=np.empty(count),
            carriage=np.empty(count),
            tolls=np.empty(count),
            seized_value=np.empty(1),
            **seen,
        )

    def _hand_over(self, tally: Tally) -> None:
        """What the other processes and the record see of this month's loads."""
        world, traffic, plans = self.world, self.world.traffic, self.world.traffic.plans
        np.sum(tally.flow_kg, axis=0, out=self._passed)
        traffic.value_usd_kg.fill(0.0)
        np.divide(tally.worth_usd, self._passed, out=traffic.value_usd_kg, where=self._passed > 0.0)
        traffic.seized_value_usd = float(tally.seized_value[0])
        traffic.loads = int(tally.loads.sum())
        traffic.sent_kg[:] = tally.sent_by_market
        traffic.market_spent_usd[:] = tally.spent_by_market
        traffic.delivered_kg[:] = np.bincount(self.sink_market, tally.arrived.sum(axis=0), len(MARKETS))
        world.market.arrived_kg[:] = tally.arrived.sum(axis=0)
        world.market.consigned_kg = np.zeros((world.organisations.n, len(self.sink_market)))
        world.market.consigned_kg[plans.row] = tally.arrived
        world.ledger.cocaine.post("seized", -tally.seized_by_market.sum())
        world.ledger.cocaine.post("delivered", -tally.arrived.sum())

    def _pay(self, tally: Tally) -> None:
        """Owners pay growers, carriers and tolls at once, if need be on credit: cash may be below zero until then."""
        world, rows = self.world, self.world.traffic.plans.row
        spent = np.zeros(world.organisations.n)
        for flow, amount in (("purchase", tally.purchase), ("carriage", tally.carriage), ("tolls_paid", tally.tolls)):
            paid = np.zeros(world.organisations.n)
            paid[rows] = amount
            world.ledger.pay(flow, -paid)
            spent += paid
        world.traffic.spent_usd = spent

    def _learn(self, tally: Tally) -> None:
        """Owners revise risk and, when they know that they lose more, send smaller loads."""
        plans, p = self.world.traffic.plans, self.world.parameters.routes
        if not len(plans):
            return
        if self._still_adapts("routes.learning"):
            learn(plans, tally.losses, tally.exposure, p)
            note_losses(plans, tally.loads, tally.lost, p)
        settle_in(plans, tally.exposure, p)
        if self._still_adapts("routes.load_splitting"):
            split_loads(plans, p)


def held_kg(world: World) -> float:
    """Cocaine that the book says is held: what waits at the hubs, since loads finish within the month."""
    return float(world.cocaine.stock_kg.sum())
