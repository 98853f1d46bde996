"""Expeditions: organisations that send loads send people too, to ground that they know from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.kernels.expeditions import Ground, best_ground
from corredor.processes.route_parameters import RouteParameters
from corredor.processes.strength import contested_rents
from corredor.region.region import Floats, Ints


class Expeditions:
    """Opens ground away from home, at most one place for an organisation in a month.

    A place is known where an organisation has lately sent a load a month through it. Of those where it has nobody yet
    it chooses the one where the first member would earn most, and goes there if that is more than its members earn it
    at the margin now. As many go as follow money elsewhere in a month (``territory.leavers``). Straying alone takes
    decades from one country to the next; groups have come to hold ground far from home within a few years of using
    it (Coscia & Rios 2012), and routes are what brings them there (Dell 2015).
    """

    def __init__(self, world: World) -> None:
        self.world = world
        routes: RouteParameters = world.parameters.routes
        fading = 1.0 - 0.5 ** (1.0 / routes.established_memory)
        self.least_km: Floats = np.sqrt(world.region.area_km2[world.region.places]) / fading
        self.cell = world.region.places.astype(np.int64)

    def choose(
        self, rows: NDArray[np.int64], party: Ints, force: Floats, state: Floats, gain: Floats
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who goes and where.

        Args:
            rows: (A,), active organisations.
            party: (K,), which of them each holding belongs to.
            force: (K,), strength.
            state: (P,), as in ``deploy.move_control``.
            gain: (K,), what one more member adds, US$ a month.

        Returns:
            Rows of those who send people, and the places they go to.
        """
        world, plans, held = self.world, self.world.traffic.plans, self.world.holdings
        sending = np.flatnonzero(np.isin(plans.row, rows))
        if not len(sending) or not world.mechanisms.on("territory.expeditions"):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        senders = plans.row[sending]
        number = np.searchsorted(rows, senders)
        members = np.maximum(world.organisations.members[senders], 1e-12)
        each = held.by_organisation(force, world.organisations.n)[senders] / members
        usual = held.by_organisation(gain * held.members, world.organisations.n)[senders] / members
        reach, toll_share = world.organisations.transnational[senders], world.parameters.territory.toll_share
        best = np.empty(len(senders), np.int64)
        flow_usd, local_usd = contested_rents(world)
        hostility = np.ascontiguousarray(world.hostility[np.ix_(rows, rows)])
        ground = Ground(held.start, party, force, hostility, state, flow_usd, local_usd, self.cell, self.least_km)
        share = reach + (1.0 - reach) * toll_share
        best_ground(ground, number, share, each, plans.established_km[sending], usual, best)
        goes = best >= 0
        return senders[goes], best[goes]

    def go(self, senders: NDArray[np.int64], places: NDArray[np.int64]) -> None:
        """Take ``leavers`` of each sender's members everywhere, and put them into a place under its leader.

        Args:
            senders: rows in ``world.organisations``, each once.
            places: where to.
        """
        held, leavers = self.world.holdings, self.world.parameters.territory.leavers
        going = np.zeros(self.world.organisations.n)
        going[senders] = leavers
        sent = held.by_organisation(held.members * going[held.organisation], len(going))[senders]
        some = len(senders)
        held.replace(
            np.append(held.place, places.astype(np.int32)),
            np.append(held.organisation, senders.astype(np.int32)),
            np.append(held.members * (1.0 - going[held.organisation]), sent),
            np.append(held.control, np.zeros(some)),
            np.append(held.plaza, np.zeros(some, np.int32)),
            np.append(held.loyalty, np.ones(some)),
        )
        self.world.count_members()
