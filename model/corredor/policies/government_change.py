"""A government changes, and with it what it had begun."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corredor.agents.world import World
from corredor.core.plan import PlannedEvent
from corredor.policies.policy import Policy


def change_government(event: PlannedEvent, world: World) -> None:
    """Let each policy at work under the government that goes lapse with the chance that it has.

    A policy is under it if it acts in a country in which the event takes place; what acts at sea alone is under all. It
    has acted for the last time in this month. Each draws from a stream of its own name, so that policies added or taken
    away change no other's fate.

    Args:
        event: where and when.
        world: the run; its ``policies`` are those that may lapse.
    """
    cause = world.log("government_change", detail=event.name)
    countries = _countries(world, event.cells)
    at_work: Sequence[Policy] = getattr(world, "policies", ())
    for policy in at_work:
        planned = policy.planned
        if policy.lapsed or planned.lapse <= 0.0 or planned.strength(world.month) == 0.0:
            continue
        governed = _countries(world, planned.cells)
        if governed.any() and not (governed & countries).any():
            continue
        draw = world.streams.uniforms(f"policy.{planned.name}.lapse", world.month, [0])[0]
        if draw < planned.lapse:
            policy.lapse(cause)


def _countries(world: World, cells: np.ndarray) -> np.ndarray:
    """Countries with a land cell among ``cells``, shape (C,)."""
    inside = world.region.country[cells & world.region.land]
    return np.bincount(inside[inside >= 0], minlength=len(world.region.countries)) > 0
