"""What policies cost, asked of the policies themselves in the first month of a run."""

from __future__ import annotations

from typing import Any

from corredor.app.situations import places, where
from corredor.core.plan import PlannedPolicy
from corredor.core.policy_kinds import PolicyKind, policy_kinds
from corredor.model import TraffickingModel
from corredor.policies import build_policy
from corredor.scenario.places import Place
from corredor.scenario.registry import working_policies
from corredor.scenario.resolving import resolve_place
from corredor.scenario.scenario import Scenario

PriceList = dict[str, dict[str, tuple[float, float]]]
"""By kind and place: US$ of 2015 a month at intensity 0, and what each unit of intensity adds."""


def price_list(scenario: Scenario) -> PriceList:
    """Every policy's monthly cost in every place, as the line through its cost at two intensities.

    Costs that follow what the policy does (people detained, members who leave) are those of the first month; what was
    spent in the end is one of the outcomes.
    """
    world = TraffickingModel(scenario)
    region = world.region
    cells = {}
    for place in places(scenario.region.name, scenario.region.resolution):
        written = where(place)
        cells[place] = resolve_place(region, None if written is None else Place.model_validate(written))
    kinds = {kind: policy_kinds()[kind] for kind in working_policies()}
    prices = {
        kind: {place: _line(world, known, there) for place, there in cells.items()} for kind, known in kinds.items()
    }
    world.close()
    return prices


def _line(world: TraffickingModel, kind: PolicyKind, cells: Any) -> tuple[float, float]:
    usual = kind.default_intensity
    low, high = (_monthly(world, kind, cells, times * usual) for times in (1.0, 1.5))
    slope = (high - low) / (0.5 * usual)
    return low - slope * usual, slope


def _monthly(world: TraffickingModel, kind: PolicyKind, cells: Any, intensity: float) -> float:
    options = {name: option.default for name, option in kind.options.items()}
    planned = PlannedPolicy(kind.kind, kind.kind, cells, 0, 12, 0.0, intensity, None, 0.0, options)
    return build_policy(planned, world).monthly_cost()


def cost_usd(prices: PriceList, kind: str, place: str, intensity: float, months: float) -> float | None:
    """Expected cost of a policy over some months at full strength; nothing if it is not known yet."""
    line = prices.get(kind, {}).get(place)
    return None if line is None else max(line[0] + line[1] * intensity, 0.0) * months
