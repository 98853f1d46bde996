"""The farm gate: what a kilogram is worth where it leaves the growing countries, less the way there from each area."""

from __future__ import annotations

import numpy as np

from corredor.agents.world import World
from corredor.kernels.room import Room
from corredor.processes.hubs import hub_of_cells
from corredor.processes.route_parameters import choice_scale
from corredor.processes.way_out import WayOut
from corredor.region.region import MARKETS, Floats, Ints

LOOKED_AT = 3
"""Months after which the way out of the growing countries is looked at again."""
LEAST_LEFT = 0.1
"""Share of its worth that the dearest way out leaves an area."""


class FarmGate:
    r"""Price of cocaine where it is grown, from what a kilogram is worth to those who send it.

    .. math:: p_a = p_0\left[1 + \pi\left(\frac{w_a}{m_a} - 1\right)\right] + (m_a - w_{a0})

    with ``p_0`` the price at which planted coca is as surveyed, ``w_a`` the worth of a kilogram in area ``a``, ``w_a0``
    what it was when prices were found, and ``m_a`` what it would be if only the way to the edge of the growing
    countries had changed since then. What happens beyond that edge (wholesale prices, losses at sea) is shared as a
    margin, of which growers' part is ``\pi``. What happens between an area and the edge is the area's own: whoever
    buys there can buy elsewhere, so its growers bear all of it, as in a spatial price equilibrium (Samuelson 1952;
    Takayama & Judge 1964). What one area loses reaches the others only through scarcity at the markets.
    """

    def __init__(self, world: World) -> None:
        region = world.region
        self.world = world
        hub = hub_of_cells(region)
        self.fields = np.flatnonzero(region.coca_ha > 0.0)
        self.hubs, self.hub_of_field = np.unique(hub[self.fields], return_inverse=True)
        self.surveyed_ha = region.coca_ha[self.fields]
        self.edge: Ints = np.setdiff1d(np.unique(hub[hub >= 0]), self.hubs)
        self.worth: Floats | None = None
        self.found: Floats | None = None
        self.way_out: WayOut | None = None
        self.usual_way: Floats = np.empty(0)
        self.own_usd: Floats = np.zeros(len(self.hubs))
        self._at_hubs, self._at_edge = Room(), Room()
        self._set_all(world.parameters.markets.farm_gate)

    def _set_all(self, price: float) -> None:
        self.world.cocaine.farm_gate_usd_kg[self.fields] = price

    def look(self) -> None:
        """Take in what a kilogram is worth by the plans of last month, smoothed over some months."""
        now, memory = self._netback_worth(self.hubs, self._at_hubs), self.world.parameters.markets.farm_gate_memory
        if now is not None:
            self.worth = now if self.worth is None else self.worth + (now - self.worth) / memory
        edge = self._netback_worth(self.edge, self._at_edge) if len(self.edge) else None
        if edge is not None:
            share: float = self.world.parameters.markets.edge_price_share
            self.world.cocaine.farm_gate_usd_kg[self.edge] = share * edge[1]

    def _netback_worth(self, cells: Ints, room: Room) -> Floats | None:
        """Worth of a kilogram to senders, mean by what they send, shape (2, len(cells)); None if nobody has planned.

        Row 0 is the log-sum over markets (what buyers compete for), row 1 the mean over the markets chosen (in cash).

        Args:
            cells: of the region.
            room: for arrays over senders and these cells, overwritten.
        """
        from corredor.kernels.worth import behind, chosen_worth, mean_worth

        plans = self.world.traffic.plans
        ready = np.flatnonzero(plans.planned)
        if not len(ready) or not plans.share[ready].sum() > 0.0:
            return None
        scale = choice_scale(self.world.parameters.routes)
        count, markets, wanted = len(ready), len(MARKETS), len(cells)
        best, odds, chosen = (room.array(name, count, wanted) for name in ("best", "odds", "chosen"))
        weight, share = room.array("weight", count, markets, wanted), plans.share[ready]
        behind(plans.netback, ready, cells, scale, best, weight)
        chosen_worth(plans.netback, ready, cells, np.exp(weight, out=weight), odds, chosen)
        worth: Floats = np.empty((2, wanted))
        mean_worth(best, np.log(odds, out=odds), chosen, scale, share, share.sum(), worth)
        return worth

    def mean_worth(self) -> float:
        """Worth of a kilogram to senders in cash, mean over what is grown; nan if nobody has planned."""
        if self.worth is None or not len(self.fields):
            return float("nan")
        return float(np.average(self.worth[1][self.hub_of_field], weights=self.world.cocaine.mature_ha[self.fields]))

    def fix_reference(self) -> None:
        """Take the price that rules now as the one at which growers are content with what they have planted."""
        world = self.world
        world.cocaine.content_usd_kg[self.fields] = world.parameters.markets.farm_gate
        everywhere = (
            self._netback_worth(np.arange(world.region.n, dtype=np.int32), Room()) if len(self.fields) else None
        )
        if self.worth is None or everywhere is None:
            return
        self.found = self.worth[0].copy()
        way_out = WayOut(world, self.hubs, self.fields, everywhere[0], float(self._mean(self.found)))
        if way_out.leads_out:
            self.way_out, self.usual_way = way_out, way_out.worth()

    def _mean(self, worth: Floats) -> float:
        """Mean over surveyed coca."""
        return float(np.average(worth[self.hub_of_field], weights=self.surveyed_ha))

    def _look_at_the_way(self) -> None:
        """What the way to the edge has taken from, or added to, the worth in each area; as smooth as that worth."""
        if self.way_out is not None and self.world.month % LOOKED_AT == 0:
            now, memory = self.way_out.worth() - self.usual_way, self.world.parameters.markets.farm_gate_memory
            self.own_usd = self.own_usd + (now - self.own_usd) * (1.0 - (1.0 - 1.0 / memory) ** LOOKED_AT)

    def reprice(self) -> None:
        """Pass on the growers' share of what has changed beyond the edge, and all of what has changed on the way."""
        if self.worth is None or self.found is None or not len(self.fields):
            return
        self._look_at_the_way()
        p = self.world.parameters.markets
        by_the_way = np.maximum(self.found + self.own_usd, LEAST_LEFT * self.found)
        price = p.farm_gate * (1.0 + p.pass_through * (self.worth[0] / by_the_way - 1.0)) + by_the_way - self.found
        self.world.cocaine.farm_gate_usd_kg[self.fields] = np.maximum(price, p.least_farm_gate)[self.hub_of_field]
