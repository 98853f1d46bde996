"""The tables of a run folder: every column with its type, unit and meaning, in the order in which it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from corredor.agents.organisation import ACTIVITIES
from corredor.agents.state import HomicideKind
from corredor.region.region import MARKETS

KINDS: Final = ("all", *(kind.name.lower() for kind in HomicideKind))
"""Values of the column ``kind``: all homicides, then each kind in the order of ``HomicideKind``."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: in the table.
        type: in Arrow's terms.
        unit: as the registry of parameters spells units; ``"1"`` for what has none.
        meaning: one sentence, without a full stop.
    """

    name: str
    type: Any
    unit: str
    meaning: str


_INT, _LONG, _FLOAT, _TEXT, _FLAG = pa.int32(), pa.int64(), pa.float64(), pa.string(), pa.bool_()
_REPLICATE = Column("replicate", _INT, "1", "number of the replicate, from 0")
_MONTH = Column("month", pa.date32(), "1", "first day of the month")

_AREA = (
    Column("kind", _TEXT, "1", "kind of homicide, or 'all'"),
    Column("homicides", _FLOAT, "person", "people killed in the month"),
    Column("homicides_reported", _FLOAT, "person", "homicides registered in the month"),
    Column("population", _FLOAT, "person", "people who live there"),
)
_OF_CELLS = (
    Column("kg_crossed", _FLOAT, "kg", "cocaine that came over its borders and shores, or was made there"),
    Column("kg_seized", _FLOAT, "kg", "cocaine seized"),
    Column("kg_produced", _FLOAT, "kg", "cocaine made"),
    Column("coca_ha", _FLOAT, "ha", "planted with coca"),
    Column("farm_gate_usd_kg", _FLOAT, "usd/kg", "price where coca grows, weighted by hectares; null where none does"),
)
_OF_PLACES = (
    Column("extortion", _FLOAT, "1", "extortions in the month"),
    Column("kidnapping", _FLOAT, "1", "kidnappings in the month"),
    Column("extortion_reported", _FLOAT, "1", "extortions registered"),
    Column("kidnapping_reported", _FLOAT, "1", "kidnappings registered"),
    Column("members", _FLOAT, "person", "members of organisations at large"),
    Column("trust", _FLOAT, "1", "trust in the state, 0 to 1, mean over people"),
    Column("exclusion", _FLOAT, "1", "exclusion, 0 to 1, mean over people"),
    Column("presence", _FLOAT, "1", "effective state presence, 0 to 1, mean over people"),
    Column("displaced", _FLOAT, "person", "people who fled in the month"),
)
_OF_COUNTRIES = (
    Column(
        "wholesale_usd_kg", _FLOAT, "usd/kg", "wholesale price in its cities, mean over people; null without cities"
    ),
    Column("prisoners", _FLOAT, "person", "people in prison"),
    Column("detained_without_cause", _FLOAT, "person", "people detained in the month without cause"),
    Column("cost_usd", _FLOAT, "usd", "what policies cost in the month, US$ of 2015"),
)
AREA_VALUES: Final = (*_OF_CELLS, *_OF_PLACES, *_OF_COUNTRIES)
"""Columns that do not depend on the kind of homicide: given on the rows of kind 'all', null on the others."""

_ACTIVITY_INCOME = pa.struct([pa.field(activity, _FLOAT) for activity in ACTIVITIES])

TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "national": (_REPLICATE, _MONTH, Column("iso3", _TEXT, "1", "country, ISO 3166-1 alpha-3"), *_AREA, *AREA_VALUES),
    "divisions": (
        _REPLICATE,
        _MONTH,
        Column("iso_3166_2", _TEXT, "1", "first-level division, ISO 3166-2"),
        *_AREA,
        *AREA_VALUES,
    ),
    "organisations": (
        _REPLICATE,
        _MONTH,
        Column("organisation", _INT, "1", "its number, the same for the whole replicate"),
        Column("name", _TEXT, "1", "its fictional name"),
        Column("members", _FLOAT, "person", "members at large"),
        Column("cash_usd", _FLOAT, "usd", "cash, US$ of 2015"),
        Column("arms", _FLOAT, "1", "arms per member relative to the start"),
        Column("cohesion", _FLOAT, "1", "0 to 1: how far lieutenants and leader act as one"),
        Column("patience", _FLOAT, "1", "weight of the future relative to the registered patience"),
        Column("parent", _INT, "1", "organisation it split from, or -1"),
        Column("plazas", _INT, "1", "lieutenants who run a set of places, the leader's own included"),
        Column("blocks", _FLOAT, "1", "1-degree blocks in which it has members"),
        Column("transnational", _FLOAT, "1", "0 to 1: capacity to move and sell across borders"),
        Column("income_by_activity", _ACTIVITY_INCOME, "usd", "income of the month by activity, US$ of 2015"),
        Column("alive", _FLAG, "1", "active; the row of the month in which it ended is the last"),
        Column("iso3", _TEXT, "1", "home country"),
    ),
    "events": (
        _REPLICATE,
        _MONTH,
        Column("kind", _TEXT, "1", "what happened"),
        Column("organisation", _INT, "1", "organisation concerned, or -1"),
        Column("other", _INT, "1", "the other organisation concerned, or -1"),
        Column("place", _INT, "1", "place concerned, or -1"),
        Column("detail", _TEXT, "1", "a few words or a number"),
        Column("cause", _LONG, "1", "id of the event of the same replicate that led to it, or -1"),
        Column("id", _LONG, "1", "number of the event in the replicate, from 0"),
        Column("iso3", _TEXT, "1", "country of the place; null without a place"),
        Column("iso_3166_2", _TEXT, "1", "division of the place; null without one"),
    ),
    "corridors": (
        _REPLICATE,
        _MONTH,
        Column("market", _TEXT, "1", f"market bound for: {', '.join(MARKETS)}"),
        Column("corridor", _TEXT, "1", "corridor whose screenlines were crossed"),
        Column("kg", _FLOAT, "kg", "cocaine that crossed in the month"),
    ),
    "region": (
        _REPLICATE,
        _MONTH,
        *(Column(f"kg_sent_{m}", _FLOAT, "kg", f"cocaine that set out for the market {m}") for m in MARKETS),
        *(Column(f"kg_delivered_{m}", _FLOAT, "kg", f"cocaine that reached the market {m}") for m in MARKETS),
        *(Column(f"price_usd_kg_{m}", _FLOAT, "usd/kg", f"wholesale price at the market {m}") for m in MARKETS),
        Column("kg_produced", _FLOAT, "kg", "cocaine made"),
        Column("kg_seized", _FLOAT, "kg", "cocaine seized, on land and at sea"),
        Column("seizures", _FLOAT, "1", "number of seizures"),
        Column("seized_usd", _FLOAT, "usd", "value of what was seized at constant prices"),
        Column("loads", _FLOAT, "1", "loads sent"),
        Column("spread_blocks", _FLOAT, "1", "footprint: exp(entropy of kilogram-kilometres by 1-degree block)"),
        Column("active_blocks", _FLOAT, "1", "1-degree blocks with at least 1 kg in the month"),
        Column("organisations", _INT, "1", "organisations alive"),
        Column("cost_usd", _FLOAT, "usd", "what policies cost, the international agency's included, US$ of 2015"),
    ),
    "cells": (
        _REPLICATE,
        Column("year", _INT, "1", "calendar year"),
        Column("cell", _INT, "1", "cell of the region"),
        Column("lat", _FLOAT, "deg", "latitude of its centre"),
        Column("lon", _FLOAT, "deg", "longitude of its centre"),
        Column("flow_kg", _FLOAT, "kg", "cocaine that passed in a month, mean over the year"),
        *(Column(f"flow_kg_{m}", _FLOAT, "kg", f"of it, bound for the market {m}") for m in MARKETS),
        Column("kg_seized", _FLOAT, "kg", "cocaine seized in the year"),
        Column("homicides", _FLOAT, "person", "people killed in the year"),
        Column("holder", _INT, "1", "organisation with most control at the end of the year, or -1"),
    ),
}
"""Every table by name; ``X.parquet/`` of the run folder holds table ``X``."""


def schema(table: str) -> Any:
    """The Arrow schema of a table, with unit and meaning of each column in its field metadata."""
    fields = [
        pa.field(c.name, c.type, metadata={b"unit": c.unit.encode(), b"meaning": c.meaning.encode()})
        for c in TABLES[table]
    ]
    return pa.schema(fields, metadata={b"corredor": table.encode(), b"status": b"simulated, not a forecast"})
