"""What a forecaster knows of a scenario: what has a date after some year is not known before it has come."""

from __future__ import annotations

import json
from typing import Any, Final

from corredor.scenario import Scenario
from corredor.scenario.dates import month_number
from corredor.scenario.loading import load_tree
from corredor.scenario.reading import read_text

HELD: Final = "region.history_until"
"""The parameter that holds what follows observed years after one of them."""


def known_until(scenario: Scenario, last: int, end: int) -> Scenario:
    """A scenario as it was known after a year.

    Policies and events that begin later are left out, policies that were to end later go on, and what follows observed
    years holds those of that year.

    Args:
        scenario: with all its dates.
        last: the last year whose drivers are known.
        end: the last year that is simulated.

    Returns:
        The same, to December of ``end`` or to its own end if that comes first.
    """
    content: dict[str, Any] = json.loads(scenario.to_json())
    content.pop("control", None)
    after = month_number(f"{last + 1}-01")
    content["policies"] = [_as_known(p, after) for p in content.get("policies", ()) if _begins(p, scenario) < after]
    content["events"] = [e for e in content.get("events", ()) if month_number(e.get("date", scenario.start)) < after]
    months = min(scenario.months, month_number(f"{end + 1}-01") - month_number(scenario.start))
    content["duration"] = f"{months} months"
    held = {} if end <= last else {HELD: last}
    return load_tree(read_text(json.dumps(content), scenario.name), held)


def _begins(policy: dict[str, Any], scenario: Scenario) -> int:
    return month_number(policy.get("start") or scenario.start)


def _as_known(policy: dict[str, Any], after: int) -> dict[str, Any]:
    """A policy without an end that lies after what is known."""
    end = policy.get("end")
    return {key: value for key, value in policy.items() if not (key == "end" and end and month_number(end) > after)}
