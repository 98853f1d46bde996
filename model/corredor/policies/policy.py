"""What a policy is: something a state does, that turns levers while it lasts and is paid for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.core.plan import PlannedPolicy
from corredor.policies.costs import PolicyCosts
from corredor.policies.effect_parameters import PolicyParameters
from corredor.region.region import Floats


class Policy(ABC):
    """One policy at work in one run.

    A subclass says in ``act`` which levers it turns, and by how much at a given strength; it may touch nothing else.
    Multipliers are multiplied and additions added, so that policies combine in any order.

    Args:
        planned: kind, place, months, ramp, intensity, cost and options, from the scenario.
        world: the run.
    """

    kind: ClassVar[str]
    turns: ClassVar[tuple[str, ...]] = ()
    evidence: ClassVar[str] = ""

    def __init__(self, planned: PlannedPolicy, world: World) -> None:
        self.planned = planned
        self.world = world
        self.cells: NDArray[np.bool_] = planned.cells
        self.places: NDArray[np.bool_] = planned.cells[world.region.places]
        self.lapsed = False

    @abstractmethod
    def act(self, strength: float) -> None:
        """Turn levers for this month.

        Args:
            strength: 0 to 1, how far the policy has grown.
        """

    def monthly_cost(self) -> float:
        """US$ of 2015 for a month at full strength, where the scenario does not say: by people, times the intensity."""
        costs: PolicyCosts = self.world.parameters.costs
        each: float = getattr(costs, self.kind, costs.person)
        return each * self.people() * self.planned.intensity

    def step(self) -> None:
        """One month: start, act and be charged, or stop."""
        month, planned = self.world.month, self.planned
        strength = 0.0 if self.lapsed else planned.strength(month)
        if strength > 0.0:
            if month == planned.start:
                self.world.log("policy_start", detail=planned.name)
            self.act(strength)
            full = self.monthly_cost() if planned.cost is None else planned.cost
            self.world.charge(full * strength, self.places)
        elif month == planned.end and not self.lapsed:
            self.world.log("policy_end", detail=planned.name)

    def lapse(self, cause: int) -> None:
        """End for good before its time.

        Args:
            cause: id of the event that ended it.
        """
        self.lapsed = True
        self.world.log("policy_lapsed", detail=self.planned.name, cause=cause)

    def people(self) -> float:
        """Persons who live where the policy acts."""
        return float(self.world.communities.population[self.places].sum())

    def covered(self) -> Floats:
        """Shape (C,): share of each country's people who live where the policy acts.

        What is one for a whole country (its prisons, the price of laundering) is turned by that share.
        """
        country, people = self.world.place_country(), self.world.communities.population
        countries = len(self.world.region.countries)
        total = np.bincount(country, people, countries)
        inside = np.bincount(country, people * self.places, countries)
        return np.divide(inside, total, out=np.zeros(countries), where=total > 0.0)

    @property
    def effects(self) -> PolicyParameters:
        """How strongly full programmes turn their levers."""
        registered: PolicyParameters = self.world.parameters.policies
        return registered


P = TypeVar("P", bound=type[Policy])
_classes: dict[str, type[Policy]] = {}


def policy(kind: str, *, turns: tuple[str, ...] = (), evidence: str = "") -> Callable[[P], P]:
    """Register a class as the way policies of ``kind`` work; a scenario then names the kind.

    Args:
        kind: its id.
        turns: the levers it turns, by name in ``Levers``.
        evidence: rows of the table of documented effects that say what it did somewhere.
    """

    def register(cls: P) -> P:
        cls.kind, cls.turns, cls.evidence = kind, turns, evidence
        _classes[kind] = cls
        return cls

    return register


def policy_class(kind: str) -> type[Policy]:
    """The class that works policies of a kind.

    Raises:
        ValueError: if none does.
    """
    import corredor.policies.catalogue  # noqa: F401 - fills the registry

    if kind not in _classes:
        raise ValueError(f"no class works policies of kind '{kind}': {', '.join(sorted(_classes))} work")
    return _classes[kind]


def build_policy(planned: PlannedPolicy, world: World) -> Policy:
    """The policy object of one planned policy.

    Raises:
        ValueError: if no class works this kind.
    """
    return policy_class(planned.kind)(planned, world)


def working_kinds() -> tuple[str, ...]:
    """Kinds that have a class."""
    import corredor.policies.catalogue  # noqa: F401 - fills the registry

    return tuple(_classes)
