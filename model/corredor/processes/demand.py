"""Wholesale demand: what each outlet consumes at its price, and the bids at which all of them clear."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import MARKETS, Floats, Region

PRICE_LIMITS = (0.2, 5.0)
"""The price of an outlet, less what events do to it, never leaves this multiple of that at which demand was found."""
FORESIGHT_MONTHS = 6
"""Months over which wholesalers judge what comes to each of them, and at what bid."""
BEFORE_COCA_ANSWERS = 12
"""Months over which they judge what comes to all and make up stocks: coca that is planted now yields no sooner."""
LEAST_FLOW = 0.05
"""Share of usual demand as which arrivals count that are less: a load comes once in months, and none says little."""
HALVINGS = 40
"""Of the span in which the common rise of all bids lies; what is left of it is less than a cent."""
DOMESTIC = MARKETS.index("domestic")


class Trade(NamedTuple):
    """What consumers and senders go by; ``corredor.processes.markets`` says what each number is.

    The last two are rises of bids that bring ``e`` times as much, US$/kg: of one market group above the others, and of
    one outlet above those of its group.
    """

    short_run: float
    long_run: float
    habit_months: float
    cover: float
    among_markets: float
    among_outlets: float


class Outlets:
    r"""The markets proper: one for all doors of the United States, one for Europe, and each retail city.

    What is made cannot answer a price within a year, so that wholesalers can only outbid each other,

    .. math:: n_u = D_u + D_{u0} - S_u / c, \qquad
        P_u = \bar P_u + \lambda + \sigma \ln \frac{n_g}{a_g}
        + \sigma_c \left(\ln \frac{n_u}{a_u} - \ln \frac{n_g}{a_g}\right)

    with ``n`` what is wanted and a month's part of what is missing in stock (``c`` months of demand are usual), ``a``
    what has lately come at bids ``\bar P``, ``g`` the market group and ``\sigma`` and ``\sigma_c`` the scales of the
    choice of senders among groups and among the cities of one: a nested logit (McFadden 1978) turned round, as carriers
    do who foresee flights (``processes.flight_prices``). The common rise ``\lambda`` moves nothing from one to another.
    It is the one at which consumers want no more than what comes in a year and stocks can spare,

    .. math:: \sum_u D_u(P_u) = A - \frac{1}{12} \sum_u (c D_{u0} - S_u)

    Attributes:
        of_sink: (K,) outlet of each sink.
        market: (U,) market group of each outlet.
        weight: (U,) share of the demand of its group, by people served.
        inventory: (U,) kg held by wholesalers.
        demand: (U,) kg a month at the reference price; 0 until found.
        reference: (U,) US$/kg at which demand is as found.
        arriving: (U,) kg a month that have lately come.
        coming: kg a month to all of them, in a longer mean.
        bid: (U,) US$/kg at which they came.
        asked: (U,) price before what events do to it: US$/kg as consumers feel it.
        usual: (U,) felt price that consumers have got used to.
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
        self.coming = 0.0
        self.price: Floats = prices[self.market].astype(np.float64)
        self.reference, self.usual = self.price.copy(), self.price.copy()
        self.asked, self.bid = self.price.copy(), self.price.copy()

    def by_market(self, values: Floats) -> Floats:
        """Sum over the outlets of each group, shape (markets,)."""
        return np.bincount(self.market, values, len(MARKETS))

    def receive(self, arrived_by_sink: Floats) -> None:
        """Wholesalers buy what arrived, and keep in mind how much it was and what they had bid."""
        arrived = np.bincount(self.of_sink, arrived_by_sink, len(self.inventory))
        self.inventory += arrived
        self.arriving += (arrived - self.arriving) / FORESIGHT_MONTHS
        self.coming += (float(arrived.sum()) - self.coming) / BEFORE_COCA_ANSWERS
        self.bid += (self.price - self.bid) / FORESIGHT_MONTHS

    def shares(self, wanted: Floats, demand: Floats, trade: Trade) -> Floats:
        """Rises of bids by which outlets would share what comes as they need it, US$/kg, shape (U,).

        Args:
            wanted: (U,) kg a month by consumers.
            demand: (U,) kg a month that is usual.
            trade: rules.
        """
        least = LEAST_FLOW * demand
        needed = np.maximum(wanted + demand - self.inventory / trade.cover, least)
        comes = np.maximum(self.arriving, least)
        one = _log_ratio(needed, comes, demand)
        group = _log_ratio(*(self.by_market(kg) for kg in (needed, comes, demand)))[self.market]
        return np.asarray(trade.among_markets * group + trade.among_outlets * (one - group), dtype=np.float64)

    def clearing(self, lever: Floats, shock: Floats, trade: Trade) -> Floats:
        """Bids at which consumers want, in all, what comes and what stocks can spare, US$/kg, shape (U,).

        Args:
            lever: (markets,) multiplier of demand.
            shock: (markets,) multiplier of what consumers will pay.
            trade: rules.
        """
        from corredor.kernels.clearing import Bids, common_rise

        bids = self.bid + self.shares(self.wanted(lever, trade), self.demand, trade)
        at_reference = self.reference * shock[self.market]
        least, most = (limit * at_reference for limit in PRICE_LIMITS)
        spare = self.inventory.sum() - trade.cover * self.demand.sum()
        supply = self.coming + spare / BEFORE_COCA_ANSWERS
        usual, habit = self._usually_wanted(lever, trade)
        found = Bids(bids, least, most, at_reference, usual * habit)
        return np.clip(bids + common_rise(found, trade.short_run, supply, HALVINGS), least, most)

    def relative(self, demand: Floats, trade: Trade) -> Floats:
        """Price of each outlet over that of its group, while the latter is searched."""
        level = self.by_market(self.bid * self.weight)[self.market]
        bids = self.bid + self.shares(demand, demand, trade._replace(among_markets=0.0))
        bids = np.clip(bids, *(limit * level for limit in PRICE_LIMITS))
        return np.asarray(bids / self.by_market(bids * self.weight)[self.market], dtype=np.float64)

    def wanted(self, lever: Floats, trade: Trade, felt: Floats | None = None) -> Floats:
        """Constant-elasticity demand: ``short_run`` for this month's price, ``long_run`` once people are used to it.

        Args:
            lever: (markets,) multiplier of demand.
            trade: rules.
            felt: (U,) US$/kg less what events do; that of this month if not given.
        """
        usual, habit = self._usually_wanted(lever, trade)
        now = (self.asked if felt is None else felt) / self.reference
        return np.asarray(usual * now**trade.short_run * habit, dtype=np.float64)

    def _usually_wanted(self, lever: Floats, trade: Trade) -> tuple[Floats, Floats]:
        """Demand at the reference price, kg a month, and what habit makes of it: each of shape (U,)."""
        habit = (self.usual / self.reference) ** (trade.long_run - trade.short_run)
        return self.demand * lever[self.market], habit

    def consume(self, wanted: Floats) -> Floats:
        """Take what is wanted, as far as there is any, out of the inventory; return it."""
        eaten = np.minimum(wanted, self.inventory)
        self.inventory -= eaten
        return eaten

    def reprice(self, lever: Floats, shock: Floats, trade: Trade) -> None:
        """Bids that clear, and what consumers are used to; the arguments are those of ``clearing``."""
        self.price = self.clearing(lever, shock, trade)
        self.asked = self.price / shock[self.market]
        self.usual += (self.asked - self.usual) / trade.habit_months


def _log_ratio(needed: Floats, comes: Floats, demand: Floats) -> Floats:
    """Log of what is needed over what comes; 0 where nothing is usually wanted."""
    return np.log(np.divide(needed, comes, out=np.ones_like(needed), where=demand > 0.0))
