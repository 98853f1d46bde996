"""Courts: convictions for each case that reaches one, and for each homicide."""

from __future__ import annotations

import numpy as np

from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.kernels.justice import HIGHEST
from corredor.region.region import Floats


def convicting(world: World) -> Floats:
    """Share of organisations' cases that end in a conviction where nobody is bought, with policies, shape (P,).

    It is the same for a member and for an official who took a bribe, and without a policy for everybody.
    """
    return _convicting(world, world.levers.courts_organised)


def convicting_others(world: World) -> Floats:
    """The same for cases behind which no organisation stands, to which a policy may add by itself, shape (P,)."""
    return _convicting(world, world.levers.courts_common)


def _convicting(world: World, own: Floats) -> Floats:
    best: float = world.parameters.justice.courts
    share: Floats = best * world.region.courts[world.place_country()] * world.levers.courts
    share *= own
    np.minimum(share, HIGHEST, out=share)
    return share


def convicted(world: World) -> Floats:
    """Chance that a homicide ends in a conviction, shape (P,): what statistics of impunity count and people see.

    The mean over homicides with and without an organisation behind them, as violence expects them this month.
    """
    expected, justice = world.violence.expected, world.justice
    total = expected.sum(axis=0)
    organised = 1.0 - np.divide(expected[HomicideKind.COMMON], total, out=np.ones_like(total), where=total > 0.0)
    chance: Floats = justice.conviction_common + organised * (justice.conviction - justice.conviction_common)
    return chance
