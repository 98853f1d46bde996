"""A scenario written out in full: what loads back to an equal one without any of the files it came from."""

from __future__ import annotations

import io
import json
from typing import Any

from corredor.core import units
from corredor.scenario.entries import At, Entry
from corredor.scenario.places import Place
from corredor.scenario.registry import known_parameters
from corredor.scenario.scenario import Scenario

_MONTHS = ("duration", "ramp", "every")


def as_plain(scenario: Scenario) -> dict[str, Any]:
    """Every value as a scenario file has it, with units, defaults included."""
    known = known_parameters() if scenario.parameters else {}
    region = scenario.region.model_dump(exclude_none=True)
    return {
        "corredor": scenario.corredor,
        "name": scenario.name,
        **({"description": scenario.description} if scenario.description else {}),
        **({"control": scenario.control} if scenario.control else {}),
        "region": region | {"resolution": units.format_quantity(scenario.region.resolution, "deg")},
        "start": scenario.start,
        "duration": units.format_quantity(scenario.duration, "month"),
        "seed": scenario.seed,
        "replicates": scenario.replicates,
        "parameters": {n: units.format_quantity(v, known[n].spec.unit) for n, v in scenario.parameters.items()},
        "mechanisms": {name: "on" if works else "off" for name, works in scenario.mechanisms.items()},
        "policies": [_entry(policy) for policy in scenario.policies],
        "events": [_entry(event) for event in scenario.events],
        "record": list(scenario.record),
    }


def to_json(scenario: Scenario) -> str:
    """The scenario as JSON, as manifests hold it."""
    return json.dumps(as_plain(scenario), ensure_ascii=False, indent=2) + "\n"


def to_yaml(scenario: Scenario) -> str:
    """The scenario as YAML."""
    from ruamel.yaml import YAML

    out = io.StringIO()
    writer: Any = YAML(typ="safe", pure=True)  # its attributes are typed by their first values
    writer.default_flow_style = False
    writer.width = 110
    writer.sort_base_mapping_type_on_output = False
    writer.dump(as_plain(scenario), out)
    return out.getvalue()


def _entry(entry: Entry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in type(entry).model_fields}
    return {name: _value(entry, name, value) for name, value in values.items() if value is not None}


def _value(entry: Entry, name: str, value: Any) -> Any:
    if name in _MONTHS:
        return units.format_quantity(value, "month")
    if name == "cost":
        return units.format_quantity(value, "usd/month")
    if isinstance(value, tuple):
        return _alone([_plain(item) for item in value])
    unit = entry.unit_of(name)
    return units.format_quantity(value, unit) if unit else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, At):
        return {"at": _alone([_plain(place) for place in value.at])}
    if isinstance(value, Place):
        written = value.model_dump(mode="json", exclude_none=True)
        return {key: _alone(item) if isinstance(item, list) else item for key, item in written.items()}
    return value


def _alone(items: list[Any]) -> Any:
    """One item is written alone, as people do."""
    return items[0] if len(items) == 1 else items
