"""The year on the grid: mean flow, seizures, homicides and who holds each cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from corredor.agents.world import World
from corredor.region.region import MARKETS, Floats, Ints
from corredor.runs.columns import schema


class YearsOnTheGrid:
    """The cells' table of one replicate: a row a year for each cell where anything passed, died or was held."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open_year()
        self._tables: list[Any] = []

    def _open_year(self) -> None:
        n = self._world.region.n
        self._months = 0
        self._flow = np.zeros((len(MARKETS), n))
        self._seized, self._killed = np.zeros(n), np.zeros(n)

    def record(self, replicate: int, year: int, *, last_of_year: bool) -> None:
        """Add a month, and close the year with its last."""
        world = self._world
        self._months += 1
        self._flow += world.traffic.flow_kg
        self._seized += world.traffic.seized_kg
        self._killed[world.region.places] += world.violence.killings.sum(axis=0)
        if last_of_year:
            self._close_year(replicate, year)

    def _close_year(self, replicate: int, year: int) -> None:
        region, holder = self._world.region, self._holders()
        rows = np.flatnonzero(self._flow.any(axis=0) | (self._killed > 0.0) | (holder >= 0)).astype(np.int32)
        self._tables.append(
            pa.Table.from_arrays(
                [
                    pa.array(np.full(len(rows), replicate, np.int32)),
                    pa.array(np.full(len(rows), year, np.int32)),
                    pa.array(rows),
                    pa.array(region.lat[rows]),
                    pa.array(region.lon[rows]),
                    pa.array(_mean(self._flow[:, rows].sum(axis=0), self._months)),
                    *(pa.array(_mean(flow[rows], self._months)) for flow in self._flow),
                    pa.array(self._seized[rows]),
                    pa.array(self._killed[rows]),
                    pa.array(holder[rows]),
                ],
                schema=schema("cells"),
            )
        )
        self._open_year()

    def _holders(self) -> Ints:
        """Organisation with most control in each cell, shape (n,), or -1."""
        region, holdings = self._world.region, self._world.holdings
        holder = np.full(region.n, -1, np.int32)
        # Later assignments win, so the strongest of a place comes last; equals go to the lower number.
        order = np.lexsort((-holdings.organisation, holdings.control))
        order = order[holdings.control[order] > 0.0]
        holder[region.places[holdings.place[order]]] = holdings.organisation[order]
        return holder

    def arrow(self, replicate: int, year: int) -> Any:
        """The table; a year that was begun is closed."""
        if self._months:
            self._close_year(replicate, year)
        return pa.concat_tables(self._tables) if self._tables else schema("cells").empty_table()


def _mean(total: Floats, months: int) -> Floats:
    return np.asarray(total / months)
