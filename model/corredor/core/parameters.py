"""The parameter registry: every number that could be argued about, once, with its unit, range and source.

A process declares its parameters as one ``NamedTuple`` (which Numba takes as it is)::

    @process_parameters("routes")
    class RouteParameters(NamedTuple):
        sensitivity: Annotated[float, Spec("1", 0.5, 3.0, "unmeasured", "sharpness of all choices")] = 1.5

and reads them as ``model.parameters.routes.sensitivity``. A scenario names the same number ``routes.sensitivity``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

UNMEASURED = "unmeasured"
DRAWN = "; default drawn from the posterior of capacity_before"
"""Follows the source of the range of a parameter whose default a calibration has chosen."""
CONVENTION = "convention"
T = TypeVar("T")


@dataclass(frozen=True)
class Spec:
    """What is known about a parameter, written beside its default.

    Attributes:
        unit: as pint spells it (``"1"`` for none, ``"1/month"``, ``"usd/kg/km"``); see ``corredor.core.units``.
        low, high: the plausible range; a scenario outside it is warned, a sweep uses it.
        source: one of three forms, which a test enforces. A citation: a row of ``docs/evidence.md``, or author and
            year as in ``docs/references.md`` ("several years" for a series); "fitted to ROW" says that a level was
            tuned to it.
            Or ``"unmeasured"``, which a semicolon and a reason may follow. Or ``"convention: ..."``, for switches and
            for what is so by definition or for the working of the program.
        meaning: one sentence for the tables of parameters.
    """

    unit: str
    low: float
    high: float
    source: str
    meaning: str


@dataclass(frozen=True)
class Parameter:
    """One registered parameter: ``process.name`` with its default and its ``Spec``."""

    name: str
    default: float
    spec: Spec


_groups: dict[str, type[Any]] = {}
_registry: dict[str, Parameter] = {}


def process_parameters(process: str) -> Callable[[type[T]], type[T]]:
    """Register a ``NamedTuple`` of annotated floats as the parameters of ``process``.

    Raises:
        TypeError: if a field has no ``Spec``, no default, or a default outside its own range.
    """

    def register(group: type[T]) -> type[T]:
        defaults: Mapping[str, float] = getattr(group, "_field_defaults")
        for field, hint in get_type_hints(group, include_extras=True).items():
            specs = [m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Spec)]
            if len(specs) != 1 or field not in defaults:
                raise TypeError(f"{process}.{field}: annotate it with exactly one Spec and give it a default")
            spec, value = specs[0], float(defaults[field])
            if not spec.low <= value <= spec.high:
                raise TypeError(f"{process}.{field}: default {value} outside its range [{spec.low}, {spec.high}]")
            _registry[f"{process}.{field}"] = Parameter(f"{process}.{field}", value, spec)
        _groups[process] = group
        return group

    return register


def registered() -> dict[str, Parameter]:
    """All registered parameters by name, in the order in which they were declared."""
    return dict(_registry)


class Parameters:
    """The values of one run: defaults, with what the scenario overrides. Groups are attributes by process name.

    Raises:
        KeyError: if an override names no registered parameter.
        ValueError: if a value is not finite.
    """

    def __init__(self, overrides: Mapping[str, float] | None = None) -> None:
        changed: dict[str, dict[str, float]] = {}
        for name, value in (overrides or {}).items():
            if name not in _registry:
                raise KeyError(f"no parameter is called '{name}'")
            if not math.isfinite(value):
                raise ValueError(f"{name}: {value} is not a finite number")
            process, field = name.split(".", 1)
            changed.setdefault(process, {})[field] = float(value)
        self._groups = {
            process: group(**{f: float(v) for f, v in group._field_defaults.items()} | changed.get(process, {}))
            for process, group in _groups.items()
        }

    def __getattr__(self, process: str) -> Any:
        try:
            return self.__dict__["_groups"][process]
        except KeyError:
            raise AttributeError(f"no process called '{process}' has registered parameters") from None

    def items(self) -> Iterator[tuple[str, float]]:
        """Every parameter's name and value."""
        for process, group in self._groups.items():
            for field in group._fields:
                yield f"{process}.{field}", float(getattr(group, field))
