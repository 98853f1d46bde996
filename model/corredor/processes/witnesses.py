"""Whether people talk to the police: trust opens mouths, fear closes them."""

from __future__ import annotations

import numpy as np

from corredor.agents.world import World
from corredor.region.region import Floats

MOST_TALKATIVE = 1.3
"""Trust raises cooperation at most this much above the reference."""


def cooperation(world: World) -> Floats:
    """Willingness to talk, shape (P,), relative to a community without fear at the reference trust.

    ``(1 - fear) (trust / reference)^power``; without ``reporting.trust`` only fear counts, without ``reporting.fear``
    only trust.
    """
    p, communities = world.parameters.communities, world.communities
    calm: Floats = 1.0 - communities.fear * world.mechanisms.on("reporting.fear")
    if not world.mechanisms.on("reporting.trust"):
        return calm
    talkative: Floats = calm * np.minimum((communities.trust / p.trust_reference) ** p.trust_power, MOST_TALKATIVE)
    return talkative
