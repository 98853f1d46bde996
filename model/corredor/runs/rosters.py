"""Monthly rows of the organisations, from their table and their holdings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from corredor.agents.organisation import ACTIVITIES
from corredor.agents.world import World
from corredor.runs.areas import words
from corredor.runs.blocks import Blocks
from corredor.runs.columns import TABLES, schema

_COPIED = ("members", "cash_usd", "arms", "cohesion", "patience", "parent", "transnational", "alive", "country")
_INCOMES = tuple(f"income_{activity}" for activity in ACTIVITIES)


class Roster:
    """The organisations' table of one replicate: one row a month for each that lives, and one for its end."""

    def __init__(self, world: World) -> None:
        self._world = world
        region = world.region
        self._blocks = Blocks(region.lat[region.places], region.lon[region.places], region.resolution)
        self._living: NDArray[np.int64] = world.alive
        self._rows: dict[str, list[NDArray[Any]]] = {
            name: [] for name in ("month", "organisation", "plazas", "blocks", *_COPIED, *_INCOMES)
        }

    def record(self, month: int) -> None:
        """Copy the rows of the organisations that live, or lived a month ago."""
        world = self._world
        table, now = world.organisations, world.alive
        rows = np.union1d(now, self._living)
        self._living = now
        add = self._rows
        add["month"].append(np.full(len(rows), month))
        add["organisation"].append(rows)
        add["plazas"].append(self._pairs(world.holdings.plaza)[rows])
        add["blocks"].append(self._pairs(self._blocks.index[world.holdings.place])[rows] * self._blocks.per_cell)
        for name in (*_COPIED, *_INCOMES):
            add[name].append(table.array(name)[rows])

    def _pairs(self, what: NDArray[Any]) -> NDArray[np.int64]:
        """Number of different values of ``what`` among each organisation's holdings with members."""
        holdings = self._world.holdings
        held = holdings.members > 0.0
        found = np.zeros((self._world.organisations.n, int(what.max(initial=0)) + 1), dtype=np.bool_)
        found[holdings.organisation[held], what[held]] = True
        return np.asarray(np.count_nonzero(found, axis=1), dtype=np.int64)

    def arrow(self, replicate: int, dates: NDArray[np.datetime64]) -> Any:
        """The table, ordered by month and organisation."""
        rows = {name: np.concatenate(parts) if parts else np.empty(0) for name, parts in self._rows.items()}
        organisation = rows["organisation"].astype(np.int32)
        names = tuple(agent.name for agent in self._world.organisation_agents)
        special = {
            "replicate": pa.array(np.full(len(organisation), replicate, np.int32)),
            "month": pa.array(dates[rows["month"].astype(np.int64)].astype("datetime64[D]")),
            "name": words(organisation, names),
            "iso3": words(rows["country"].astype(np.int32), self._world.region.countries),
            "income_by_activity": pa.StructArray.from_arrays(
                [pa.array(rows[name].astype(np.float64)) for name in _INCOMES], names=list(ACTIVITIES)
            ),
        }
        columns = [
            special[column.name] if column.name in special else pa.array(rows[column.name]).cast(column.type)
            for column in TABLES["organisations"]
        ]
        return pa.Table.from_arrays(columns, schema=schema("organisations"))
