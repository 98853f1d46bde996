"""The state of one run: region, agents in tables, books, levers, and what processes hand to one another."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from corredor.agents.agency import Agency
from corredor.agents.community import Community
from corredor.agents.events import EventLog
from corredor.agents.holdings import Holdings
from corredor.agents.ledger import Ledger
from corredor.agents.levers import Levers
from corredor.agents.organisation import Organisation
from corredor.agents.state import (
    Cocaine,
    Enforcement,
    Ground,
    Justice,
    Market,
    Reported,
    Traffic,
    Violence,
    empty_state,
)
from corredor.agents.tables import Table
from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.core.streams import Streams
from corredor.region.region import Floats, Region


class World(mesa.Model):  # type: ignore[type-arg, unused-ignore]
    """Everything that processes and policies may read and write; ``TraffickingModel`` adds the month.

    Attributes:
        region: where.
        parameters: values by process, e.g. ``world.parameters.routes.sensitivity``.
        mechanisms: which mechanisms are on.
        streams: named random streams of the run.
        month: months since the start; the month being computed.
        start_year: calendar year and month (January is 1) of month 0.
        organisations, agencies, communities: tables; the agents themselves are in ``world.agents_by_type``.
        holdings: who is where.
        hostility: (rows, rows), 0 peace to 1 war, symmetric; grows with the organisations' table.
        grudge: (rows, rows), recent deaths between two organisations per member, fading.
        ledger: the three books.
        levers: what policies turn, reset every month.
        events: the log.
        spent_usd: (C + 1,), what policies cost this month by country; the last is the international agency's.
        cocaine, market, traffic, enforcement, violence, justice, reported, ground: see ``corredor.agents.state``.
    """

    cocaine: Cocaine
    market: Market
    traffic: Traffic
    enforcement: Enforcement
    violence: Violence
    justice: Justice
    reported: Reported
    ground: Ground

    def __init__(
        self,
        region: Region,
        *,
        seed: int,
        parameters: Parameters | None = None,
        mechanisms: Mechanisms | None = None,
        start: tuple[int, int] = (1990, 1),
        organisation_type: type[Organisation] = Organisation,
        agency_type: type[Agency] = Agency,
        community_type: type[Community] = Community,
    ) -> None:
        super().__init__(rng=0)
        self.region = region
        self.parameters = parameters or Parameters()
        self.mechanisms = mechanisms or Mechanisms()
        self.streams = Streams(seed)
        self.month = 0
        self.start = start
        self.organisation_type = organisation_type
        self.agency_type = agency_type
        self.community_type = community_type
        self.organisations = Table(organisation_type)
        self.agencies = Table(agency_type)
        self.communities = Table(community_type, capacity=max(region.n_places, 1))
        self.organisation_agents: list[Organisation] = []
        self.community_agents: list[Community] = []
        self.agency_agents: list[Agency] = []
        self.holdings = Holdings(region.n_places)
        self._hostility: Floats = np.zeros((64, 64))
        self._grudge: Floats = np.zeros((64, 64))
        self.ledger = Ledger(self.organisations)
        self._countries: NDArray[np.int64] | None = None
        self.levers = Levers(region)
        self.events = EventLog()
        self.spent_usd: Floats = np.zeros(len(region.countries) + 1)
        for name, block in empty_state(region).items():
            setattr(self, name, block)

    @property
    def hostility(self) -> Floats:
        """(rows, rows), 0 peace to 1 war: a view, good until the next organisation appears."""
        n = self.organisations.n
        return self._hostility[:n, :n]

    @property
    def grudge(self) -> Floats:
        """(rows, rows), recent deaths per member between two organisations: a view, as ``hostility``."""
        n = self.organisations.n
        return self._grudge[:n, :n]

    def add_organisation(self, name: str, **state: float | int | bool) -> Organisation:
        """Create an organisation (Mesa agent and row); its holdings are the caller's to add."""
        organisation = self.organisation_type(self, name, born=self.month, **state)
        self.organisation_agents.append(organisation)
        if self.organisations.n > len(self._hostility):
            grown = 2 * len(self._hostility)
            for attribute in ("_hostility", "_grudge"):
                old: Floats = getattr(self, attribute)
                new = np.zeros((grown, grown))
                new[: len(old), : len(old)] = old
                setattr(self, attribute, new)
        return organisation

    @property
    def alive(self) -> NDArray[np.int64]:
        """Rows of the organisations that are active."""
        return np.flatnonzero(self.organisations.alive)

    def count_members(self) -> None:
        """Bring ``organisations.members`` in line with the holdings."""
        total = self.holdings.by_organisation(self.holdings.members, self.organisations.n)
        self.organisations.members[:] = total

    def place_country(self) -> NDArray[Any]:
        """Country of each place, shape (P,)."""
        if self._countries is None:
            self._countries = self.region.country[self.region.places].astype(np.int64)
        return self._countries

    def log(self, kind: str, **fields: Any) -> int:
        """Record an event of this month; see ``EventLog.record``."""
        return self.events.record(self.month, kind, **fields)

    def charge(self, usd: float, places: NDArray[np.bool_]) -> None:
        """Charge a policy's cost to the countries of its places, by people; to the international agency at sea.

        Args:
            usd: US$ of 2015.
            places: shape (P,), where the policy acts.
        """
        people = np.where(places, self.communities.population, 0.0)
        total = float(people.sum())
        if total == 0.0:
            self.spent_usd[-1] += usd
            return
        countries = len(self.region.countries)
        self.spent_usd[:countries] += usd / total * np.bincount(self.place_country(), people, countries)

    def close(self) -> None:
        """Let go of everything, so that thousands of runs fit in one process; nothing can be read from it any more."""
        self.remove_all_agents()
        ids = getattr(mesa.Agent, "_ids", None)
        if ids is not None:
            ids.pop(self, None)
        # A model, its agents and its processes refer to one another, and such rings stay until Python looks for them.
        # It looks when objects are many, however large they are: at 1° every model would keep some 30 MB till then.
        self.__dict__.clear()
