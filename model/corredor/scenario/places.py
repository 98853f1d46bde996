"""Where something acts: places as a scenario names them. ``corredor.scenario.resolving`` finds their cells.

One mapping is an intersection (``{country: COL, border: on}`` is Colombia's border), a list of mappings is a union.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from corredor.region.region import CORRIDORS
from corredor.scenario.fields import Flag, Strict
from corredor.scenario.problems import did_you_mean, one_of
from corredor.scenario.roles import ROLES

PLACE_KEYS = ("country", "division", "corridor", "cells", "ports", "border", "role")


def _as_names(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


def _known(known: tuple[str, ...], word: str) -> BeforeValidator:
    def check(value: object) -> object:
        if not isinstance(value, str) or value not in known:
            raise ValueError(f"there is no {word} '{str(value)[:40]}'" + did_you_mean(str(value), known, one_of(known)))
        return value

    return BeforeValidator(check)


Names = Annotated[tuple[str, ...], BeforeValidator(_as_names), Field(min_length=1)]
CorridorName = Annotated[str, _known(CORRIDORS, "corridor")]
RoleName = Annotated[str, _known(ROLES, "role")]


class Box(Strict):
    """A box in degrees; every cell whose centre lies in it."""

    west: float = Field(ge=-180, le=180)
    south: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: object) -> object:
        if isinstance(value, list | tuple):
            if len(value) != 4:
                raise ValueError("a box has four numbers: [west, south, east, north] in degrees")
            return dict(zip(("west", "south", "east", "north"), value, strict=True))
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Box:
        if self.west >= self.east or self.south >= self.north:
            raise ValueError("an empty box — west must be less than east, and south less than north")
        return self


class Place(Strict):
    """One place; with several keys, what they have in common.

    Attributes:
        country: ISO 3166-1 alpha-3 codes or English names.
        division: ISO 3166-2 codes.
        corridor: names of screenlines; the waters or lands they run through.
        cells: a box in degrees.
        ports: cells with a sea port.
        border: cells at a land border.
        role: ``source``, ``transit``, ``destination`` or ``consumer`` countries; see ``corredor.scenario.roles``.
    """

    country: Names | None = None
    division: Names | None = None
    corridor: Annotated[tuple[CorridorName, ...], BeforeValidator(_as_names), Field(min_length=1)] | None = None
    cells: Box | None = None
    ports: Flag | None = None
    border: Flag | None = None
    role: Annotated[tuple[RoleName, ...], BeforeValidator(_as_names), Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Place:
        if not self.model_fields_set:
            raise ValueError(f"an empty place{one_of(PLACE_KEYS)}")
        return self


def read_places(value: object) -> object:
    """A place or a list of places as a tuple.

    Raises:
        ValueError: if it is neither.
    """
    if isinstance(value, str):
        raise ValueError(f"'{value[:40]}' alone is not a place — write {_written_out(value[:40])}")
    if isinstance(value, Place | Mapping):
        return (value,)
    if isinstance(value, list | tuple):
        if not value:
            raise ValueError("an empty list — leave 'where' out to mean everywhere")
        return tuple(value)
    raise ValueError(f"not a place — write a mapping, e.g. {{country: Mexico}}, with one of {_keys()}")


def _written_out(word: str) -> str:
    if word in ("ports", "border"):
        return f"{{{word}: on}}"
    key = "corridor" if word in CORRIDORS else "role" if word in ROLES else "division" if "-" in word else "country"
    return f"{{{key}: {word}}}"


def _keys() -> str:
    return ", ".join(PLACE_KEYS)


Where = Annotated[tuple[Place, ...], BeforeValidator(read_places)]
