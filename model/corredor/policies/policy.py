"""What a policy is: something a state does, that turns levers while it lasts and is paid for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Annotated, ClassVar, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.core.parameters import UNMEASURED, Spec, process_parameters
from corredor.core.plan import PlannedPolicy


@process_parameters("policies")
class PolicyParameters(NamedTuple):
    """What a policy costs where a scenario does not say."""

    cost_per_person: Annotated[
        float,
        Spec("usd/month", 0.0, 5.0, UNMEASURED, "cost of a full programme, for each person who lives where it acts"),
    ] = 0.5
    flight_denial_fee: Annotated[
        float,
        Spec(
            "usd/kg",
            0.0,
            5000.0,
            UNMEASURED,
            "added to the price of a clandestine flight by a full programme against them",
        ),
    ] = 1600.0
    development_income: Annotated[
        float,
        Spec("1", 0.0, 2.0, UNMEASURED, "rise of what growers can earn otherwise under a full programme"),
    ] = 0.5
    kingpin_hazard: Annotated[
        float,
        Spec(
            "1/month",
            0.0,
            0.2,
            UNMEASURED,
            "chance that a full programme removes a hunted leader, with honest officials",
        ),
    ] = 0.03
    cost_of_patrol: Annotated[
        float,
        Spec(
            "usd/km**2/month", 0.0, 50.0, UNMEASURED, "cost of doubling interdiction assets, for each square kilometre"
        ),
    ] = 2.0


class Policy(ABC):
    """One policy at work in one run.

    A subclass says in ``act`` which levers it turns, and by how much at a given strength; it may touch nothing else.

    Args:
        planned: kind, place, months, ramp, intensity, cost and options, from the scenario.
        world: the run.
    """

    kind: ClassVar[str]

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
        """US$ of 2015 for a month at full strength, where the scenario does not say."""
        people = float(self.world.communities.population[self.places].sum())
        rate: float = self.world.parameters.policies.cost_per_person
        return rate * people * abs(self.planned.intensity)

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
        elif month == planned.end:
            self.world.log("policy_end", detail=planned.name)

    def countries(self) -> NDArray[np.bool_]:
        """Shape (C,): countries with a land cell where the policy acts."""
        country = self.world.region.country
        treated = np.zeros(len(self.world.region.countries), dtype=np.bool_)
        treated[country[self.cells & (country >= 0)]] = True
        return treated


P = TypeVar("P", bound=type[Policy])
_classes: dict[str, type[Policy]] = {}


def policy(kind: str) -> Callable[[P], P]:
    """Register a class as the way policies of ``kind`` work; a scenario then names the kind."""

    def register(cls: P) -> P:
        cls.kind = kind
        _classes[kind] = cls
        return cls

    return register


def build_policy(planned: PlannedPolicy, world: World) -> Policy:
    """The policy object of one planned policy.

    Raises:
        ValueError: if no class works this kind.
    """
    import corredor.policies.catalogue  # noqa: F401 - fills the registry

    if planned.kind not in _classes:
        raise ValueError(f"policies of kind '{planned.kind}' do nothing yet: {', '.join(sorted(_classes))} work")
    return _classes[planned.kind](planned, world)


def working_kinds() -> tuple[str, ...]:
    """Kinds that have a class."""
    import corredor.policies.catalogue  # noqa: F401 - fills the registry

    return tuple(_classes)
