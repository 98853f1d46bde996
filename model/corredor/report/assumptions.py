"""What a run assumed: policies and events in words, parameters that are not the defaults, what was switched off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from corredor.core.event_kinds import EVENT_KINDS
from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.core.parameters import DRAWN, registered
from corredor.core.policy_kinds import policy_kinds
from corredor.figures.corridor_shares import labels
from corredor.figures.wording import plain
from corredor.scenario.entries import EventEntry, PolicyEntry
from corredor.scenario.places import Where
from corredor.scenario.registry import known_parameters
from corredor.scenario.scenario import Scenario

NAMED: Final = ("country", "division", "corridor")
"""Keys of a place whose values are codes that have a name."""


@dataclass(frozen=True)
class Changed:
    """One parameter that a scenario sets to something else than its default."""

    name: str
    meaning: str
    value: str
    default: str
    unit: str
    source: str


@dataclass(frozen=True)
class Action:
    """One policy or event in words.

    Attributes:
        name: as the scenario calls it.
        meaning: what a state does, or what happens.
        where: in words.
        when: in words.
        how: what it was told besides, ``name: value`` each.
    """

    name: str
    meaning: str
    where: str
    when: str
    how: tuple[str, ...]


def changed_parameters(scenario: Scenario) -> list[Changed]:
    """Parameters that are not at their defaults."""
    values, known = scenario.parameter_values, registered()
    return [
        Changed(
            name,
            known[name].spec.meaning,
            plain(value),
            plain(known[name].default),
            "" if known[name].spec.unit == "1" else known[name].spec.unit,
            known[name].spec.source,
        )
        for name, value in values.items()
        if value != known[name].default
    ]


def fitted() -> int:
    """How many parameters have a default that was drawn from a posterior."""
    return sum(DRAWN in parameter.spec.source for parameter in known_parameters().values())


def notes(scenario: Scenario) -> list[str]:
    """What is allowed but should be known, without the file and place that only its author needs.

    The scenario of a run folder has a file and no line; its path would tell readers whose machine it was run on.
    """
    return [re.sub(r"^.*?(:\d+:\d+|manifest\.json): ", "", warning) for warning in scenario.warnings]


def switched_off(scenario: Scenario) -> list[tuple[str, str]]:
    """Processes and mechanisms that are cut, each with what it would have carried."""
    meanings = {**PROCESSES, **MECHANISMS}
    return [(name, meanings[name]) for name, works in scenario.mechanism_states.items() if not works]


def policies(scenario: Scenario) -> list[Action]:
    """The policies of a scenario in words."""
    return [_policy(policy, scenario) for policy in scenario.policies]


def events(scenario: Scenario) -> list[Action]:
    """The events of a scenario in words."""
    return [_event(event, scenario) for event in scenario.events]


def _policy(policy: PolicyEntry, scenario: Scenario) -> Action:
    kind = policy_kinds()[policy.kind]
    until = f" until {policy.end}" if policy.end else f" for {_months(policy.duration)}" if policy.duration else ""
    ramp = f", growing over {_months(policy.ramp)}" if policy.ramp else ""
    intensity = kind.default_intensity if policy.intensity is None else policy.intensity
    how = (f"intensity {plain(intensity)} ({kind.intensity})", *_told(policy.options))
    start = policy.start or scenario.start
    return Action(
        policy.name, kind.meaning, _where(policy.where, scenario), f"from {start}{until or ' to the end'}{ramp}", how
    )


def _event(event: EventEntry, scenario: Scenario) -> Action:
    when = f"in {event.date}" if event.date else "after the run has begun"
    again = f", then every {_months(event.every)}" if event.every else ""
    until = f" until {event.until}" if event.until else ""
    return Action(
        event.name,
        EVENT_KINDS[event.kind].meaning,
        _where(event.where, scenario),
        f"{when}{again}{until}",
        _told(event.options),
    )


def _told(options: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{_words(name)}: {_words(value)}" for name, value in options.items() if value is not None)


def _months(months: float | None) -> str:
    whole = int(months or 0)
    years, rest = divmod(whole, 12)
    if years and not rest:
        return f"{years} year" if years == 1 else f"{years} years"
    return f"{whole} month" if whole == 1 else f"{whole} months"


def _where(where: Where | None, scenario: Scenario) -> str:
    """Where something acts, with the names of countries and corridors for their codes."""
    if where is None:
        return "everywhere"
    region = scenario.load_region()
    names = {
        **labels(region),
        **dict(zip(region.countries, region.country_names, strict=True)),
        **dict(zip(region.divisions, region.division_names, strict=True)),
    }
    places = [place.model_dump(exclude_none=True, exclude_unset=True) for place in where]
    return _words(
        [{key: [names.get(v, v) for v in value] if key in NAMED else value for key, value in p.items()} for p in places]
    )


def _words(value: Any) -> str:
    """Whatever a scenario says, as text: mappings and lists spelt out, underscores as spaces."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(exclude_none=True, exclude_unset=True)
    if isinstance(value, dict):
        return ", ".join(f"{_words(k)} {_words(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_words(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return plain(value)
    return str(value).replace("_", " ")
