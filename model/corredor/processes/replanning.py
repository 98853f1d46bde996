"""Planning anew: an organisation looks for other ways once what its ways cost has moved, not every month.

What has moved since it last planned is judged in shares of what a kilogram is worth, from what it knows anyway:

    moved = loss rate x sum over zones of (share of its losses) |rate now / rate then - 1|
          + the largest |price now / price then - 1| over the market groups
          + what fees on the arcs in use have changed by, month after month, over the worth of what is delivered

The rate is its estimate of seizures per load-km in a zone (``beliefs.zone_rates``). Whoever sees the map anew, twice a
year, plans anew as well. Tolls turn slowly and wait for that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.kernels.room import Room
from corredor.processes.beliefs import mean_by_zone, zone_rates
from corredor.processes.neighbourhood import Neighbourhood
from corredor.processes.views import VIEW_MONTHS
from corredor.region.region import Floats

TOGETHER = 8
"""Plans that cost as much as one, because they share a register: who must plan takes those along who nearly must."""


class Replanning:
    """Whose turn it is to plan."""

    def __init__(self, world: World, around: Neighbourhood) -> None:
        self.world, self.around = world, around
        self._room = Room()
        self._usual: Floats | None = None
        self._fees: Floats | None = None
        self._paid: Floats = np.empty(0)

    def due(self, known: tuple[Floats, Floats] | None = None) -> NDArray[np.int64]:
        """Slots of the senders who plan this month, ascending; where plans are frozen, who never had one.

        Args:
            known: ``rates`` as of now, if they are at hand.
        """
        plans, p = self.world.traffic.plans, self.world.parameters.routes
        if self.world.month > 0 and not self.world.mechanisms.on("routes.replanning"):
            return np.flatnonzero(~plans.planned)
        count, period = len(plans), max(int(p.replan_months), 1)
        looks = (self.world.month + np.arange(count)) % period == 0
        if p.replan_threshold <= 0.0:
            return np.flatnonzero(~plans.planned | looks)
        plans.fees_moved += self._fees_moved()
        if self.world.month % VIEW_MONTHS == 0:
            return np.arange(count)
        moved = np.where(plans.planned, self.moved(known), np.inf)
        must = ~plans.planned | (looks & (moved >= p.replan_threshold))
        if must.all():
            return np.arange(count)
        order = np.argsort(np.where(must, np.inf, np.where(looks, moved, -np.inf)))[::-1]
        taken = -(-int(must.sum()) // TOGETHER) * TOGETHER
        chosen = order[:taken]
        return np.sort(chosen[must[chosen] | looks[chosen]])

    def moved(self, known: tuple[Floats, Floats] | None = None) -> Floats:
        """How far costs have moved since each sender planned, as a share of what a kilogram is worth, shape (O,)."""
        plans = self.world.traffic.plans
        rates, losses = known or self.rates()
        then = np.where(plans.rates > 0.0, plans.rates, rates)
        share = losses / np.maximum(losses.sum(axis=1, keepdims=True), 1e-300)
        lost = plans.loss_rate * (share * np.abs(rates / np.maximum(then, 1e-300) - 1.0)).sum(axis=1)
        price = self._price()
        dearer = np.abs(price / np.where(plans.price > 0.0, plans.price, np.maximum(price, 1e-300)) - 1.0).max(axis=1)
        return np.asarray(lost + dearer + plans.fees_moved, dtype=np.float64)

    def note(self, slots: NDArray[np.int64], rates: Floats | None = None) -> None:
        """Remember what these senders planned with.

        Args:
            slots: who planned.
            rates: of all senders as of now, if they are at hand.
        """
        plans = self.world.traffic.plans
        if self.world.parameters.routes.replan_threshold > 0.0:
            plans.rates[slots] = (self.rates()[0] if rates is None else rates)[slots]
            plans.price[slots] = self._price()
        plans.fees_moved[slots] = 0.0
        plans.month[slots] = self.world.month

    def rates(self, near: Floats | None = None) -> tuple[Floats, Floats]:
        """Seizures per load-km in each zone as each sender sees it, and the losses that it expects of what it met.

        Args:
            near: as of now, if it is at hand.
        """
        plans, p = self.world.traffic.plans, self.world.parameters.routes
        near, zone = self.near() if near is None else near, self.world.region.zone
        rates, exposure = zone_rates(plans.losses, plans.exposure_km, near, zone, self.usual(), p)
        return rates, rates * exposure

    def near(self) -> Floats:
        """Load-km of each sender near each cell, land and water apart, shape (len(plans), n); good until the next."""
        plans, world = self.world.traffic.plans, self.world
        near = self._room.array("near", len(plans), world.region.n)
        reach: float = world.parameters.routes.learning_reach
        self.around.sum_into(near, plans.exposure_km, np.arange(len(plans)), reach, apart=True)
        return near

    def usual(self) -> Floats:
        """Mean hazard per km of the standing plan, which never changes, shape (zones,)."""
        if self._usual is None:
            self._usual = mean_by_zone(self.world.enforcement.standing_per_km, self.world.region.zone)
        return self._usual

    def _price(self) -> Floats:
        market = self.world.market
        return np.asarray(market.price_usd_kg / market.cost_level, dtype=np.float64)

    def _fees_moved(self) -> float:
        """Change of the fees on the arcs in use since last month, as a share of the worth of what is delivered."""
        from corredor.kernels.beliefs import dearer

        traffic, fee = self.world.traffic, self.world.traffic.fee_usd_kg
        worth = float(traffic.delivered_kg @ self.world.market.price_usd_kg)
        if self._fees is None:
            self._fees, self._paid = fee.copy(), np.empty_like(fee)
        dearer(fee, traffic.arc_kg, self._fees, self._paid)
        changed = float(self._paid.sum())
        return changed / worth if worth > 0.0 else 0.0
