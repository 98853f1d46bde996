"""The recorder: what is kept of a run, month by month, and the tables it becomes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.region.region import CORRIDORS, MARKETS, Floats
from corredor.runs.areas import AreaSums, CountrySums, words
from corredor.runs.blocks import Blocks
from corredor.runs.columns import TABLES, schema
from corredor.runs.grid import MonthsOnTheGrid
from corredor.runs.rosters import Roster
from corredor.runs.years import YearsOnTheGrid

DECEMBER: Final = 11
ALWAYS: Final = ("national", "region", "events")
"""Tables that every run folder has; they are small, and every comparison needs them."""

RECORDED_BY: Final = {
    "flows": ("corridors", "cells"),
    "homicides": ("divisions",),
    "organisations": ("organisations",),
    "prices": (),
    "seizures": (),
    "cells": ("cells",),
}
"""Tables that each word of a scenario's ``record`` adds; ``cells`` also adds ``cells.nc``."""


class Recorder:
    """What is kept of one replicate. Call ``record`` after each step of the model.

    Args:
        world: the run, at its month 0.
        replicate: its number.
        months: how many will be recorded.
        record: the scenario's ``record``, words of ``RECORDED_BY``.
    """

    def __init__(self, world: World, *, replicate: int, months: int, record: Collection[str]) -> None:
        self.tables = frozenset(ALWAYS).union(*(RECORDED_BY[topic] for topic in record))
        self.world, self.replicate, self.recorded = world, replicate, 0
        region = world.region
        self._first = np.datetime64(f"{world.start[0]:04d}-{world.start[1]:02d}", "M")
        self._calendar = [divmod(12 * world.start[0] + world.start[1] - 1 + m, 12) for m in range(months)]
        self._countries = CountrySums(world)
        self._national = AreaSums("national", world, region.countries, region.country, months)
        self._divisions = (
            AreaSums("divisions", world, region.divisions, region.division, months)
            if "divisions" in self.tables and region.divisions
            else None
        )
        self._roster = Roster(world) if "organisations" in self.tables else None
        self._years = YearsOnTheGrid(world) if "cells" in self.tables else None
        self.grid = MonthsOnTheGrid(world, months) if "cells" in record else None
        self._blocks = Blocks(region.lat, region.lon, region.resolution)
        self._corridors = np.zeros((months, len(MARKETS), len(CORRIDORS)))
        self._region: list[tuple[float, ...]] = []

    def record(self) -> None:
        """Keep the month that was just computed."""
        month, world = self.recorded, self.world
        self._national.record(month, self._countries.month())
        if self._divisions is not None:
            self._divisions.record(month, {})
        if self._roster is not None:
            self._roster.record(month)
        if self.grid is not None:
            self.grid.record(month)
        self._corridors[month] = world.traffic.corridor_kg
        self._region.append(self._region_row())
        self.recorded += 1
        if self._years is not None:
            year, in_year = self._calendar[month]
            self._years.record(self.replicate, year, last_of_year=in_year == DECEMBER)

    def _region_row(self) -> tuple[float, ...]:
        world, traffic = self.world, self.world.traffic
        passed = traffic.flow_kg.sum(axis=0)
        return (
            *traffic.sent_kg.tolist(),
            *traffic.delivered_kg.tolist(),
            *world.market.price_usd_kg.tolist(),
            float(world.cocaine.produced_kg.sum()),
            float(traffic.seized_kg.sum()),
            float(traffic.seizures.sum()),
            float(traffic.seized_value_usd),
            float(traffic.loads),
            self._blocks.spread(traffic.flow_kg_km),
            self._blocks.active(passed),
            len(world.alive),
            float(world.spent_usd.sum()),
        )

    def arrow(self) -> dict[str, Any]:
        """The tables of the months recorded, by name."""
        dates = self._first + np.arange(self.recorded).astype("timedelta64[M]")
        tables = {
            "national": self._national.arrow(self.replicate, dates),
            "region": self._region_table(dates),
            "events": self._event_table(),
        }
        if self._divisions is not None:
            tables["divisions"] = self._divisions.arrow(self.replicate, dates)
        if self._roster is not None:
            tables["organisations"] = self._roster.arrow(self.replicate, dates)
        if "corridors" in self.tables:
            tables["corridors"] = self._corridor_table(dates)
        if self._years is not None:
            tables["cells"] = self._years.arrow(self.replicate, self._calendar[self.recorded - 1][0])
        return tables

    def _region_table(self, dates: NDArray[np.datetime64]) -> Any:
        columns = TABLES["region"]
        rows = np.array(self._region).reshape(len(dates), len(columns) - 2)
        values = [pa.array(rows[:, i]).cast(column.type) for i, column in enumerate(columns[2:])]
        return pa.Table.from_arrays([*self._keys(dates, 1), *values], schema=schema("region"))

    def _corridor_table(self, dates: NDArray[np.datetime64]) -> Any:
        pairs = len(MARKETS) * len(CORRIDORS)
        market = np.tile(np.repeat(np.arange(len(MARKETS), dtype=np.int32), len(CORRIDORS)), len(dates))
        corridor = np.tile(np.arange(len(CORRIDORS), dtype=np.int32), len(dates) * len(MARKETS))
        kg: Floats = self._corridors[: len(dates)].ravel()
        columns = [*self._keys(dates, pairs), words(market, MARKETS), words(corridor, CORRIDORS), pa.array(kg)]
        return pa.Table.from_arrays(columns, schema=schema("corridors"))

    def _keys(self, dates: NDArray[np.datetime64], rows: int) -> list[Any]:
        """Columns ``replicate`` and ``month`` of a table with ``rows`` rows a month."""
        return [
            pa.array(np.full(len(dates) * rows, self.replicate, np.int32)),
            pa.array(np.repeat(dates.astype("datetime64[D]"), rows)),
        ]

    def _event_table(self) -> Any:
        region, events = self.world.region, self.world.events.events
        place = np.array([event.place for event in events], np.int32)
        cell = np.where(place >= 0, region.places[place] if len(events) else place, -1)
        dates = self._first + np.array([event.month for event in events], np.int64).astype("timedelta64[M]")
        columns = [
            *self._keys(dates, 1),
            pa.array([event.kind for event in events], pa.string()),
            pa.array([event.organisation for event in events], pa.int32()),
            pa.array([event.other for event in events], pa.int32()),
            pa.array(place),
            pa.array([event.detail for event in events], pa.string()),
            pa.array([event.cause for event in events], pa.int64()),
            pa.array([event.id for event in events], pa.int64()),
            words(np.where(cell >= 0, region.country[cell], -1).astype(np.int32), region.countries),
            words(np.where(cell >= 0, region.division[cell], -1).astype(np.int32), region.divisions),
        ]
        return pa.Table.from_arrays(columns, schema=schema("events"))
