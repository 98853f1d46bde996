"""Factors: what a study varies, and between which values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from corredor.core import units
from corredor.scenario.registry import known_parameters

Value = float | str | bool
REGISTERED: Final = "registered"
"""Written for a factor's range, it means the plausible range of the registered parameter."""
_MEASURED: Final = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?)\s*(.*?)\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Factor:
    """One factor: a range of numbers, or a choice of values.

    Attributes:
        path: as ``--set`` writes it: ``routes.sensitivity``, ``policies.Caribbean surge.intensity``.
        low, high: ends of the range, in ``unit``; both 0 for a choice.
        unit: of the range; empty without one.
        values: the choice, in its order; empty for a range.
    """

    path: str
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    values: tuple[Value, ...] = ()

    def at(self, position: float) -> Value:
        """The value at a position from 0 to 1 (without 1): along the range, or of the choice in equal parts."""
        if self.values:
            return self.values[min(int(position * len(self.values)), len(self.values) - 1)]
        return self.low + position * (self.high - self.low)

    def levels(self, count: int) -> tuple[Value, ...]:
        """The choice, or so many values from one end of the range to the other."""
        if self.values:
            return self.values
        step = (self.high - self.low) / (count - 1)
        return (*(self.low + step * i for i in range(count - 1)), self.high)

    def written(self, value: Value) -> str:
        """A value as it is set in the scenario."""
        if isinstance(value, bool):
            return "on" if value else "off"
        return f"{value!r} {self.unit}".strip() if isinstance(value, float) else str(value)

    @property
    def ends(self) -> tuple[Value, ...]:
        """Values at which the scenario is checked before anything runs."""
        return self.values or (self.low, self.high)

    def as_plain(self) -> dict[str, Any]:
        """As a manifest holds it."""
        if self.values:
            return {"values": list(self.values)}
        return {"low": self.low, "high": self.high, "unit": self.unit}

    @classmethod
    def of_plain(cls, path: str, plain: Mapping[str, Any]) -> Factor:
        """The inverse of ``as_plain``."""
        if "values" in plain:
            return cls(path, values=tuple(plain["values"]))
        return cls(path, plain["low"], plain["high"], plain["unit"])


def read_factor(path: str, given: object) -> Factor:
    """A factor as a study file writes it.

    Args:
        path: what is varied.
        given: ``[low, high]``, ``registered``, or ``{values: [...]}``.

    Raises:
        ValueError: with what is wrong and what would be right.
    """
    if isinstance(given, Mapping):
        if set(given) != {"values"} or not isinstance(given["values"], list) or not given["values"]:
            raise ValueError("neither a range nor a choice — write [low, high] or {values: [first, second, ...]}")
        return Factor(path, values=tuple(_plain(value) for value in given["values"]))
    if given == REGISTERED:
        return _registered(path)
    if not isinstance(given, list) or len(given) != 2:
        raise ValueError("not a range — write [low, high], {values: [...]}, or registered for its plausible range")
    low, high, unit = _range(path, *given)
    if not low < high:
        raise ValueError(f"from {given[0]} to {given[1]} — the first must be below the second")
    return Factor(path, low, high, unit)


def _plain(value: object) -> Value:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    raise ValueError(f"{str(value)[:40]!r} is no single value")


def _parameter(path: str) -> str | None:
    """The unit of a registered parameter, or nothing."""
    known = known_parameters().get(path.removeprefix("parameters."))
    return None if known is None else known.spec.unit


def _registered(path: str) -> Factor:
    known = known_parameters().get(path.removeprefix("parameters."))
    if known is None:
        raise ValueError("no registered parameter has this name — write its range as [low, high]")
    spec = known.spec
    return Factor(path, float(spec.low), float(spec.high), "" if units.is_dimensionless(spec.unit) else spec.unit)


def _range(path: str, low: object, high: object) -> tuple[float, float, str]:
    unit = _parameter(path)
    if unit is not None:
        shown = "" if units.is_dimensionless(unit) else unit
        return units.parse(low, unit), units.parse(high, unit), shown
    (first, written), (last, other) = _split(low), _split(high)
    if written != other:
        raise ValueError(f"'{written}' and '{other}' — write both ends in the same unit")
    return first, last, written


def _split(value: object) -> tuple[float, str]:
    match = None if isinstance(value, bool) else _MEASURED.fullmatch(str(value)[:80])
    if match is None:
        raise ValueError(f"{str(value)[:40]!r} is not a number with its unit — of other things give {{values: [...]}}")
    return float(match[1]), match[2]
