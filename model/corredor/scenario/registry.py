"""The parameters a scenario may set, and reading them; importing what registers them only when somebody asks."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from corredor.core import units
from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.core.parameters import Parameter, registered
from corredor.scenario.fields import read_flag
from corredor.scenario.problems import did_you_mean

DECLARING = ("corredor.region.settings", "corredor.agents", "corredor.processes", "corredor.policies")
"""Modules and packages whose modules declare parameters when they are imported."""


@lru_cache(maxsize=1)
def _declare_all() -> None:
    for name in DECLARING:
        module = importlib.import_module(name)
        for part in pkgutil.iter_modules(getattr(module, "__path__", ())):
            if part.name != "month":  # the order of the month declares nothing
                importlib.import_module(f"{name}.{part.name}")


def known_parameters() -> dict[str, Parameter]:
    """Every registered parameter by name."""
    _declare_all()
    return registered()


def working_policies() -> tuple[str, ...]:
    """Kinds of policy that have a class."""
    from corredor.policies.policy import working_kinds

    return working_kinds()


def outside_range(parameters: Mapping[str, float]) -> dict[str, str]:
    """What to say of each value that lies outside its plausible range, by parameter."""
    if not parameters:
        return {}
    known = known_parameters()
    said: dict[str, str] = {}
    for name, value in parameters.items():
        spec = known[name].spec
        if not spec.low <= value <= spec.high:
            unit = "" if spec.unit == "1" else f" {spec.unit}"
            said[name] = f"{value:g}{unit} is outside the plausible range, {spec.low:g} to {spec.high:g}{unit}"
    return said


def read_parameters(value: object) -> dict[str, float]:
    """Values by ``process.name``, each converted to the unit of its parameter.

    Raises:
        ValidationError: one error for each name or value that is wrong.
    """
    given = _mapping(value, "routes.sensitivity: 1.5")
    known = known_parameters() if given else {}
    read: dict[str, float] = {}
    errors: list[InitErrorDetails] = []
    for name, raw in given.items():
        if name not in known:
            errors.append(_error("unknown_key", name, raw, _no_such_parameter(name, raw, known)))
            continue
        try:
            read[name] = _in_bounds(known[name], units.parse(raw, known[name].spec.unit))
        except ValueError as error:
            errors.append(_error("value", name, raw, str(error)))
    if errors:
        raise ValidationError.from_exception_data("parameters", errors)
    return read


def _in_bounds(parameter: Parameter, value: float) -> float:
    if value < 0 <= parameter.spec.low:
        raise ValueError(f"{value:g} is negative — it goes from {parameter.spec.low:g} to {parameter.spec.high:g}")
    return value


def _no_such_parameter(name: str, raw: object, known: Mapping[str, Parameter]) -> str:
    if isinstance(raw, Mapping):
        return f"'{name}' holds further keys — write them in one, e.g. '{name}.{next(iter(raw), 'name')}'"
    if name in MECHANISMS or name in PROCESSES:
        return f"'{name}' is a mechanism — write it under 'mechanisms'"
    return f"unknown parameter '{name}'" + did_you_mean(name, known, " — 'corredor list parameters' lists them")


def read_mechanisms(value: object) -> dict[str, bool]:
    """Mechanisms and processes that are on or off, by id.

    Raises:
        ValidationError: one error for each id or value that is wrong.
    """
    known = {**MECHANISMS, **PROCESSES}
    read: dict[str, bool] = {}
    errors: list[InitErrorDetails] = []
    for name, raw in _mapping(value, "violence.retaliation: off").items():
        if name not in known:
            right = did_you_mean(name, known, " — 'corredor list mechanisms' lists them")
            errors.append(_error("unknown_key", name, raw, f"unknown mechanism '{name}'{right}"))
            continue
        try:
            read[name] = read_flag(raw)
        except ValueError as error:
            errors.append(_error("value", name, raw, str(error)))
    if errors:
        raise ValidationError.from_exception_data("mechanisms", errors)
    return read


def _mapping(value: object, example: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"not a mapping — write one line for each, e.g. '{example}'")
    return value


def _error(kind: str, name: str, raw: object, text: str) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError(kind, "{text}", {"text": text}), loc=(name,), input=raw)
