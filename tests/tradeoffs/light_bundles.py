"""A small study of trade-offs over a light stand-in for the model, in which levers do what the test says."""

from __future__ import annotations

import doubles

STUDY = {
    "corredor": 1,
    "study": "tradeoffs",
    "name": "Light bundles",
    "scenario": "two_corridors_control",
    "levers": {
        "Surge": {
            "kind": "interdiction_surge",
            "where": {"corridor": "caribbean"},
            "intensity": {"values": ["off", 2, 4]},
        },
        "Detention": {"kind": "mass_detention", "intensity": {"values": ["off", 50]}},
        "Courts": {
            "kind": "court_reform",
            "intensity": {"values": ["off", 1]},
            "start": {"values": ["1990-01", "1990-02"]},
        },
    },
    "uncertainties": {"routes.sensitivity": "registered", "violence.retaliation": {"values": ["on", "off"]}},
    "worlds": 20,
    "replicates": 1,
    "outcomes": {
        "homicide_rate": {"direction": "less", "goal": "0 %"},
        "delivered": "less",
        "rights": "less",
        "trust": "more",
        "cost": "less",
    },
    "budget": "300 million usd/year",
}  # fmt: skip
SHORT = {"duration": "2 months", "region.resolution": "2 deg"}


class LeverModel(doubles.LightModel):
    """Surges stop deliveries but not where routes are sensitive; detention ends killings and detains; all cost."""

    def __init__(self, scenario, **how):
        super().__init__(scenario, **how)
        self.intensity = {policy.name: policy.intensity for policy in scenario.policies}
        self.sensitivity = scenario.parameters["routes.sensitivity"]

    def step(self) -> None:
        super().step()
        surge, detained = self.intensity["Surge"] - 1.0, self.intensity["Detention"]
        courts = self.intensity["Courts"]
        effect = surge if self.sensitivity < 2.0 else -surge
        self.traffic.delivered_kg[:] *= 1.0 - 0.05 * effect
        self.violence.killings[:] = self.violence.killings // (2 if detained else 1) + (effect < 0)
        self.justice.detained_without_cause[:] = 100.0 * detained
        self.spent_usd[0] = 1e6 * (surge + 10 * (detained > 0) + 20 * courts)
