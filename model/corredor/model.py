"""The model: a world, the policies and events of a scenario, and the month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from corredor.agents.agency import Agency
from corredor.agents.community import Community
from corredor.agents.organisation import Organisation
from corredor.agents.refitting import country_capacity, refit_agencies
from corredor.agents.start import populate
from corredor.agents.starts import Starts, start_key
from corredor.agents.world import World
from corredor.core.mechanisms import Mechanisms
from corredor.core.parameters import Parameters
from corredor.core.plan import Plan
from corredor.core.seeds import replicate_seed
from corredor.policies import Policy, build_policy
from corredor.policies.shocks import happen
from corredor.processes.audit import held
from corredor.processes.month import MONTH
from corredor.processes.process import Process
from corredor.processes.settling import settle
from corredor.processes.spin_up import spin_up
from corredor.region.governance import with_equal_state
from corredor.region.history import StateByYear, is_observed
from corredor.region.region import Region


class AuditError(RuntimeError):
    """A book does not balance: something appeared or vanished without a named flow."""


class Runnable(Protocol):
    """What the model asks of a scenario; ``corredor.scenario.Scenario`` answers."""

    @property
    def seed(self) -> int: ...
    @property
    def months(self) -> int: ...
    @property
    def start_month(self) -> tuple[int, int]: ...
    @property
    def parameters(self) -> Mapping[str, float]: ...
    @property
    def mechanisms(self) -> Mapping[str, bool]: ...
    def load_region(self) -> Region: ...
    def plan(self, region: Region) -> Plan: ...


class TraffickingModel(World):
    """One run of a scenario, a Mesa model whose ``step`` is a month.

    Args:
        scenario: what to run, from ``corredor.load``.
        replicate: which of the scenario's replicates; the seed follows from the scenario's seed and this number.
        seed: use this seed and not the replicate's.
        audit: check every month that cocaine, people and money are all accounted for.
        policies: your own policies, beside the scenario's: each is called with the world and returns a ``Policy``.
        processes: your own processes, run after the twelve in the order given.
        organisation_type, agency_type, community_type: your own agent classes.
        starts: where months before month 0 are kept for runs that have them in common; not with classes of your own.

    Raises:
        AuditError: from ``step``, if ``audit`` and a book does not balance.

    Example:
        >>> import corredor
        >>> model = corredor.TraffickingModel(corredor.load("two_corridors"))
        >>> model.step()
        >>> len(model.agents_by_type[corredor.Organisation]) > 1
        True
    """

    def __init__(
        self,
        scenario: Runnable,
        *,
        replicate: int = 0,
        seed: int | None = None,
        audit: bool = False,
        policies: Sequence[Callable[[World], Policy]] = (),
        processes: Sequence[type[Process]] = (),
        organisation_type: type[Organisation] = Organisation,
        agency_type: type[Agency] = Agency,
        community_type: type[Community] = Community,
        starts: Starts | None = None,
    ) -> None:
        types = organisation_type, agency_type, community_type
        seed = replicate_seed(scenario.seed, replicate) if seed is None else seed
        self._begin(scenario, seed, processes, types, starts)
        self.months = scenario.months
        self.audit = audit
        plan = scenario.plan(self.region)
        self.policies = [build_policy(planned, self) for planned in plan.policies]
        self.policies += [own(self) for own in policies]
        self.scheduled = plan.events
        self._open_books()

    def _begin(
        self,
        scenario: Runnable,
        seed: int,
        processes: Sequence[type[Process]],
        types: tuple[type[Organisation], type[Agency], type[Community]],
        starts: Starts | None,
    ) -> None:
        """Up to month 0: taken up where it is kept, reckoned and kept where not."""
        own = frozenset(vars(self))
        loaded = scenario.load_region()
        parameters, mechanisms = Parameters(scenario.parameters), Mechanisms(scenario.mechanisms)
        if starts is None or processes or types != (Organisation, Agency, Community):
            self._reckon(scenario, loaded, seed, parameters, mechanisms, processes, types)
            return
        key = start_key(loaded, seed, scenario.start_month, parameters, mechanisms)
        if not starts.take(self, loaded, key):
            self._reckon(scenario, loaded, seed, parameters, mechanisms, processes, types)
            starts.keep(self, loaded, key, own)

    def _reckon(
        self,
        scenario: Runnable,
        region: Region,
        seed: int,
        parameters: Parameters,
        mechanisms: Mechanisms,
        processes: Sequence[type[Process]],
        types: tuple[type[Organisation], type[Agency], type[Community]],
    ) -> None:
        """The months before month 0."""
        states: StateByYear | None = None
        if parameters.region.presence_history > 0.0 and is_observed(region):
            states = StateByYear(region, parameters.region, scenario.start_month[0])
            region = states.region
        elif parameters.region.equal_presence > 0.0:
            region = with_equal_state(region, parameters.region.equal_presence)
        super().__init__(
            region,
            seed=seed,
            parameters=parameters,
            mechanisms=mechanisms,
            start=scenario.start_month,
            organisation_type=types[0],
            agency_type=types[1],
            community_type=types[2],
        )
        self._states = states
        populate(self)
        self.processes: list[Process] = [process(self) for process in (*MONTH, *processes)]
        spin_up(self, self.processes)
        settle(self, self.processes[: len(MONTH)])

    def step(self) -> None:
        """One month: policies and events, then the processes in their order."""
        self.ledger.new_month()
        self.levers.reset()
        self.spent_usd.fill(0.0)
        self._begin_year()
        for policy in self.policies:
            policy.step()
        for event in self.scheduled:
            happen(event, self)
        for process in self.processes:
            if process.name not in self._process_names_off:
                process.step()
        if self.audit:
            self.check_books()
        self.month += 1

    def _begin_year(self) -> None:
        """In January, what follows observed years changes; the run began with the figures of its first year."""
        years, month = divmod(self.start[1] - 1 + self.month, MONTHS)
        if month or self.month == 0:
            return
        year = min(self.start[0] + years, int(self.parameters.region.history_until))
        if self._states is not None:
            before = country_capacity(self.region)
            self._states.go_to(year)
            refit_agencies(self, before)
        for process in self.processes:
            process.begin_year(year)

    def run(self) -> None:
        """Step to the end of the scenario."""
        while self.month < self.months:
            self.step()

    def check_books(self) -> None:
        """Compare what is held with what was booked.

        Raises:
            AuditError: naming the book, the month and the imbalance.
        """
        amounts = held(self)
        for name, book in self.ledger.books().items():
            scale = max(abs(amounts[name]), sum(map(abs, book.total.values())), 1.0)
            gap = book.imbalance(amounts[name])
            if not abs(gap) <= RELATIVE_ROUNDING * scale:
                flows = ", ".join(f"{flow} {amount:.6g}" for flow, amount in book.month.items())
                raise AuditError(f"month {self.month}: {name} is off by {gap:.6g} {book.unit} (flows: {flows})")

    def _open_books(self) -> None:
        self._process_names_off = {p.name for p in MONTH if not self.mechanisms.on(p.name)}
        for name, amount in held(self).items():
            book = self.ledger.books()[name]
            book.total.clear()
            book.month.clear()
            book.opening = amount


MONTHS = 12
RELATIVE_ROUNDING = 1e-9
"""Largest imbalance of a book, relative to what it holds and has moved: float64 rounding over some thousand sums."""
