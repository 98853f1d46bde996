"""Whether people talk to the police: trust opens mouths, fear of who would take revenge closes them."""

from __future__ import annotations

import numpy as np

from corredor.agents.world import World
from corredor.region.region import Floats

MOST_TALKATIVE = 1.3
"""Trust raises cooperation at most this much above the reference."""


def trusting(world: World) -> Floats:
    """Willingness to talk where nobody would take revenge, shape (P,), relative to the reference trust.

    ``(trust / reference)^power``, at most ``MOST_TALKATIVE``; 1 without ``reporting.trust``.
    """
    p, trust = world.parameters.communities, world.communities.trust
    if not world.mechanisms.on("reporting.trust"):
        return np.ones_like(trust)
    talkative: Floats = np.minimum((trust / p.trust_reference) ** p.trust_power, MOST_TALKATIVE)
    return talkative


def unafraid(world: World) -> Floats:
    """Share of witnesses whom fear of organisations does not silence, shape (P,); 1 without ``reporting.fear``."""
    calm: Floats = 1.0 - world.communities.fear * world.mechanisms.on("reporting.fear")
    return calm


def cooperation(world: World) -> Floats:
    """Willingness to talk about organisations, shape (P,), relative to a place without fear at the reference trust."""
    return unafraid(world) * trusting(world)
