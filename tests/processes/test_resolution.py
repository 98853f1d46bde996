"""The same traffic at every cell size; ``docs/results/resolution.md`` has finer grids."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

REPLICATES = 10
SURE = 2.0
"""Standard errors: so much of a gap may be the luck of the draw."""
NOISY = 2.0
"""Times what is wanted, which no gap may pass however unsure it is."""
ARRIVE_POINTS = 2.0


def gap(coarse: list[np.ndarray | float], fine: list[np.ndarray | float]) -> tuple[np.ndarray, np.ndarray]:
    """Between two means, and its standard error."""
    one, other = np.array(coarse), np.array(fine)
    error = np.sqrt(one.var(axis=0, ddof=1) / len(one) + other.var(axis=0, ddof=1) / len(other))
    return np.abs(one.mean(axis=0) - other.mean(axis=0)), error


@pytest.mark.parametrize("scenario", ["balloon_control", "baseline"])
def test_corridors_losses_and_costs_agree_between_two_degrees_and_one(
    scenario: str, developers_tool: Callable[[str], ModuleType]
) -> None:
    tool = developers_tool("resolution_study")
    coarse, fine = (
        [tool.flow(scenario, size, replicate, months=36, first=12) for replicate in range(REPLICATES)]
        for size in ("2", "1")
    )
    cost_wanted = tool.COST_PERCENT / 100 * np.mean([flow.cost for flow in fine])
    for quantity, wanted in (("share", tool.SHARE_POINTS), ("cost", cost_wanted), ("arrives", ARRIVE_POINTS)):
        found, error = gap(*([getattr(flow, quantity) for flow in flows] for flows in (coarse, fine)))
        assert np.all(found - SURE * error <= wanted), quantity
        assert np.all(found <= NOISY * wanted), quantity
