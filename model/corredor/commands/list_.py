"""``corredor list``: what ships, as tables."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any, Final

import click

from corredor.commands.options import json_option, write_json
from corredor.commands.tables import print_table

Row = dict[str, Any]


def _scenarios() -> list[Row]:
    from corredor.scenario import load
    from corredor.scenario.shipped import shipped_scenarios

    loaded = {name: load(name) for name in shipped_scenarios()}
    return [
        {
            "name": name,
            "control": scenario.control,
            "asks": scenario.description.split("? ")[0] + ("?" * ("? " in scenario.description)),
        }
        for name, scenario in loaded.items()
    ]


def _policies() -> list[Row]:
    from corredor.core.policy_kinds import policy_kinds

    return [
        {
            "kind": kind.kind,
            "meaning": kind.meaning,
            "intensity": kind.intensity,
            "options": list(kind.options),
        }
        for kind in policy_kinds().values()
    ]


def _events() -> list[Row]:
    from corredor.core.event_kinds import EVENT_KINDS

    return [
        {
            "kind": kind.kind,
            "meaning": kind.meaning,
            "options": ["duration"] * kind.lasting + list(kind.options),
        }
        for kind in EVENT_KINDS.values()
    ]


def _processes() -> list[Row]:
    from corredor.core.mechanisms import MECHANISMS, PROCESSES

    return [
        {"process": process, "meaning": meaning, "mechanisms": [m for m in MECHANISMS if m.startswith(f"{process}.")]}
        for process, meaning in PROCESSES.items()
    ]


def _mechanisms() -> list[Row]:
    from corredor.core.mechanisms import MECHANISMS

    return [{"mechanism": name, "meaning": meaning} for name, meaning in MECHANISMS.items()]


def _parameters() -> list[Row]:
    from corredor.scenario.registry import known_parameters

    return [
        {
            "parameter": parameter.name,
            "default": parameter.default,
            "unit": parameter.spec.unit,
            "from": parameter.spec.low,
            "to": parameter.spec.high,
            "source": parameter.spec.source,
            "meaning": parameter.spec.meaning,
        }
        for parameter in known_parameters().values()
    ]


def _regions() -> list[Row]:
    from corredor.region import catalogue

    return [
        {
            "region": name,
            "kind": "real" if name in catalogue.REAL else "synthetic",
            "degrees": list(catalogue.REAL[name]) if name in catalogue.REAL else "any up to 5",
        }
        for name in catalogue.names()
    ]


SUBJECTS: Final[dict[str, Callable[[], list[Row]]]] = {
    "scenarios": _scenarios,
    "policies": _policies,
    "processes": _processes,
    "mechanisms": _mechanisms,
    "events": _events,
    "parameters": _parameters,
    "regions": _regions,
}


class _Subject(click.Choice[str]):
    """One of the subjects; a slip is answered with the one that is meant."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in SUBJECTS:
            close = difflib.get_close_matches(value, SUBJECTS, n=1)
            right = f"did you mean '{close[0]}'?" if close else f"one of {', '.join(SUBJECTS)}"
            self.fail(f"'{value}' cannot be listed — {right}", param, ctx)
        return value


@click.command("list")
@click.argument("subject", type=_Subject(list(SUBJECTS)), default="scenarios")
@json_option
def command(subject: str, json_file: Any) -> None:
    """List what ships: scenarios (if nothing else is said), policies, processes and so on."""
    rows = SUBJECTS[subject]()
    print_table(rows)
    if subject == "scenarios":
        click.echo(f"\nAlso: corredor list {'|'.join(name for name in SUBJECTS if name != subject)}")
    write_json(json_file, rows)
