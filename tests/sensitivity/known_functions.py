"""Light stand-ins for the model, whose cost is a known function of three parameters."""

from __future__ import annotations

import math

import doubles

FACTORS = {"routes.sensitivity": "registered", "violence.predation": "registered", "finance.extortion": "registered"}
STUDY = {
    "corredor": 1,
    "study": "sensitivity",
    "name": "Known functions",
    "scenario": "two_corridors_control",
    "design": {"kind": "morris", "trajectories": 6},
    "factors": FACTORS,
    "outcomes": ["cost", "delivered"],
    "replicates": 2,
    "seed": 5,
}
SHORT = {"duration": "1 month", "region.resolution": "4 deg"}
MONTHLY = 1e6 / 12.0
"""US$ a month that make a million a year."""


def from_zero_to_one(scenario, path: str) -> float:
    """Where a parameter lies in its registered range."""
    from corredor.scenario.registry import known_parameters

    spec = known_parameters()[path].spec
    return (scenario.parameters[path] - spec.low) / (spec.high - spec.low)


class FunctionModel(doubles.LightModel):
    """Costs what ``cost`` says, in million US$ a year."""

    def __init__(self, scenario, **how):
        super().__init__(scenario, **how)
        self.position = [from_zero_to_one(scenario, path) for path in FACTORS]

    def step(self) -> None:
        super().step()
        self.spent_usd[0] = MONTHLY * self.cost()

    def cost(self) -> float:
        raise NotImplementedError


class Linear(FunctionModel):
    """10 for the whole range of the first factor, -4 for that of the second, nothing for the third."""

    def cost(self) -> float:
        return 20.0 + 10.0 * self.position[0] - 4.0 * self.position[1]


class Ishigami(FunctionModel):
    """Ishigami and Homma (1990) with a = 7 and b = 0.1, raised to be a cost."""

    def cost(self) -> float:
        x, y, z = (math.pi * (2.0 * u - 1.0) for u in self.position)
        return 20.0 + math.sin(x) + 7.0 * math.sin(y) ** 2 + 0.1 * z**4 * math.sin(x)


class Noisy(Linear):
    """The same, and the least change of any factor throws the dice anew."""

    def cost(self) -> float:
        draws = self.streams.generator("noise", 0).normal(size=997)
        thrown = round(1e6 * (self.position[0] + 3.1 * self.position[1] + 7.3 * self.position[2])) % 997
        return super().cost() + 2.0 * float(draws[thrown])
