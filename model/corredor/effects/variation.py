"""A case run otherwise than its arms say: mechanisms cut, parameters moved, a policy stronger or weaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from corredor.scenario import Scenario


@dataclass(frozen=True)
class Variation:
    """What is changed in every arm of a case alike.

    Attributes:
        off: mechanisms and processes that are cut.
        parameters: values by name, which win over what an arm sets itself.
        intensities: of policies by name, in the arms that have them.
        record: tables that are kept besides.
    """

    off: frozenset[str] = frozenset()
    parameters: tuple[tuple[str, float], ...] = ()
    intensities: tuple[tuple[str, float], ...] = ()
    record: tuple[str, ...] = field(default=())

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario, changed."""
        intensities = dict(self.intensities)
        policies = tuple(
            policy.model_copy(update={"intensity": intensities.get(policy.name, policy.intensity)})
            for policy in scenario.policies
        )
        return scenario.model_copy(
            update={
                "mechanisms": {**scenario.mechanisms, **dict.fromkeys(sorted(self.off), False)},
                "parameters": {**scenario.parameters, **dict(self.parameters)},
                "policies": policies,
                "record": tuple(dict.fromkeys((*scenario.record, *self.record))),
            }
        )


AS_IT_IS: Final = Variation()
"""Nothing is changed."""
