"""Rents that stay in a place whatever passes through it: retail, extortion and the smaller trades."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corredor.agents.starting_organisations import country_table
from corredor.agents.world import World
from corredor.kernels.rents import Trades, local_rents
from corredor.processes.finance_parameters import FinanceParameters
from corredor.region.region import MARKETS, Floats, Ints, Region, Zone

LOCAL_ACTIVITIES: tuple[str, ...] = (
    "retail",
    "extortion",
    "kidnapping",
    "migrant_smuggling",
    "illegal_mining",
    "fuel_theft",
)
FUEL_COUNTRIES = ("MEX", "COL", "VEN", "ECU", "BRA", "ARG", "BOL", "TTO")
"""Oil producers with pipelines from which fuel can be tapped."""
RETAIL_REACHES = 3.0
"""A retail city's trade is cut off beyond this many reaches."""


@dataclass(frozen=True)
class RetailMap:
    """Which share of what is sold behind a sink is retailed where: one row for each pair.

    Attributes:
        place, sink: shape (R,).
        share: shape (R,), sums over the places of a sink to 1, or to the share of its people who live in the region.
    """

    place: Ints
    sink: Ints
    share: Floats


class LocalRents:
    """US$ a month by activity and place, before anybody's control is applied.

    Every trade is a small registered proxy (US$ for each person or km2), weaker where the state is present; retail is
    what consumers buy behind the sinks, at the wholesale price there, times the dealers' margin. (What arrives in a
    month is bought by wholesalers, who hold several months of it; dealers sell on while a load more or less is on its
    way.)
    """

    def __init__(self, world: World) -> None:
        region, p = world.region, world.parameters.finance
        cells = region.places
        zone = region.zone[cells]
        on_the_way = (zone == Zone.MEXICO) | (zone == Zone.CENTRAL_AMERICA)
        self.migrants_per_person: Floats = on_the_way * (1.0 + p.migrant_border * region.border[cells])
        inland = (zone == Zone.ANDES) | (zone == Zone.SOUTH_AMERICA)
        remote = region.population[cells] < p.mining_density * region.area_km2[cells]
        self.mining_km2: Floats = region.area_km2[cells] * (inland & remote)
        fuel = np.array([code in FUEL_COUNTRIES for code in region.countries], dtype=float)
        self.fuel_per_person: Floats = fuel[world.place_country()]
        self.retail = retail_map(region, p)
        self._rents: Floats = np.empty((len(LOCAL_ACTIVITIES), region.n_places))

    def by_activity(self, world: World) -> Floats:
        """This month's rents, shape (6, P), in the order of ``LOCAL_ACTIVITIES``; overwritten when asked for again."""
        p, communities, market = world.parameters.finance, world.communities, world.market
        quality = np.minimum(p.unregulated + world.levers.private_security, 1.0)[world.place_country()]
        local_rents(
            Trades(
                people=communities.population,
                presence=communities.presence,
                private_security=communities.private_security,
                quality=quality,
                migrants=self.migrants_per_person,
                mining_km2=self.mining_km2,
                fuel=self.fuel_per_person,
            ),
            self.retail.place,
            self.retail.sink,
            self.retail.share,
            market.sold_kg * market.sink_price_usd_kg * p.retail_margin,
            p,
            self._rents,
        )
        return self._rents


@lru_cache(maxsize=4)
def retail_map(region: Region, p: FinanceParameters) -> RetailMap:
    """Where what is sold behind a sink is retailed; found once for a region and its parameters.

    A domestic sink serves the places around its doors, thinning with distance. Sinks of the United States serve all
    its people alike, of whom most live north of the region; Europe's dealers are all outside it.
    """
    places, people = region.places, region.population[region.places]
    xyz = region.xyz_km
    american = np.array([*region.countries, ""])[region.country[places]] == "USA"
    rows: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for sink, door in enumerate(region.sinks):
        weight, served_people = np.zeros(len(places)), 0.0
        if MARKETS[door.market] == "usa":
            weight = people * american
            served_people = country_table()["USA"].population
        elif MARKETS[door.market] == "domestic":
            heads = region.arcs.reverse
            begin, end = region.arcs.reverse_start[region.n + sink], region.arcs.reverse_start[region.n + sink + 1]
            for cell in np.unique(region.arcs.tail[heads[begin:end]]):
                distance = np.sqrt(((xyz[places] - xyz[cell]) ** 2).sum(axis=1))
                near = distance <= RETAIL_REACHES * p.retail_reach
                weight = np.maximum(weight, near * people * np.exp(-distance / p.retail_reach))
            served_people = float(weight.sum())
        served = np.flatnonzero(weight > 0.0)
        if len(served):
            rows.append((served, np.full(len(served), sink), weight[served] / served_people))
    if not rows:
        return RetailMap(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
    place, sinks, share = (np.concatenate([row[k] for row in rows]) for k in range(3))
    return RetailMap(place.astype(np.int32), sinks.astype(np.int32), share)
