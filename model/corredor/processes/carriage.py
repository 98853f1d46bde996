"""Carriage: what it costs to move a kilogram along each arc, where it is exposed, and who is paid on the ground.

Everything here follows from the arcs' mode and length and from one mask, ``Region.zone``, so that fees, patrols and
doors can never disagree about where a place belongs.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.processes.route_parameters import RouteParameters
from corredor.region.region import MARKETS, Bools, Floats, Mode, Region, Zone

_DOOR_FEES = {
    "us_land_border": "fee_us_land",
    "us_gulf_atlantic": "fee_us_gulf_atlantic",
    "us_pacific": "fee_us_pacific",
    "europe": "fee_europe",
}
"""Sinks by name; every other sink is retail in a city."""


def carriage_of(world: World) -> Carriage:
    """The carriage of a run; runs of one scenario after another share it."""
    p = world.parameters
    entry: tuple[float, float] = p.interdiction.flight_exposure, p.interdiction.door_exposure
    return _carriage(world.region, p.routes, *entry, p.region.inland_leg)


class Carriage:
    """Costs of the arcs of a region, shape (A,) each; nothing changes them.

    Attributes:
        km_cost: US$/kg for the length of the arc.
        base_fee: US$/kg once, without what policies add.
        exposure_km: km over which a load can be seized or tolled: a flight only where it takes off and lands, a door
            only up to where the market begins.
        rent_share: share of the carriage that stays on the ground.
        rent_cell: where it stays: the land end of a landing, where a flight lands, the Mexican side of the entry into
            Mexico, otherwise where the arc begins.
        flights: arc numbers of flights.
        link: air link of each of ``flights``, from 0.
        link_capacity: kg a month that each link carries at its ordinary price: more within South America, where base
            is flown to the laboratories, than over the sea, past radar.
    """

    def __init__(
        self, region: Region, parameters: RouteParameters, flight_km: float, door_km: float, inland_km: float
    ) -> None:
        """Lay the costs out.

        Args:
            region: where.
            parameters: of routes.
            flight_km: exposure of a flight.
            door_km: exposure of the entry into a market, past its edge.
            inland_km: of the way to a market abroad, what lies beyond its edge.
        """
        arcs = region.arcs
        self.region, self.parameters, self._inland_km = region, parameters, inland_km
        self.mode = arcs.mode
        self.door = arcs.head >= region.n
        self.end = np.where(self.door, arcs.tail, arcs.head)
        self.flights = np.flatnonzero(self.mode == Mode.FLIGHT)
        self.km_cost: Floats = arcs.length_km * arcs.difficulty * self._rate() + self._approach()
        self.base_fee = self._base_fee()
        exposure = arcs.length_km.copy()
        exposure[self.mode == Mode.FLIGHT] = flight_km
        exposure[self.door] = self._door_exposure(door_km)
        self.exposure_km: Floats = exposure
        at_the_end = (self.mode == Mode.LANDING) & ~region.land[arcs.tail]
        at_the_end |= (self.mode == Mode.FLIGHT) | self._into_mexico()
        self.rent_cell = np.where(at_the_end, self.end, arcs.tail).astype(np.int32)
        self.rent_share = self._rent_share()
        self._take_off = arcs.tail[self.flights]
        _, first, link = np.unique(arcs.link[self.flights], return_index=True, return_inverse=True)
        self.link: NDArray[np.intp] = link
        within = np.isin(region.zone[self.end[self.flights[first]]], [Zone.ANDES, Zone.SOUTH_AMERICA])
        p = self.parameters
        self.link_capacity: Floats = np.where(within, p.flight_capacity, p.flight_capacity_overseas)
        self._ashore = np.flatnonzero((self.mode == Mode.LANDING) & region.land[self.end])
        self._usual_watch: Floats = np.ones(len(exposure))

    def _door_exposure(self, door_km: float) -> Floats:
        """Exposure on last legs, km: what lies between a cell and the edge of the United States, and then the landfall.

        Cells beside a coast are as far from it as they are large; so loads are exposed alike at every cell size.
        """
        length = self.region.arcs.length_km[self.door]
        entry = np.minimum(length, door_km)
        return np.asarray(self._outside_km() + entry, dtype=np.float64)

    def _outside_km(self) -> Floats:
        """How far each door's cell lies from the edge of the United States, km; for other markets 0."""
        region = self.region
        length = region.arcs.length_km[self.door]
        abroad = np.array([sink.market == MARKETS.index("usa") for sink in region.sinks] or [False])
        inland = np.minimum(length, self._inland_km)
        return np.where(abroad[region.arcs.head[self.door] - region.n], length - inland, 0.0)

    def _approach(self) -> Floats:
        """What the way from a door's cell to the edge costs more than the same way beyond it, US$/kg, shape (A,).

        It is a road or a coast like any other, the longer the larger the cells.
        """
        p, region = self.parameters, self.region
        tail = region.arcs.tail[self.door]
        rate = np.where(region.land[tail], p.cost_road * region.terrain[tail], p.cost_coastal_sea)
        more = np.zeros(len(self.mode))
        more[self.door] = self._outside_km() * (rate - p.cost_ocean)
        return more

    def _rate(self) -> Floats:
        """US$/kg/km by mode; a landing is half at sea and half on land."""
        p = self.parameters
        rates = np.zeros(len(Mode))
        rates[Mode.ROAD], rates[Mode.RIVER] = p.cost_road, p.cost_river
        rates[Mode.COASTAL_SEA], rates[Mode.OPEN_SEA] = p.cost_coastal_sea, p.cost_open_sea
        rates[Mode.FLIGHT], rates[Mode.DOOR] = p.cost_flight, p.cost_ocean
        rates[Mode.LANDING] = (p.cost_road + p.cost_coastal_sea) / 2
        return rates[self.mode]

    def _base_fee(self) -> Floats:
        p, region, arcs = self.parameters, self.region, self.region.arcs
        flight = self.mode == Mode.FLIGHT
        abroad = flight & (region.country[arcs.tail] != region.country[self.end])
        fee = p.fee_border * (arcs.border | abroad)
        fee = fee + p.fee_landing * (self.mode == Mode.LANDING) + p.fee_flight * flight
        fee += p.fee_isthmus_flight * (flight & (region.zone[self.end] == Zone.CENTRAL_AMERICA))
        fee += p.fee_island_flight * (flight & (region.zone[self.end] == Zone.CARIBBEAN))
        fee += p.fee_mexico_flight * (flight & self._mexican()[self.end])
        fee += p.fee_mexico * self._into_mexico()
        names = [_DOOR_FEES.get(sink.name, "fee_retail") for sink in region.sinks]
        door_fee = np.array([getattr(p, name) for name in names])
        fee[self.door] += door_fee[arcs.head[self.door] - region.n]
        return np.asarray(fee, dtype=np.float64)

    def _mexican(self) -> Bools:
        zone = self.region.zone
        return np.asarray(self.region.land & ((zone == Zone.MEXICO) | (zone == Zone.US_BORDER)), dtype=np.bool_)

    def _into_mexico(self) -> Bools:
        mexican = self._mexican()
        return np.asarray(~self.door & mexican[self.end] & ~mexican[self.region.arcs.tail], dtype=np.bool_)

    def _rent_share(self) -> Floats:
        """Nothing stays at sea; of a flight what is paid where it lands; of a door only what is paid on land.

        Over a land border the entry is worked from this side; at a port shippers and importers elsewhere earn most.
        """
        p = self.parameters
        on_land = np.isin(self.mode, [Mode.ROAD, Mode.RIVER, Mode.LANDING, Mode.FLIGHT])
        share = np.where(on_land, p.rent_share, 0.0)
        over_land = np.array([sink.name == "us_land_border" for sink in self.region.sinks] or [False])
        sink = np.maximum(self.region.arcs.head - self.region.n, 0)
        entry = np.where(over_land[sink], p.border_rent_share, p.port_rent_share)
        return np.where(self.door & self.region.land[self.region.arcs.tail], entry, share)

    def watch(self, world: World) -> Floats:
        """How closely loads of each arc's mode are watched where it begins, shape (A,); 1 is as usual."""
        watch = world.levers.watch
        if watch.min() == 1.0 == watch.max():
            return self._usual_watch
        arcs = self.region.arcs
        return np.asarray(watch[arcs.mode, arcs.tail], dtype=np.float64)

    def ask(self, world: World, flight_surcharge: Floats) -> None:
        """Set ``world.traffic.fee_usd_kg``: fees of this month, with what policies and scarce aircraft add.

        Args:
            world: for its levers.
            flight_surcharge: US$/kg on each of ``flights``.
        """
        fee = world.traffic.fee_usd_kg
        fee[:] = self.base_fee
        fee[self.flights] += world.levers.flight_fee[self._take_off] + flight_surcharge
        if world.levers.landing_fee.any():
            fee[self._ashore] += world.levers.landing_fee[self.end[self._ashore]]


_carriage = lru_cache(maxsize=1)(Carriage)
