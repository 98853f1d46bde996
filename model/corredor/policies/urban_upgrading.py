"""Transport, light, schools and public space in excluded neighbourhoods."""

from __future__ import annotations

from corredor.policies.policy import Policy, policy


@policy("urban_upgrading", turns=("services",), evidence="B04, B05")
class UrbanUpgrading(Policy):
    """Brings services and steady presence; exclusion then falls and presence grows, each at its own pace."""

    def act(self, strength: float) -> None:
        """In proportion to the effort."""
        self.world.levers.services[self.places] += self.effects.upgrading_services * self.planned.intensity * strength
