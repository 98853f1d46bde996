"""The farm gate: what a kilogram is worth where it leaves the growing countries, less the way there from each area."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.processes.hubs import hub_of_cells
from corredor.processes.route_parameters import choice_scale
from corredor.region.region import Floats, Ints, Region

LEAST_PASSING = 0.01
"""Ways out that carry less than this share of the busiest say nothing about what a kilogram is worth outside."""


class FarmGate:
    r"""Price of cocaine where it is grown, from what a kilogram is worth to those who send it.

    .. math:: p_a = p_0\left[1 + \pi\left(\frac{G}{G_0} - 1\right)\right] + \left(w_a - w_{a0}\frac{G}{G_0}\right)

    with ``p_0`` the price at which planted coca is as surveyed, ``G`` the worth of a kilogram on the ways by which it
    used to leave the growing countries, ``w_a`` the worth in area ``a``, and ``0`` for when prices were found. What
    happens beyond that edge (wholesale prices, losses at sea) is shared as a margin, of which growers' part is
    ``\pi``. What happens between an area and the edge is the area's own: whoever buys there can buy elsewhere, so its
    growers bear all of it, as in a spatial price equilibrium (Samuelson 1952; Takayama & Judge 1964). What one area
    loses reaches the others only through scarcity at the markets.
    """

    def __init__(self, world: World) -> None:
        region = world.region
        self.world = world
        hub = hub_of_cells(region)
        self.fields = np.flatnonzero(region.coca_ha > 0.0)
        self.hubs, self.hub_of_field = np.unique(hub[self.fields], return_inverse=True)
        self.surveyed_ha = region.coca_ha[self.fields]
        self.edge = np.setdiff1d(np.unique(hub[hub >= 0]), self.hubs)
        self.ways_out = ways_out(region, self.fields)
        self.left_kg: Floats = np.zeros(len(self.ways_out))
        self.outside: Ints = np.empty(0, dtype=np.int32)
        self.passing: Floats = np.empty(0)
        self.worth: Floats | None = None
        self.outside_worth: float | None = None
        self.found: Floats | None = None
        self.found_outside = float("nan")
        self._set_all(world.parameters.markets.farm_gate)

    def _set_all(self, price: float) -> None:
        self.world.cocaine.farm_gate_usd_kg[self.fields] = price

    def look(self) -> None:
        """Take in what a kilogram is worth by the plans of last month, smoothed over some months."""
        now, memory = self._netback_worth(self.hubs), self.world.parameters.markets.farm_gate_memory
        if now is not None:
            self.worth = now if self.worth is None else self.worth + (now - self.worth) / memory
        if self.found is None:
            self.left_kg += (self.world.traffic.arc_kg[self.ways_out] - self.left_kg) / memory
        elif len(self.outside):
            now_outside = self._worth_outside()
            if now_outside is not None and self.outside_worth is not None:
                self.outside_worth += (now_outside - self.outside_worth) / memory
        edge = self._netback_worth(self.edge) if len(self.edge) else None
        if edge is not None:
            share: float = self.world.parameters.markets.edge_price_share
            self.world.cocaine.farm_gate_usd_kg[self.edge] = share * edge[1]

    def _netback_worth(self, cells: Floats | np.ndarray) -> Floats | None:
        """Worth of a kilogram to senders, mean by what they send, shape (2, len(cells)); None if nobody has planned.

        Row 0 is the log-sum over markets (what buyers compete for), row 1 the mean over the markets chosen (in cash).
        """
        plans = self.world.traffic.plans
        ready = np.flatnonzero(plans.planned)
        if not len(ready) or not plans.share[ready].sum() > 0.0:
            return None
        scale = choice_scale(self.world.parameters.routes)
        netback = plans.netback[np.ix_(ready, np.arange(plans.netback.shape[1]), cells)]
        best = netback.max(axis=1, keepdims=True)
        weight = np.exp((netback - best) / scale)
        inclusive = best[:, 0] + scale * np.log(weight.sum(axis=1))
        chosen = (weight * netback).sum(axis=1) / weight.sum(axis=1)
        worth: Floats = np.average(np.stack([inclusive, chosen]), axis=1, weights=plans.share[ready])
        return worth

    def mean_worth(self) -> float:
        """Worth of a kilogram to senders in cash, mean over what is grown; nan if nobody has planned."""
        if self.worth is None or not len(self.fields):
            return float("nan")
        return float(np.average(self.worth[1][self.hub_of_field], weights=self.world.cocaine.mature_ha[self.fields]))

    def fix_reference(self) -> None:
        """Take the price that rules now as the one at which growers are content with what they have planted."""
        self.found = None if self.worth is None else self.worth[0].copy()
        busy = self.left_kg > LEAST_PASSING * self.left_kg.max(initial=0.0)
        self.outside, way = np.unique(self.world.region.arcs.head[self.ways_out[busy]], return_inverse=True)
        self.passing = np.bincount(way, self.left_kg[busy], len(self.outside))
        self.outside_worth = self._worth_outside() if len(self.outside) else None
        self.found_outside = float("nan") if self.outside_worth is None else self.outside_worth
        self.world.cocaine.content_usd_kg[self.fields] = self.world.parameters.markets.farm_gate

    def _worth_outside(self) -> float | None:
        """Worth of a kilogram where it used to leave the growing countries, mean over what left there, US$/kg."""
        worth = self._netback_worth(self.outside)
        return None if worth is None else float(np.average(worth[0], weights=self.passing))

    def _change_outside(self, worth: Floats, found: Floats) -> float:
        """Worth outside relative to what it was; where nothing leaves, the worth of all areas stands for it."""
        if self.outside_worth is not None:
            return self.outside_worth / self.found_outside
        coca = np.bincount(self.hub_of_field, self.surveyed_ha, len(self.hubs))
        return float((coca @ worth) / (coca @ found))

    def reprice(self) -> None:
        """Pass on the growers' share of what has changed outside, and all of what has changed on the way there."""
        if self.worth is None or self.found is None or not len(self.fields):
            return
        p, worth = self.world.parameters.markets, self.worth[0]
        change = self._change_outside(worth, self.found)
        price = p.farm_gate * (1.0 + p.pass_through * (change - 1.0)) + worth - self.found * change
        self.world.cocaine.farm_gate_usd_kg[self.fields] = np.maximum(price, p.least_farm_gate)[self.hub_of_field]


def ways_out(region: Region, fields: NDArray[np.intp]) -> NDArray[np.intp]:
    """Arcs from the countries where coca grows to cells that belong to none of them."""
    grower = np.zeros(len(region.countries) + 1, dtype=bool)
    grower[region.country[fields]] = True
    grower[-1] = False
    inside = np.append(grower[region.country], np.ones(len(region.sinks), dtype=bool))
    return np.flatnonzero(inside[region.arcs.tail] & ~inside[region.arcs.head])
