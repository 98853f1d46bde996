"""Numbers with units: ``"16 years"``, ``"25000 usd/kg"``, ``"12 %"``, read the same whatever the machine's language.

The model thinks in months, kilograms, kilometres, degrees, hectares and US dollars of 2015, and so does the registry of
units here: it knows those, what is commonly written for them, and nothing else. Pint is loaded when the first unit is
read, not before, because the command's help must answer at once.
"""

from __future__ import annotations

import difflib
import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

_DEFINITIONS = (
    "month = [time] = mo",
    "year = 12 * month = yr",
    "day = month / 30.4375",
    "week = 7 * day",
    "hour = day / 24",
    "kg = [mass] = kilogram = kilo",
    "g = kg / 1000 = gram",
    "tonne = 1000 * kg = t = ton",
    "usd = [money] = dollar = usd2015",
    "km = [length] = kilometre = kilometer",
    "km2 = km ** 2",
    "ha = 0.01 * km ** 2 = hectare",
    "deg = [angle] = degree",
    "percent = 0.01",
    "thousand = 1e3",
    "million = 1e6",
    "billion = 1e9",
)
_COUNTED = ("person", "member", "officer", "prisoner", "load", "killing", "organisation", "cell", "asset", "flight")
"""Things that are counted: they may be written for the reader, and have no dimension."""

_QUANTITY = re.compile(
    r"\s*([-+]?(?:\d+(?:_\d{3})*\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?)\s*(.*?)\s*", re.IGNORECASE | re.ASCII
)
_UNIT = re.compile(r"[a-z0-9_ */^()%.]{1,60}")
_SPELLINGS = {
    "month": "days, weeks, months and years",
    "kg": "g, kg and tonnes",
    "ha": "ha and km2",
}
"""The units of a kind that has several, for those who chose none of them."""
_KINDS = {
    "month": ("a duration", "16 years"),
    "usd": ("an amount of money", "5000 usd"),
    "usd/month": ("an amount of money for each month", "2 million usd/year"),
    "usd/kg": ("a price", "25000 usd/kg"),
    "kg": ("a mass", "500 kg"),
    "km": ("a distance", "300 km"),
    "ha": ("an area", "2000 ha"),
    "deg": ("an angle", "1 deg"),
    "1": ("a plain number", "0.12 or 12 %"),
}


class UnitError(ValueError):
    """A number or unit that cannot be read; the message says what would be right."""


def parse(value: object, unit: str) -> float:
    """Read a number, with its unit if it has one, and convert it.

    Args:
        value: a number, or text such as ``"6 months"``.
        unit: what to convert to, as a parameter's ``Spec`` spells it (``"month"``, ``"usd/kg"``, ``"1"`` for none).

    Returns:
        The value in ``unit``, rounded to 12 significant digits so that 16 years are exactly 192 months.

    Raises:
        UnitError: if it is not a finite number, has no unit where one is needed, or one of another kind.
    """
    kind, example = _describe(unit)
    number, written = _split(value, kind, example)
    if not written and not is_dimensionless(unit):
        n = _trimmed(number)
        right = f"{n} months or {n} years" if unit == "month" else f"{n} {_example_unit(example)}"
        raise UnitError(f"{value!r} has no unit — {kind} needs one, e.g. {right}")
    if not written:
        return number
    return _converted(number, written, unit, kind, example)


def is_dimensionless(unit: str) -> bool:
    """True for ``"1"``, shares and things that are only counted, which may be written without a unit."""
    return bool(_unit(unit).dimensionless)


def format_quantity(value: float, unit: str) -> str | float:
    """What ``parse(..., unit)`` reads back as the same value: ``"192 months"``, or the bare number without a unit."""
    if is_dimensionless(unit):
        return value
    plural = unit if value == 1 or unit != "month" else "months"
    return f"{_trimmed(value)} {plural}"


def _split(value: object, kind: str, example: str) -> tuple[float, str]:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise UnitError(f"{_shown(value)} is not a number — write {kind}, e.g. {example}")
    if not isinstance(value, str):
        number, written = float(value), ""
    else:
        match = _QUANTITY.fullmatch(value[:200])
        if match is None:
            raise UnitError(f"{value[:80]!r} is not a number with a unit — write {kind}, e.g. {example}")
        number, written = float(match[1].replace("_", "")), match[2].lower()
        if written.startswith(","):
            raise UnitError(f"{value[:80]!r} has a comma — write numbers with a point, and no separators")
    if not math.isfinite(number):
        raise UnitError(f"{value!r} is not a finite number — write {kind}, e.g. {example}")
    return number, written


def _converted(number: float, written: str, unit: str, kind: str, example: str) -> float:
    target = _unit(unit)
    source = _unit(written)
    if source.dimensionality != target.dimensionality:
        spellings = f"; its units are {_SPELLINGS[unit]}" if unit in _SPELLINGS else ""
        raise UnitError(f"'{written}' is not a unit of {kind} — write e.g. {example}{spellings}")
    converted = float(_registry().Quantity(number, source).to(target).magnitude)
    if not math.isfinite(converted):
        raise UnitError(f"{number:g} {written} is too large")
    return float(f"{converted:.12g}")


@lru_cache(maxsize=512)
def _unit(text: str) -> pint.Unit:
    """The unit that a text spells.

    Raises:
        UnitError: if it spells none.
    """
    from tokenize import TokenError

    from pint.errors import PintError

    cleaned = text.strip().replace("%", " percent ").replace("²", "**2")
    if cleaned == "1":
        cleaned = ""
    allowed = not cleaned or (_UNIT.fullmatch(cleaned) and not re.search(r"\d{3}|(\^|\*\*)\s*\S*\d\d", cleaned))
    if allowed:
        try:
            return _registry().parse_units(cleaned)
        except (PintError, ValueError, TypeError, SyntaxError, AssertionError, ArithmeticError, TokenError):
            pass
    raise UnitError(f"'{text[:60]}' is not a unit that is known here{_suggestion(text)}")


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[float]:
    import pint

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(None)
    for definition in _DEFINITIONS:
        registry.define(definition)
    for counted in _COUNTED:
        registry.define(f"{counted} = 1")
    return registry


def _suggestion(text: str) -> str:
    names = [part.strip() for line in _DEFINITIONS for part in line.split("=") if part.strip().isidentifier()]
    names += [f"{name}s" for name in ("month", "year", "day", "week", "tonne", "dollar")]
    for word in re.findall(r"[^\W\d]+", text.lower()):
        close = difflib.get_close_matches(word, names, n=1, cutoff=0.7)
        if close and close[0] != word:
            return f" — did you mean '{close[0]}'?"
    return " — e.g. months, years, usd, kg, km, ha, deg, %"


def _describe(unit: str) -> tuple[str, str]:
    return _KINDS.get(unit, ("a plain number", "0.12 or 12 %") if is_dimensionless(unit) else ("a value", f"1 {unit}"))


def _example_unit(example: str) -> str:
    return example.split(" ", 1)[1]


def _trimmed(number: float) -> str:
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


def _shown(value: object) -> str:
    return (
        {True: "true", False: "false", None: "nothing"}.get(value, type(value).__name__)
        if (value is None or isinstance(value, bool))
        else f"a {type(value).__name__}"
    )
