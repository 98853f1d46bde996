"""The JSON Schema of scenario files, so that an editor completes and checks while one types.

It says how a file is written, not what it means: places, dates and sizes are checked by ``corredor check``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from corredor.core import units
from corredor.core.event_kinds import EVENT_KINDS
from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.core.options import Option
from corredor.core.parameters import Parameter
from corredor.core.policy_kinds import policy_kinds
from corredor.region import catalogue
from corredor.region.region import CORRIDORS
from corredor.scenario.registry import known_parameters
from corredor.scenario.roles import ROLES
from corredor.scenario.scenario import RECORDABLE

Json = dict[str, Any]

_TEXT: Final[Json] = {"type": "string", "minLength": 1}
_MONTH: Final[Json] = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "examples": ["1990-01"]}
_NUMBER: Final[Json] = {"type": ["number", "string"], "examples": [0.12, "12 %"]}
_FLAG: Final[Json] = {"enum": ["on", "off", True, False]}
_ORGANISATION: Final[Json] = {
    "anyOf": [
        {"enum": ["strongest", "weakest", "random"]},
        _TEXT,
        {
            "type": "object",
            "properties": {"at": {"$ref": "#/$defs/where"}},
            "required": ["at"],
            "additionalProperties": False,
        },
    ]
}


def schema() -> Json:
    """The JSON Schema of scenarios, draft 2020-12, as ``corredor schema`` prints it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "corredor scenario",
        **_object(_top(), required=("corredor", "name")),
        "$defs": {"where": _one_or_more(_place()), "organisation": _ORGANISATION},
    }


def _top() -> Json:
    return {
        "corredor": {"const": 1, "description": "version of the format"},
        "name": _TEXT,
        "description": {**_TEXT, "description": "what question it asks, and what to look at"},
        "extends": {**_TEXT, "description": "another scenario, by shipped name or path; what is written here wins"},
        "control": {**_TEXT, "description": "the scenario it is to be compared with, or 'without policies'"},
        "region": _object({"name": {"enum": list(catalogue.names())}, "resolution": _measured("1 deg", "0.25 deg")}),
        "start": _MONTH,
        "duration": _measured("16 years"),
        "seed": {"type": "integer", "minimum": 0},
        "replicates": {"type": "integer", "minimum": 1},
        "parameters": _object({name: _parameter(known) for name, known in known_parameters().items()}),
        "mechanisms": _object(
            {name: {**_FLAG, "description": meaning} for name, meaning in {**PROCESSES, **MECHANISMS}.items()}
        ),
        "policies": {"type": "array", "items": {"oneOf": [_policy(kind) for kind in policy_kinds()]}},
        "events": {"type": "array", "items": {"oneOf": [_event(kind) for kind in EVENT_KINDS]}},
        "record": {"type": "array", "items": {"enum": list(RECORDABLE)}},
    }


def _policy(kind: str) -> Json:
    known = policy_kinds()[kind]
    shared = {
        "kind": {"const": kind, "description": known.meaning},
        "name": _TEXT,
        "where": {"$ref": "#/$defs/where"},
        "start": _MONTH,
        "end": {**_MONTH, "description": "the first month without it"},
        "duration": _measured("6 years"),
        "ramp": {**_measured("6 months"), "description": "how long it takes to reach full strength"},
        "intensity": {**_NUMBER, "description": known.intensity, "default": known.default_intensity},
        "cost": _measured("2 million usd/year"),
        "lapse": {**_NUMBER, "description": "chance that a change of government ends it"},
    }
    return {"title": kind, **_object(shared | _options(known.options), required=("kind",))}


def _event(kind: str) -> Json:
    known = EVENT_KINDS[kind]
    shared = {
        "kind": {"const": kind, "description": known.meaning},
        "name": _TEXT,
        "where": {"$ref": "#/$defs/where"},
        "date": _MONTH,
        "every": _measured("6 months"),
        "until": {**_MONTH, "description": "the first month in which it no longer repeats"},
    }
    if known.lasting:
        shared["duration"] = _measured("6 months")
    required = ("kind", *(name for name, option in known.options.items() if option.required))
    return {"title": kind, **_object(shared | _options(known.options), required=required)}


def _options(options: Mapping[str, Option]) -> Json:
    return {name: {**_option(option), "description": option.meaning} for name, option in options.items()}


def _option(option: Option) -> Json:
    word: Json = {"enum": list(option.choices)}
    written: dict[str, Json] = {
        "choice": word,
        "choices": _one_or_more(word),
        "share": _NUMBER,
        "change": _NUMBER,
        "count": {"type": "integer", "minimum": 0},
        "flag": _FLAG,
        "quantity": _measured(f"1 {option.unit}"),
        "organisation": {"$ref": "#/$defs/organisation"},
        "organisations": _one_or_more({"$ref": "#/$defs/organisation"}),
    }
    return written[option.type]


def _place() -> Json:
    side = {"type": "number", "minimum": -180, "maximum": 180}
    box = _object(dict.fromkeys(("west", "south", "east", "north"), side), required=("west", "south", "east", "north"))
    keys = {
        "country": _one_or_more({**_TEXT, "examples": ["MEX", "Mexico"]}),
        "division": _one_or_more({**_TEXT, "examples": ["MX-MIC"]}),
        "corridor": _one_or_more({"enum": list(CORRIDORS)}),
        "cells": {"anyOf": [box, {"type": "array", "items": side, "minItems": 4, "maxItems": 4}]},
        "ports": _FLAG,
        "border": _FLAG,
        "role": _one_or_more({"enum": list(ROLES)}),
    }
    return {**_object(keys), "minProperties": 1}


def _parameter(known: Parameter) -> Json:
    spec = known.spec
    about = f"{spec.meaning} ({spec.low:g} to {spec.high:g}; {spec.source})"
    example = units.format_quantity(known.default, spec.unit)
    written = _NUMBER if units.is_dimensionless(spec.unit) else {"type": "string"}
    return {**written, "description": about, "default": example, "examples": [example]}


def _measured(*examples: str) -> Json:
    return {"type": "string", "examples": list(examples)}


def _one_or_more(item: Json) -> Json:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _object(properties: Json, required: Iterable[str] = ()) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": list(required)} if required else {}),
    }
