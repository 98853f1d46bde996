"""What ships, as tables: scenarios, policies, processes, mechanisms, events, parameters, regions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

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


def listing(subject: str = "scenarios") -> pd.DataFrame:
    """What ships, as ``corredor list`` prints it.

    Args:
        subject: ``scenarios``, ``policies``, ``processes``, ``mechanisms``, ``events``, ``parameters`` or ``regions``.

    Returns:
        A row for each; the first column is its name.

    Raises:
        ValueError: if ``subject`` is none of these.
    """
    import pandas as pd

    if subject not in SUBJECTS:
        raise ValueError(f"'{subject}' cannot be listed — {meant(subject)}")
    return pd.DataFrame(SUBJECTS[subject](), dtype=object)


def meant(subject: str) -> str:
    """What somebody may have meant who asked for something else."""
    import difflib

    close = difflib.get_close_matches(subject, SUBJECTS, n=1)
    return f"did you mean '{close[0]}'?" if close else f"one of {', '.join(SUBJECTS)}"
