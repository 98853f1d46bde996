"""What the page says a policy costs is what a run is charged for it."""

from __future__ import annotations

import pytest

import corredor
from corredor.app.costing import cost_usd, price_list
from corredor.app.drafting import Choice, first_months, portfolio
from corredor.app.situations import TEACHING, base_of, places
from corredor.core.policy_kinds import policy_kinds
from corredor.scenario.scenario import Scenario

BASE = base_of(TEACHING, "two_corridors_control")


@pytest.fixture(scope="module")
def prices() -> dict[str, dict[str, tuple[float, float]]]:
    return price_list(Scenario.model_validate(first_months(BASE)))


def test_every_policy_has_a_price_everywhere(prices: dict[str, dict[str, tuple[float, float]]]) -> None:
    assert set(prices) == set(policy_kinds())
    assert {frozenset(by_place) for by_place in prices.values()} == {frozenset(places("two-corridors", 1.0))}


def test_a_run_is_charged_what_was_expected(prices: dict[str, dict[str, tuple[float, float]]]) -> None:
    chosen = [
        Choice("interdiction_surge", "corridor:caribbean", 1990, 1990, 3.5),
        Choice("community_policing", "country:XCA", 1990, 1990, 0.7),
        Choice("kingpin", "everywhere", 1990, 1990, 2.0),
    ]
    model = corredor.TraffickingModel(Scenario.model_validate(portfolio(BASE, 1, 1, chosen, ())))
    charged = 0.0
    for _ in range(3):
        model.step()
        charged += float(model.spent_usd.sum())
    expected = [cost_usd(prices, each.kind, each.place, each.intensity, 3) for each in chosen]
    assert charged == pytest.approx(sum(cost or 0.0 for cost in expected), rel=0.02)
    model.close()


def test_the_usual_effort_costs_nothing_and_what_is_unknown_has_no_price(
    prices: dict[str, dict[str, tuple[float, float]]],
) -> None:
    assert cost_usd(prices, "interdiction_surge", "everywhere", 1.0, 12) == pytest.approx(0.0, abs=1.0)
    assert cost_usd({}, "kingpin", "everywhere", 1.0, 12) is None
