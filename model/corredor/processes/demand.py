"""Wholesale demand: what each outlet consumes at its price, and how the price follows its stock."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import MARKETS, Bools, Floats, Region

STOCK_LIMITS = (0.2, 5.0)
"""A stock outside this multiple of the usual moves the price no further within the month."""
PRICE_LIMITS = (0.2, 5.0)
"""The price of an outlet never leaves this multiple of the price at which demand was found."""
FORESIGHT_MONTHS = 6
"""Months over which the wholesalers of a city judge what comes to them, and at what bid."""
LEAST_FLOW = 0.05
"""Share of usual demand as which arrivals count that are less: a load comes once in months, and none says little."""
DOMESTIC = MARKETS.index("domestic")


class Pricing(NamedTuple):
    """How prices follow stocks, and consumers prices; ``corredor.processes.markets`` says what each number is."""

    cover: float
    stock_response: float
    price_drift: float
    habit_months: float


class Response(NamedTuple):
    """Rise of the bids of cities that brings ``e`` times as much: of all together, of one above the others; US$/kg."""

    all: float
    one: float


class Outlets:
    r"""The markets proper: one for all doors of the United States, one for Europe, and each retail city.

    The price of the two large ones follows their stock. A city holds so little that a load is months of its demand,
    and senders can choose among dozens of cities: its wholesalers bid what they foresee will bring what they need,

    .. math:: P_u = \bar P_u + \sigma \ln \frac{n}{a} + \sigma_c \left(\ln \frac{n_u}{a_u} - \ln \frac{n}{a}\right),
        \qquad n_u = \mathrm{wanted}_u + D_u - S_u / c

    with ``a`` what has lately come at bids ``\bar P``, ``n`` what is wanted and a month's part of what is missing in
    stock (``c`` months of demand are usual), ``\sigma`` the rise of all bids that brings ``e`` times as much to all
    cities and ``\sigma_c`` the rise of one bid above the others that brings ``e`` times as much there: a nested logit
    (McFadden 1978) turned round, as carriers do who foresee flights (``processes.flight_prices``). A price that
    follows the stock alone stands no higher in a city that has none than in one that has a month's, and the city goes
    hungry for years.

    Attributes:
        of_sink: (K,) outlet of each sink.
        market: (U,) market group of each outlet.
        weight: (U,) share of the demand of its group, by people served.
        inventory: (U,) kg held by wholesalers.
        demand: (U,) kg a month at the reference price; 0 until found.
        reference: (U,) US$/kg at which demand is as found.
        base: (U,) price at the usual stock; drifts.
        home: (U,) whether it is a city of the region.
        arriving: (U,) kg a month that have lately come.
        bid: (U,) US$/kg at which they came.
        asked: (U,) US$/kg before what events do to prices.
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
        self.arriving: Floats = np.zeros(len(outlet))
        self.home: Bools = self.market == DOMESTIC
        self.price: Floats = prices[self.market].astype(np.float64)
        self.reference, self.base, self.usual = self.price.copy(), self.price.copy(), self.price.copy()
        self.asked, self.bid = self.price.copy(), self.price.copy()

    def by_market(self, values: Floats) -> Floats:
        """Sum over the outlets of each group, shape (markets,)."""
        return np.bincount(self.market, values, len(MARKETS))

    def receive(self, arrived_by_sink: Floats) -> None:
        """Wholesalers buy what arrived, and keep in mind how much it was and what they had bid."""
        arrived = np.bincount(self.of_sink, arrived_by_sink, len(self.inventory))
        self.inventory += arrived
        self.arriving += (arrived - self.arriving) / FORESIGHT_MONTHS
        self.bid += (self.asked - self.bid) / FORESIGHT_MONTHS

    def scarcity(self, demand: Floats, cover: float, response: float) -> Floats:
        """(stock / usual stock) ** -response, 1 where nothing is demanded."""
        usual = cover * demand
        stock = np.divide(self.inventory, usual, out=np.ones_like(usual), where=usual > 0.0)
        least, most = STOCK_LIMITS
        return np.asarray(np.minimum(np.maximum(stock, least), most) ** -response, dtype=np.float64)

    def clearing(self, wanted: Floats, demand: Floats, cover: float, response: Response) -> Floats:
        """Bids at which cities foresee to get what they need, US$/kg, shape (U,); as they were where none is wanted.

        Args:
            wanted: (U,) kg a month by consumers.
            demand: (U,) kg a month that is usual.
            cover: usual stock, months of demand.
            response: of senders to bids.
        """
        bids = np.array(self.bid)
        home = self.home & (demand > 0.0)
        if not home.any():
            return bids
        least = LEAST_FLOW * demand[home]
        needed = np.maximum(wanted[home] + demand[home] - self.inventory[home] / cover, least)
        comes = np.maximum(self.arriving[home], least)
        together = np.log(needed.sum() / comes.sum())
        bids[home] += response.all * together + response.one * (np.log(needed / comes) - together)
        return bids

    def relative(self, demand: Floats, cover: float, response: Response) -> Floats:
        """Price of each outlet over that of its group, while the latter is searched."""
        level = self.by_market(self.bid * self.weight)[self.market]
        bids = np.clip(self.clearing(demand, demand, cover, response), *(limit * level for limit in PRICE_LIMITS))
        return np.asarray(bids / self.by_market(bids * self.weight)[self.market], dtype=np.float64)

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

    def reprice(self, wanted: Floats, rules: Pricing, response: Response, lever: Floats) -> None:
        """A fast price from the stock and a base that drifts after it, bids of cities, what consumers are used to."""
        free = self.base * self.scarcity(self.demand, rules.cover, rules.stock_response)
        free = np.where(self.home, self.clearing(wanted, self.demand, rules.cover, response), free)
        least, most = PRICE_LIMITS
        free = np.minimum(np.maximum(free, least * self.reference), most * self.reference)
        self.base += rules.price_drift * (free - self.base)
        self.asked, self.price = free, free * lever[self.market]
        self.usual += (self.price - self.usual) / rules.habit_months
