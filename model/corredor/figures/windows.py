"""Which two years a run is compared in: the last before anything was done, and the last while it was being done."""

from __future__ import annotations

from dataclasses import dataclass

from corredor.runs.run import Run
from corredor.scenario.dates import month_number
from corredor.scenario.entries import PolicyEntry
from corredor.scenario.scenario import Scenario


@dataclass(frozen=True)
class Windows:
    """Two calendar years of a run.

    Attributes:
        before: the year before the first policy or event, or the first year of the run.
        after: the last whole year in which a policy was at work, or the last year of the run.
    """

    before: int
    after: int


def windows(run: Run) -> Windows:
    """The two years in which maps and intervals of a run are taken."""
    years = sorted(int(year) for year in run.cells["year"].unique())
    scenario = run.scenario
    spans = [_span(policy, scenario) for policy in scenario.policies]
    starts = [first for first, _ in spans] + [month_number(event.date) for event in scenario.events if event.date]
    before, after = years[0], years[-1]
    if starts:
        before = _within(min(starts) // 12 - 1, years)
    if spans:
        after = _within(max(end for _, end in spans) // 12 - 1, years)
    return Windows(before, after if after > before else years[-1])


def _within(year: int, years: list[int]) -> int:
    return min(max(year, years[0]), years[-1])


def _span(policy: PolicyEntry, scenario: Scenario) -> tuple[int, int]:
    """First month of a policy and the month after its last, as month numbers."""
    first = month_number(policy.start or scenario.start)
    if policy.end is not None:
        return first, month_number(policy.end)
    return first, month_number(scenario.end) if policy.duration is None else first + int(policy.duration)
