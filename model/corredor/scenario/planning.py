"""A scenario placed on its region and counted in months of the run: what the model is given."""

from __future__ import annotations

from typing import Any

from corredor.core.plan import Plan, PlannedEvent, PlannedPolicy
from corredor.core.policy_kinds import policy_kinds
from corredor.region.region import Region
from corredor.scenario.entries import At, EventEntry, PolicyEntry
from corredor.scenario.resolving import resolve_place
from corredor.scenario.scenario import Scenario


def plan(scenario: Scenario, region: Region) -> Plan:
    """The policies and events of a scenario as the model takes them.

    Raises:
        PlaceError: if a place does not exist in the region.
    """
    policies = tuple(_planned_policy(scenario, entry, region) for entry in scenario.policies)
    events = [event for entry in scenario.events for event in _planned_events(scenario, entry, region)]
    return Plan(policies, tuple(sorted(events, key=lambda event: event.month)))


def months_of(scenario: Scenario, policy: PolicyEntry) -> tuple[int, int]:
    """First month of a policy, and the month after its last, which may lie beyond the run."""
    start = 0 if policy.start is None else scenario.month_of_run(policy.start)
    if policy.end is not None:
        return start, scenario.month_of_run(policy.end)
    return start, scenario.months if policy.duration is None else start + int(policy.duration)


def occurrences(scenario: Scenario, event: EventEntry) -> range:
    """Months of the run in which an event happens."""
    step = None if event.every is None else int(event.every)
    first = (step or 0) if event.date is None else scenario.month_of_run(event.date)
    if step is None:
        return range(first, first + 1)
    last = scenario.months if event.until is None else min(scenario.month_of_run(event.until), scenario.months)
    return range(first, last, step)


def _planned_policy(scenario: Scenario, entry: PolicyEntry, region: Region) -> PlannedPolicy:
    start, end = months_of(scenario, entry)
    usual = policy_kinds()[entry.kind].default_intensity
    return PlannedPolicy(
        kind=entry.kind,
        name=entry.name,
        cells=resolve_place(region, entry.where),
        start=start,
        end=min(end, scenario.months),
        ramp=entry.ramp,
        intensity=usual if entry.intensity is None else entry.intensity,
        cost=entry.cost,
        lapse=entry.lapse,
        options=_options(entry.options, region),
    )


def _planned_events(scenario: Scenario, entry: EventEntry, region: Region) -> list[PlannedEvent]:
    cells = resolve_place(region, entry.where)
    options = _options(entry.options, region)
    lasts = options.pop("duration", None) or 0
    return [
        PlannedEvent(entry.kind, entry.name, month, int(lasts), cells, options)
        for month in occurrences(scenario, entry)
    ]


def _options(options: dict[str, Any], region: Region) -> dict[str, Any]:
    def placed(value: Any) -> Any:
        if isinstance(value, At):
            return resolve_place(region, value.at)
        if isinstance(value, tuple):
            return tuple(placed(item) for item in value)
        return value

    return {name: placed(value) for name, value in options.items()}
