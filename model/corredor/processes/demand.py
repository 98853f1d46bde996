"""Wholesale demand: what each outlet consumes at its price, and how the price follows its stock."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import MARKETS, Floats, Region

STOCK_LIMITS = (0.2, 5.0)
"""A stock outside this multiple of the usual moves the price no further within the month."""
PRICE_LIMITS = (0.2, 5.0)
"""The price of an outlet never leaves this multiple of the price at which demand was found."""
DOMESTIC = MARKETS.index("domestic")


class Outlets:
    """The markets proper: one for all doors of the United States, one for Europe, and each retail city.

    Attributes:
        of_sink: (K,) outlet of each sink.
        market: (U,) market group of each outlet.
        weight: (U,) share of the demand of its group, by people served.
        inventory: (U,) kg held by wholesalers.
        demand: (U,) kg a month at the reference price; 0 until found.
        reference: (U,) US$/kg at which demand is as found.
        base: (U,) price at the usual stock; drifts.
        tilt: (U,) the same while prices are searched, over the price of the group.
        usual: (U,) price that consumers have got used to.
        price: (U,) US$/kg.
    """

    def __init__(self, region: Region, prices: Floats) -> None:
        outlet: dict[str, int] = {}
        keys = [sink.name if sink.market == DOMESTIC else MARKETS[sink.market] for sink in region.sinks]
        of_sink = [outlet.setdefault(key, len(outlet)) for key in keys]
        self.of_sink: NDArray[np.int64] = np.array(of_sink, dtype=np.int64)
        self.market: NDArray[np.int64] = np.zeros(len(outlet), dtype=np.int64)
        people = np.zeros(len(outlet))
        for sink, k in zip(region.sinks, of_sink, strict=True):
            self.market[k] = sink.market
            people[k] += max(sink.population, 1.0)
        self.weight: Floats = people / np.bincount(self.market, people, len(MARKETS))[self.market]
        self.inventory: Floats = np.zeros(len(outlet))
        self.demand: Floats = np.zeros(len(outlet))
        self.tilt: Floats = np.ones(len(outlet))
        self.price: Floats = prices[self.market].astype(np.float64)
        self.reference, self.base, self.usual = self.price.copy(), self.price.copy(), self.price.copy()

    def by_market(self, values: Floats) -> Floats:
        """Sum over the outlets of each group, shape (markets,)."""
        return np.bincount(self.market, values, len(MARKETS))

    def receive(self, arrived_by_sink: Floats) -> None:
        """Wholesalers buy what arrived."""
        self.inventory += np.bincount(self.of_sink, arrived_by_sink, len(self.inventory))

    def scarcity(self, demand: Floats, cover: float, response: float) -> Floats:
        """(stock / usual stock) ** -response, 1 where nothing is demanded."""
        usual = cover * demand
        stock = np.divide(self.inventory, usual, out=np.ones_like(usual), where=usual > 0.0)
        least, most = STOCK_LIMITS
        return np.asarray(np.minimum(np.maximum(stock, least), most) ** -response, dtype=np.float64)

    def relative(self, demand: Floats, cover: float, response: float, drift: float) -> Floats:
        """Price of each outlet over that of its group, while the latter is searched; drifts as in ``reprice``."""
        free = np.clip(self.tilt * self.scarcity(demand, cover, response), *PRICE_LIMITS)
        level = self.by_market(free * self.weight)[self.market]
        self.tilt += drift * (free / level - self.tilt)
        return np.asarray(free / level, dtype=np.float64)

    def wanted(self, lever: Floats, short_run: float, long_run: float) -> Floats:
        """Constant-elasticity demand: ``short_run`` for this month's price, ``long_run`` once people are used to it."""
        now, lasting = self.price / self.reference, self.usual / self.reference
        return np.asarray(
            self.demand * lever[self.market] * now**short_run * lasting ** (long_run - short_run), dtype=np.float64
        )

    def consume(self, wanted: Floats) -> Floats:
        """Take what is wanted, as far as there is any, out of the inventory; return it."""
        eaten = np.minimum(wanted, self.inventory)
        self.inventory -= eaten
        return eaten

    def reprice(self, cover: float, response: float, drift: float, habit_months: float, lever: Floats) -> None:
        """A fast price from the stock, a base that drifts after it, and what consumers are used to."""
        free = self.base * self.scarcity(self.demand, cover, response)
        least, most = PRICE_LIMITS
        free = np.minimum(np.maximum(free, least * self.reference), most * self.reference)
        self.base += drift * (free - self.base)
        self.price = free * lever[self.market]
        self.usual += (self.price - self.usual) / habit_months
