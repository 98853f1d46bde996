"""Police concentrate on the few places with most violence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.core.plan import PlannedPolicy
from corredor.policies.policy import Policy, policy

MOST_GAIN = 3.0
"""No place can make use of more than this many times its usual officers besides them."""


@policy("hotspot_policing", turns=("police",))
class HotspotPolicing(Policy):
    """Moves officers from the quieter places of its area to those with most homicides on record lately.

    Officers are moved, not added, and it is the record that says where: what is not registered draws nobody.
    """

    def __init__(self, planned: PlannedPolicy, world: World) -> None:
        super().__init__(planned, world)
        self.recent = np.zeros(world.region.n_places)

    def act(self, strength: float) -> None:
        """A share of all officers of the area, in proportion to the effort."""
        world, effects = self.world, self.effects
        self.recent += (world.reported.homicides.sum(axis=0) - self.recent) / effects.hotspot_memory
        hot = self.hotspots()
        rest = self.places & ~hot
        officers = world.communities.population * world.communities.presence
        there, elsewhere = float(officers[hot].sum()), float(officers[rest].sum())
        if there == 0.0 or elsewhere == 0.0:
            return
        moved = min(effects.hotspot_moved * self.planned.intensity * strength, MOST_GAIN * there / elsewhere, 1.0)
        world.levers.police[rest] *= 1.0 - moved
        world.levers.police[hot] *= 1.0 + moved * elsewhere / there

    def hotspots(self) -> NDArray[np.bool_]:
        """The places with most homicides on record, as many as the registered share of the area allows, shape (P,)."""
        inside = np.flatnonzero(self.places & (self.recent > 0.0))
        wanted = max(round(float(self.planned.options.get("share", 0.05)) * int(self.places.sum())), 1)
        hot = np.zeros(len(self.places), dtype=np.bool_)
        hot[inside[np.argsort(-self.recent[inside], kind="stable")[:wanted]]] = True
        return hot
