"""The farm gate: growers get a share of what a kilogram of their own area is worth to those who send it."""

from __future__ import annotations

import numpy as np

from corredor.agents.world import World
from corredor.processes.hubs import hub_of_cells
from corredor.processes.route_parameters import choice_scale
from corredor.region.region import Floats


class FarmGate:
    """Price of cocaine where it is grown, from what a kilogram there is worth to those who send it.

    In each area the price moves with the worth there, in proportion to the usual worth, whether the change is its own
    (a way that is cut) or everybody's (a wholesale price): what one area loses reaches the others only through scarcity
    at the markets.
    """

    def __init__(self, world: World) -> None:
        region = world.region
        self.world = world
        hub = hub_of_cells(region)
        self.fields = np.flatnonzero(region.coca_ha > 0.0)
        self.hubs, self.hub_of_field = np.unique(hub[self.fields], return_inverse=True)
        self.surveyed_ha = region.coca_ha[self.fields]
        self.edge = np.setdiff1d(np.unique(hub[hub >= 0]), self.hubs)
        self.worth: Floats | None = None
        self.found: Floats | None = None
        self._set_all(world.parameters.markets.farm_gate)

    def _set_all(self, price: float) -> None:
        self.world.cocaine.farm_gate_usd_kg[self.fields] = price

    def look(self) -> None:
        """Take in what a kilogram at each hub is worth by the plans of last month, smoothed over some months."""
        now = self._netback_worth(self.hubs)
        if now is not None:
            memory = self.world.parameters.markets.farm_gate_memory
            self.worth = now if self.worth is None else self.worth + (now - self.worth) / memory
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
        self.world.cocaine.content_usd_kg[self.fields] = self.world.parameters.markets.farm_gate

    def reprice(self) -> None:
        """Pass on the growers' share of what has changed since the reference was fixed."""
        if self.worth is None or self.found is None or not len(self.fields):
            return
        p = self.world.parameters.markets
        coca = np.bincount(self.hub_of_field, self.surveyed_ha, len(self.hubs))
        usual = max(float(np.average(self.found, weights=coca)), p.farm_gate)
        price = p.farm_gate * (1.0 + p.pass_through * (self.worth[0] - self.found) / usual)
        self.world.cocaine.farm_gate_usd_kg[self.fields] = np.maximum(price, p.least_farm_gate)[self.hub_of_field]
