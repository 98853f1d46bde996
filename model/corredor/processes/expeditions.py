"""Expeditions: organisations that send loads send people too, to ground that they know from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.kernels.deploy import Deployed
from corredor.kernels.expeditions import Ground, best_ground, send
from corredor.kernels.room import Room
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
        self._room = Room()

    def choose(
        self, rows: NDArray[np.int64], party: Ints, force: Floats, hostility: Floats, state: Floats, gain: Floats
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who goes and where.

        Args:
            rows: (A,), active organisations.
            party: (K,), which of them each holding belongs to.
            force: (K,), strength.
            hostility: (A, A), between them.
            state: (P,), as in ``deploy.move_control``.
            gain: (K,), what one more member adds, US$ a month.

        Returns:
            Rows of those who send people, and the places they go to, ascending by place and row.
        """
        world, plans, held = self.world, self.world.traffic.plans, self.world.holdings
        sending = np.flatnonzero(np.isin(plans.row, rows))
        if not len(sending) or not world.mechanisms.on("territory.expeditions"):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        senders = plans.row[sending]
        members = np.maximum(world.organisations.members[senders], 1e-12)
        each = held.by_organisation(force, world.organisations.n)[senders] / members
        usual = held.by_organisation(gain * held.members, world.organisations.n)[senders] / members
        reach, toll_share = world.organisations.transnational[senders], world.parameters.territory.toll_share
        best = np.empty(len(senders), np.int64)
        flow_usd, local_usd = contested_rents(world)
        ground = Ground(held.start, party, force, hostility, state, flow_usd, local_usd, self.cell, self.least_km)
        share, number = reach + (1.0 - reach) * toll_share, np.searchsorted(rows, senders)
        best_ground(ground, number, share, each, plans.established_km, sending, usual, best)
        order = np.lexsort((senders, best))
        order = order[best[order] >= 0]
        return senders[order], best[order]

    def go(
        self, now: Deployed, organisation: Ints, senders: NDArray[np.int64], places: NDArray[np.int64]
    ) -> tuple[Deployed, Ints]:
        """Holdings after ``leavers`` of each sender's members have gone to a place, under the leader himself.

        Args:
            now: holdings, sorted by place and organisation.
            organisation: (K,), rows.
            senders: (S,), rows, as ``choose`` gives them.
            places: (S,), where each goes.
        """
        size = len(organisation) + len(senders)
        integers = [self._room.array(name, size, kind=np.int32) for name in ("place", "party", "plaza", "whose")]
        numbers = [self._room.array(name, size) for name in ("members", "control", "loyalty")]
        (place, party, plaza, whose), (members, control, loyalty) = integers, numbers
        after = Deployed(place, party, members, control, plaza, loyalty)
        used = send(now, organisation, self.world.parameters.territory.leavers, senders, places, after, whose)
        now = Deployed(place[:used], party[:used], members[:used], control[:used], plaza[:used], loyalty[:used])
        return now, whose[:used]
