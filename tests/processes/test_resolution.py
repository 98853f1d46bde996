"""The same traffic at every cell size; ``docs/results/resolution.md`` has finer grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from corredor.agents.world import World
from corredor.processes.carriage import Carriage

Study = Callable[[str], ModuleType]
MONTHS, FIRST = 60, 12
pytestmark = pytest.mark.once
REPLICATES = {"baseline": 16, "balloon_control": 10}
"""After the surge shares differ more between replicates."""
SURE = 2.0
"""Standard errors: so much of a gap may be the luck of the draw."""
SEEN = 1.75
"""Times what is wanted: a gap as wide as this is always noticed."""
ARRIVE_POINTS = 2.0


def gaps(tool: ModuleType, coarse: Sequence[Any], fine: Sequence[Any]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Between the means of two cell sizes, and its standard error, by quantity, over what is wanted.

    Replicates are pairs: with the same seed organisations see the map with the same eyes at every cell size.
    """
    cost_wanted = tool.COST_PERCENT / 100 * np.mean([flow.cost for flow in fine])
    found = {}
    for quantity, wanted in (("share", tool.SHARE_POINTS), ("cost", cost_wanted), ("arrives", ARRIVE_POINTS)):
        one, other = (np.array([getattr(flow, quantity) for flow in flows]) for flows in (coarse, fine))
        apart = (one - other) / wanted
        found[quantity] = np.abs(apart.mean(axis=0)), apart.std(axis=0, ddof=1) / np.sqrt(len(apart))
    return found


def flows(tool: ModuleType, scenario: str, size: str, replicates: int, **how: Any) -> list[Any]:
    return [tool.flow(scenario, size, replicate, **how) for replicate in range(replicates)]


def at_held_prices(tool: ModuleType, scenario: str, size: str, replicates: int) -> list[Any]:
    return flows(tool, scenario, size, replicates, months=MONTHS, first=FIRST, held_prices=True)


@pytest.fixture(scope="module")
def fine(developers_tool: Study) -> list[Any]:
    return at_held_prices(developers_tool("resolution_study"), "baseline", "1", REPLICATES["baseline"])


@pytest.fixture(scope="module")
def found(developers_tool: Study, fine: list[Any]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Gaps of the baseline between 2 and 1 degree, and their standard errors."""
    tool = developers_tool("resolution_study")
    return gaps(tool, at_held_prices(tool, "baseline", "2", len(fine)), fine)


def agree(gap: np.ndarray, error: np.ndarray) -> None:
    assert np.all(1.0 + SURE * error <= SEEN)
    assert np.all(gap - SURE * error <= 1.0)


@pytest.mark.parametrize("quantity", ["cost", "arrives"])
def test_costs_and_losses_agree_between_two_degrees_and_one(
    quantity: str, found: dict[str, tuple[np.ndarray, np.ndarray]]
) -> None:
    agree(*found[quantity])


def test_corridors_agree_between_two_degrees_and_one(found: dict[str, tuple[np.ndarray, np.ndarray]]) -> None:
    agree(*found["share"])


def test_they_agree_before_the_surge(developers_tool: Study) -> None:
    tool, count = developers_tool("resolution_study"), REPLICATES["balloon_control"]
    for both in gaps(tool, *(at_held_prices(tool, "balloon_control", size, count) for size in ("2", "1"))).values():
        agree(*both)


def test_fees_that_grow_with_cells_are_noticed(
    developers_tool: Study, fine: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    tool, ask = developers_tool("resolution_study"), Carriage.ask

    def ask_more(carriage: Carriage, world: World, flight_surcharge: np.ndarray) -> None:
        ask(carriage, world, flight_surcharge)
        world.traffic.fee_usd_kg *= carriage.region.resolution**0.25

    monkeypatch.setattr(Carriage, "ask", ask_more)
    found = gaps(tool, at_held_prices(tool, "baseline", "2", 8), fine[:8])
    assert np.any(found["share"][0] - SURE * found["share"][1] > 1.0)
    assert found["cost"][0] - SURE * found["cost"][1] > 1.0


def test_they_agree_too_where_prices_are_found_on_each_grid(developers_tool: Study) -> None:
    tool = developers_tool("resolution_study")
    found = gaps(tool, *(flows(tool, "baseline", size, 6) for size in ("2", "1")))
    for quantity, (gap, error) in found.items():
        assert np.all(gap - SURE * error <= 1.0), quantity
