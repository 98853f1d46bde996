"""Monthly sums over areas (countries or divisions): homicides by kind, cocaine, crime, people, the state."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.region.region import MARKETS, Floats, Ints
from corredor.runs.columns import AREA_VALUES, KINDS, schema

_POSITION = {column.name: i for i, column in enumerate(AREA_VALUES)}


class AreaSums:
    """The national or the divisions table of one replicate, filled month by month.

    Args:
        table: ``national`` or ``divisions``.
        world: the run.
        codes: names of the areas.
        area_of_cell: shape (n,), area of each cell, -1 for none.
        months: how many will be recorded.
    """

    def __init__(self, table: str, world: World, codes: tuple[str, ...], area_of_cell: Ints, months: int) -> None:
        self.table = table
        self.world = world
        self.codes = codes
        arcs, nowhere = world.region.arcs, len(codes)
        # What lies in no area is counted in one more bin, and left out of the sum.
        self._area_of_cell = np.where(area_of_cell < 0, nowhere, area_of_cell).astype(np.intp)
        self._area_of_place = self._area_of_cell[world.region.places]
        # The nodes after the cells are markets, which lie in no area.
        area_of_head = np.append(self._area_of_cell, np.full(len(world.region.sinks), nowhere))[arcs.head]
        self._entering = np.flatnonzero((area_of_head < nowhere) & (area_of_head != self._area_of_cell[arcs.tail]))
        self._entered_area = area_of_head[self._entering]
        self._killed = np.zeros((months, len(codes), len(KINDS)))
        self._registered = np.zeros((months, len(codes), len(KINDS)))
        self._population = np.zeros((months, len(codes)))
        self._values = np.full((months, len(codes), len(AREA_VALUES)), np.nan)

    def record(self, month: int, national: dict[str, Floats]) -> None:
        """Sum up one month.

        Args:
            month: row of the buffers.
            national: what is known by country only, shape (C,) each, by column; empty for divisions.
        """
        world, killed, registered = self.world, self._killed[month], self._registered[month]
        for kind in range(1, len(KINDS)):
            killed[:, kind] = self._of_places(world.violence.killings[kind - 1])
            registered[:, kind] = self._of_places(world.reported.homicides[kind - 1])
        killed[:, 0], registered[:, 0] = killed.sum(axis=1), registered.sum(axis=1)
        people = world.communities.population
        self._population[month] = self._of_places(people)
        for name, values in (self._cocaine() | self._society(people, self._population[month]) | national).items():
            self._values[month, :, _POSITION[name]] = values

    def _cocaine(self) -> dict[str, Floats]:
        cocaine, traffic = self.world.cocaine, self.world.traffic
        made = self._of_cells(cocaine.produced_kg)
        entered = np.bincount(self._entered_area, traffic.arc_kg[self._entering], len(self.codes))
        planted = self._of_cells(cocaine.coca_ha)
        return {
            "kg_crossed": entered + made,
            "kg_seized": self._of_cells(traffic.seized_kg),
            "kg_produced": made,
            "coca_ha": planted,
            "farm_gate_usd_kg": _ratio(self._of_cells(cocaine.farm_gate_usd_kg * cocaine.coca_ha), planted),
        }

    def _society(self, people: Floats, population: Floats) -> dict[str, Floats]:
        world, communities = self.world, self.world.communities
        holdings = world.holdings
        return {
            "extortion": self._of_places(world.violence.extortion),
            "kidnapping": self._of_places(world.violence.kidnapping),
            "extortion_reported": self._of_places(world.reported.extortion),
            "kidnapping_reported": self._of_places(world.reported.kidnapping),
            "members": self._of_places(holdings.by_place(holdings.members)),
            "displaced": self._of_places(communities.displaced),
            **{
                name: _ratio(self._of_places(communities.array(name) * people), population)
                for name in ("trust", "exclusion", "presence")
            },
        }

    def _of_cells(self, values: Floats) -> Floats:
        return np.bincount(self._area_of_cell, values, len(self.codes) + 1)[:-1]

    def _of_places(self, values: Floats) -> Floats:
        return np.bincount(self._area_of_place, values, len(self.codes) + 1)[:-1]

    def arrow(self, replicate: int, dates: NDArray[np.datetime64]) -> Any:
        """The table of the months recorded, ordered by month, area and kind.

        Args:
            replicate: its number.
            dates: shape (months recorded,), first days.
        """
        months, areas, kinds = len(dates), len(self.codes), len(KINDS)
        rows = months * areas * kinds
        area = np.tile(np.repeat(np.arange(areas, dtype=np.int32), kinds), months)
        kind = np.tile(np.arange(kinds, dtype=np.int32), months * areas)
        first = kind == 0
        columns: list[Any] = [
            pa.array(np.full(rows, replicate, np.int32)),
            pa.array(np.repeat(dates.astype("datetime64[D]"), areas * kinds)),
            words(area, self.codes),
            words(kind, KINDS),
            pa.array(self._killed[:months].ravel()),
            pa.array(self._registered[:months].ravel()),
            pa.array(np.repeat(self._population[:months].ravel(), kinds)),
        ]
        for position in range(len(AREA_VALUES)):
            values = np.full(rows, np.nan)
            values[first] = self._values[:months, :, position].ravel()
            columns.append(pa.array(values, mask=np.isnan(values)))
        return pa.Table.from_arrays(columns, schema=schema(self.table))


class CountrySums:
    """What is known by country only: prisons, prices in the cities, what policies cost."""

    def __init__(self, world: World) -> None:
        self._world = world
        domestic = MARKETS.index("domestic")
        self._cities = np.array([k for k, s in enumerate(world.region.sinks) if s.market == domestic], np.int64)
        self._people = np.array([world.region.sinks[k].population for k in self._cities])
        self._country = np.array([self._country_of(world.region.sinks[k].name) for k in self._cities], np.int64)

    def _country_of(self, sink: str) -> int:
        return self._world.region.countries.index(sink.split(":")[1])

    def month(self) -> dict[str, Floats]:
        """This month's columns, shape (C,) each."""
        world = self._world
        n = len(world.region.countries)
        prices = world.market.sink_price_usd_kg[self._cities]
        return {
            "wholesale_usd_kg": _ratio(
                np.bincount(self._country, prices * self._people, n), np.bincount(self._country, self._people, n)
            ),
            "prisoners": world.justice.prisoners,
            "detained_without_cause": world.justice.detained_without_cause,
            "cost_usd": world.spent_usd[:n],
        }


def words(index: NDArray[np.int32], names: tuple[str, ...]) -> Any:
    """An Arrow text column from indices into names; -1 becomes null."""
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), pa.array(names, pa.string())).cast(
        pa.string()
    )


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Quotient, NaN where there is nothing to divide by."""
    quotient: Floats = np.full(len(denominator), np.nan)
    return np.divide(numerator, denominator, out=quotient, where=denominator > 0.0)
