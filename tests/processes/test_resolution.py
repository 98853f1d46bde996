"""The same traffic at every cell size; ``docs/results/resolution.md`` has more seeds and finer grids."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

REPLICATES = 3


def test_corridors_losses_and_costs_agree_between_two_degrees_and_one(
    developers_tool: Callable[[str], ModuleType],
) -> None:
    tool = developers_tool("resolution_study")
    coarse, fine = (
        [tool.flow("balloon_control", size, replicate, months=36, first=12) for replicate in range(REPLICATES)]
        for size in ("2", "1")
    )
    shares = [np.mean([flow.share for flow in flows], axis=0) for flows in (coarse, fine)]
    assert shares[0] == pytest.approx(shares[1], abs=tool.SHARE_POINTS)
    arrives = [np.mean([flow.arrives for flow in flows]) for flows in (coarse, fine)]
    assert arrives[0] == pytest.approx(arrives[1], abs=2.0)
    cost = [np.mean([flow.cost for flow in flows]) for flows in (coarse, fine)]
    # with so few replicates the cost is known to some two per cent
    assert cost[0] == pytest.approx(cost[1], rel=0.05)
