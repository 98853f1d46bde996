"""The region: cells, arcs, places and markets, as read-only arrays.

Everything else in the model speaks of *cells* (nodes of the transport graph, land and sea) and of *places* (the
populated land cells, where communities live, organisations hold ground and homicides happen). Nothing here depends on
the cell size except through kilometres, square kilometres and the masks, so that every resolution describes the same
world.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


class Mode(IntEnum):
    """How an arc is travelled."""

    ROAD = 0
    RIVER = 1
    COASTAL_SEA = 2
    OPEN_SEA = 3
    FLIGHT = 4
    LANDING = 5
    """Between sea and land, in either direction."""
    DOOR = 6
    """The last leg, from a cell to a market."""


class Zone(IntEnum):
    """Who patrols a cell: on land its country's part of the region, at sea a table of waters."""

    CARIBBEAN = 0
    """Caribbean Sea, its islands and the approach to Florida."""
    PACIFIC = 1
    """The eastern Pacific and the western Caribbean waters of Central America."""
    US_BORDER = 2
    """The land border belt of the United States and the Gulf of Mexico."""
    MEXICO = 3
    CENTRAL_AMERICA = 4
    ANDES = 5
    SOUTH_AMERICA = 6
    """The rest of South America."""
    ATLANTIC = 7


CORRIDORS: tuple[str, ...] = (
    "caribbean",
    "central_america",
    "western_caribbean",
    "pacific",
    "air",
    "amazon",
    "southern_cone",
    "atlantic",
)
"""Screenline names, in the order of ``Arcs.corridor``."""

MARKETS: tuple[str, ...] = ("usa", "europe", "domestic")
"""Market groups: each has one netback field per organisation."""


@dataclass(frozen=True)
class Arcs:
    """Directed arcs in compressed sparse rows, sorted by tail cell then head; a head ``>= n`` is a market door.

    Attributes:
        start: shape (n + 1,); arcs of cell ``i`` are ``start[i]:start[i + 1]``.
        tail: shape (A,), cell.
        head: shape (A,), cell, or ``n + k`` for sink ``k`` of ``Region.sinks``.
        length_km: shape (A,), great-circle length between the middles of land, at sea of cells (doors: the last leg
            beyond the grid).
        mode: shape (A,), ``Mode``.
        difficulty: shape (A,), terrain multiplier of the cost per kilometre (1 = open road), the mean of both ends or,
            of larger cells, that of the cheapest way through both; flights and sea 1.
        border: shape (A,), true where the arc crosses from one country to another on land.
        corridor: shape (A,), index in ``CORRIDORS`` of the screenline that the arc crosses, or -1.
        link: shape (A,), number of the air link that a flight belongs to, and with whose other flights it shares what
            the link carries; -1 for other arcs.
        reverse_start: shape (n + K + 1,); arcs into node ``j`` are ``reverse[reverse_start[j]:reverse_start[j + 1]]``.
        reverse: shape (A,), arc numbers sorted by head.
    """

    start: NDArray[np.int64]
    tail: Ints
    head: Ints
    length_km: Floats
    mode: NDArray[np.int8]
    difficulty: Floats
    border: Bools
    corridor: NDArray[np.int8]
    link: Ints
    reverse_start: NDArray[np.int64]
    reverse: NDArray[np.int64]


@dataclass(frozen=True)
class Sink:
    """One way into a market: the node ``n + index`` of the graph.

    Attributes:
        name: e.g. ``us_land_border``, ``us_gulf_atlantic``, ``us_pacific``, ``europe``, ``retail:BRA:Sao Paulo``.
        market: index in ``MARKETS``.
        population: people served (retail cities), otherwise 0.
    """

    name: str
    market: int
    population: float


@dataclass(frozen=True)
class Inflow:
    """Cocaine that enters a sub-region over its edge, from a recorded ``americas`` run (kg a month).

    Attributes:
        cell: shape (E,), where it enters.
        market: shape (E,), index in ``MARKETS``.
        kg_month: shape (E,).
    """

    cell: Ints
    market: Ints
    kg_month: Floats


@dataclass(frozen=True, eq=False)
class Region:
    """A region at one resolution; arrays over ``n`` cells unless said otherwise. See ``corredor.region.load``.

    Attributes:
        name: ``americas``, ``mexico``, ``central-america``, ``ring``, ``two-corridors`` or ``random``.
        resolution: degrees.
        shape: rows and columns of the full grid of which the cells are a part.
        row, column: position of each cell in that grid (row 0 is the southernmost).
        lat, lon: cell centres, degrees.
        area_km2: on the sphere.
        surface_km2: of that, the land of cells of land and the water of cells of sea, on the finest mask: a large cell
            is partly the other.
        land: true for land cells.
        coast: land cells beside the sea.
        country: index in ``countries``, -1 at sea.
        countries: ISO 3166-1 alpha-3 codes.
        country_names: English names.
        division: index in ``divisions``, -1 at sea or where a country has none.
        divisions: ISO 3166-2 codes.
        division_names: names.
        division_country: shape (D,), index in ``countries``.
        population: persons, rescaled to national totals of the base year.
        terrain: multiplier of road cost, 1 = easy; a documented proxy.
        river: navigable river cell.
        port, border, capital: land cells with a sea port, at a land border, with the national capital.
        coca_suitability: 0 to 1.
        coca_ha: hectares at the base year.
        presence: effective state presence, 0 to 1, from capacity alone (government effectiveness, control of
            corruption, distance from cities, and police per head where it has weight).
        integrity: 0 to 1 by country, shape (len(countries),), from control of corruption.
        courts: 0 to 1 by country, from government effectiveness (never from rule of law).
        zone: ``Zone`` of each cell.
        places: shape (P,), the cell of each place (populated land cell), ascending.
        place_of: shape (n,), the place of each cell, or -1.
        neighbours: shape (P, 8), places beside a place on land, -1 padded.
        arcs: transport graph.
        sinks: market doors; sink ``k`` is node ``n + k``.
        inflow: what enters over the edge of a sub-region; empty otherwise.
        caveats: what a reader of maps should know, one sentence each.
    """

    name: str
    resolution: float
    shape: tuple[int, int]
    row: Ints
    column: Ints
    lat: Floats
    lon: Floats
    area_km2: Floats
    surface_km2: Floats
    land: Bools
    coast: Bools
    country: Ints
    countries: tuple[str, ...]
    country_names: tuple[str, ...]
    division: Ints
    divisions: tuple[str, ...]
    division_names: tuple[str, ...]
    division_country: Ints
    population: Floats
    terrain: Floats
    river: Bools
    port: Bools
    border: Bools
    capital: Bools
    coca_suitability: Floats
    coca_ha: Floats
    presence: Floats
    integrity: Floats
    courts: Floats
    zone: NDArray[np.int8]
    places: Ints
    place_of: Ints
    neighbours: Ints
    arcs: Arcs
    sinks: tuple[Sink, ...]
    inflow: Inflow
    caveats: tuple[str, ...]

    @property
    def n(self) -> int:
        """Number of cells."""
        return len(self.lat)

    @property
    def n_places(self) -> int:
        """Number of places."""
        return len(self.places)

    @property
    def xyz_km(self) -> Floats:
        """Cell centres on the sphere, shape (n, 3), km."""
        lat, lon = np.radians(self.lat), np.radians(self.lon)
        return EARTH_RADIUS_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


EARTH_RADIUS_KM = 6371.0
