"""From what a person has chosen to a scenario and its control, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corredor.app.situations import EVERYWHERE, where
from corredor.core.policy_kinds import policy_kinds
from corredor.figures.style import STAMP
from corredor.scenario.dates import month_name, month_number
from corredor.scenario.planning import months_of
from corredor.scenario.scenario import RECORDED, WITHOUT_POLICIES, Scenario
from corredor.scenario.writing import as_plain

Plain = dict[str, Any]
"""A scenario as its file has it."""

SHOWN: Final = ("kind", "name", "where", "start", "end", "duration", "ramp", "intensity")
"""What a row of the form can say of a policy; the rest of one that is loaded is kept as it is written."""
_ASIDE: Final = ("name", "description", "control", "replicates")
"""What a scenario says that no number of a replicate depends on."""
WITH: Final = ", with policies"
"""Ends the name of a situation in which something is done."""


@dataclass(frozen=True)
class Choice:
    """One row of a portfolio.

    Attributes:
        kind: of policy.
        place: as ``situations.places`` names it.
        first, last: calendar years, both included.
        intensity: in the terms of its kind.
        months_to_full: over which it grows to full strength.
    """

    kind: str
    place: str
    first: int
    last: int
    intensity: float
    months_to_full: float = 0.0


def portfolio(base: Scenario, years: int, replicates: int, choices: Sequence[Choice], fixed: Sequence[Plain]) -> Plain:
    """The scenario with the policies chosen.

    Args:
        base: the starting situation; its own policies are left out.
        years: length of the run.
        replicates: pairs.
        choices: rows of the form.
        fixed: policies of a loaded scenario that no row can show, as they are written.
    """
    start, end = base.start, month_name(month_number(base.start) + 12 * years)
    plain = without_policies(base, end)
    plain["duration"] = f"{years} years"
    plain["replicates"] = replicates
    plain["policies"] = [*fixed, *(_entry(number, choice, start, end) for number, choice in enumerate(choices, 1))]
    if plain["policies"] and not base.policies:
        plain["name"] = f"{base.name}{WITH}"
        plain["description"] = (
            f"What do these policies change in a run that is otherwise as follows? {base.description}"
        )
    return plain


def without_policies(base: Scenario, end: str) -> Plain:
    """The starting situation with nothing done, recorded as the page needs it; events after a new end are dropped."""
    plain = as_plain(base)
    plain.pop("control", None)
    plain["policies"] = []
    plain["record"] = list(RECORDED)
    plain["events"] = [event for event in plain["events"] if str(event.get("date", "")) < end]
    for event in plain["events"]:
        if str(event.get("until", "")) > end:
            event["until"] = end
    return plain


def first_months(base: Scenario) -> Plain:
    """The situation as it begins, with nothing done: what prices are asked in."""
    return portfolio(base, 1, 1, (), ())


def control_of(plain: Plain) -> Plain:
    """The same scenario without any policy: what it is paired with."""
    return {**plain, "name": f"{plain['name'].removesuffix(WITH)} without policies", "policies": []}


def _entry(number: int, choice: Choice, start: str, end: str) -> Plain:
    first = max(f"{choice.first}-01", start)
    after = min(f"{choice.last + 1}-01", end)
    place = where(choice.place)
    return {
        "kind": choice.kind,
        "name": f"{number} {choice.kind.replace('_', ' ')}",
        **({"where": place} if place else {}),
        "start": first,
        "end": after,
        **({"ramp": f"{choice.months_to_full:g} months"} if choice.months_to_full else {}),
        "intensity": choice.intensity,
    }


def choices_in(scenario: Scenario, offered: Sequence[str], most: int) -> tuple[list[Choice], list[Plain]]:
    """The policies of a scenario that rows of the form can show, and those that they cannot, as they are written.

    Args:
        scenario: checked.
        offered: places of its region.
        most: rows there are.
    """
    shown: list[Choice] = []
    kept: list[Plain] = []
    for entry, plain in zip(scenario.policies, as_plain(scenario)["policies"], strict=True):
        first, after = months_of(scenario, entry)
        origin = month_number(scenario.start)
        place = _place(plain.get("where"))
        usual = policy_kinds()[entry.kind].options
        plainly = all(plain.get(key, usual[key].default) == usual[key].default for key in usual)
        only = set(plain) - {*SHOWN, *usual} <= {"lapse"} and not plain.get("lapse")
        whole_years = (origin + first) % 12 == 0 and (origin + min(after, scenario.months)) % 12 == 0
        if plainly and only and whole_years and place in offered and len(shown) < most:
            intensity = policy_kinds()[entry.kind].default_intensity if entry.intensity is None else entry.intensity
            last = (origin + min(after, scenario.months)) // 12 - 1
            shown.append(Choice(entry.kind, place, (origin + first) // 12, last, float(intensity), entry.ramp))
        else:
            kept.append(plain)
    return shown, kept


def _place(written: object) -> str:
    """A place as the form names it; empty if the form cannot."""
    if written is None:
        return EVERYWHERE
    if not isinstance(written, Mapping) or len(written) != 1:
        return ""
    key, name = next(iter(written.items()))
    return f"{key}:{'on' if name is True else name}" if isinstance(name, str | bool) else ""


def fingerprint(plain: Plain) -> str:
    """What two scenarios share if every replicate of them is the same."""
    told = {key: value for key, value in plain.items() if key not in _ASIDE}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def as_text(plain: Plain) -> str:
    """The scenario as a file that can be loaded: JSON, which is YAML too."""
    return json.dumps(plain, ensure_ascii=False, indent=1)


def saved(plain: Plain, name: str) -> str:
    """The scenario as the YAML file that a person takes home; with policies it is its own control without them.

    Args:
        plain: what was run.
        name: what to call it; as its situation is called if empty.
    """
    control = {"control": WITHOUT_POLICIES} if plain["policies"] else {}
    scenario = Scenario.model_validate({**plain, **control, **({"name": name} if name else {})})
    return f"# {STAMP}\n{scenario.to_yaml()}"
