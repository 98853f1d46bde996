"""How the values of a scenario are written: one type for each, with what is wrong in words."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from corredor.core import units
from corredor.scenario.dates import read_month

ON, OFF = ("on", "true", "yes"), ("off", "false", "no")


class Strict(BaseModel):
    """What every part of a scenario is: fixed once read, and without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=False)


def read_flag(value: object) -> bool:
    """On or off.

    Raises:
        ValueError: if it is neither.
    """
    word = str(value).lower()
    if isinstance(value, bool | str) and word in (*ON, *OFF):
        return word in ON
    raise ValueError(f"{str(value)[:40]!r} is neither on nor off — write on or off")


def read_text(value: object) -> str:
    """A text that is not empty.

    Raises:
        ValueError: if it is not text.
    """
    if not isinstance(value, str):
        raise ValueError(f"{str(value)[:40]!r} is not a text — put it in quotes")
    if not value.strip():
        raise ValueError("an empty text")
    return value.strip()


def read_whole_number(value: object) -> int:
    """A whole number.

    Raises:
        ValueError: if it is not one.
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{str(value)[:40]!r} is not a whole number")
    return value


def quantity(unit: str) -> BeforeValidator:
    """A validator that reads a number with its unit and converts it to ``unit``."""
    return BeforeValidator(lambda value: units.parse(value, unit))


def whole_months(value: float) -> float:
    """A duration that is a whole number of months.

    Raises:
        ValueError: if it is not.
    """
    if value != int(value):
        raise ValueError(f"{value:g} months — the model steps by whole months")
    return value


def schema_of(*examples: str | float | bool) -> WithJsonSchema:
    """The JSON schema of something written as text or number, with examples."""
    kinds = sorted(
        {"boolean" if isinstance(e, bool) else "string" if isinstance(e, str) else "number" for e in examples}
    )
    return WithJsonSchema({"type": kinds[0] if len(kinds) == 1 else list(kinds), "examples": list(examples)})


Text = Annotated[str, BeforeValidator(read_text), Field(max_length=4000), schema_of("a text")]
Flag = Annotated[bool, BeforeValidator(read_flag), schema_of("on", "off", True, False)]
Month = Annotated[str, BeforeValidator(read_month), schema_of("1990-01")]
Whole = Annotated[int, BeforeValidator(read_whole_number)]
Months = Annotated[float, quantity("month"), Field(gt=0, le=2400), schema_of("6 months", "10 years")]
MonthsOrNone = Annotated[float, quantity("month"), Field(ge=0, le=2400), schema_of("6 months", "0 months")]
Degrees = Annotated[float, quantity("deg"), Field(gt=0, le=5), schema_of("1 deg", "0.25 deg")]
Share = Annotated[float, quantity("1"), Field(ge=0, le=1), schema_of(0.12, "12 %")]
Change = Annotated[float, quantity("1"), Field(gt=-1, le=100), schema_of(-0.15, "20 %")]
Amount = Annotated[float, quantity("1"), Field(ge=0, le=1e6), schema_of(3.0, "300 %")]
MonthlyMoney = Annotated[float, quantity("usd/month"), Field(ge=0), schema_of("2 million usd/year")]
