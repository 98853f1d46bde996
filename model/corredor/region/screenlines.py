"""Screenlines: the lines at which the flow through each corridor is counted.

Lines are rows of one table (``data/screenlines.csv``, or a builder's own), in degrees. Lines of the same ``chain``
close off a market together: an arc that ends on the other side of the chain crosses it once, whatever the cell size,
and is counted at the piece that fits its mode of transport.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import CORRIDORS, Bools, Floats, Mode
from corredor.region.tables import read_table

LAND_MODES = (Mode.ROAD, Mode.RIVER)
CLOSE_BY = 3.0
"""Degrees within which an arc that crosses a land line at sea, or the other way round, belongs to the piece of its own
kind: a little more than a diagonal of the coarsest cells."""
US_CHAIN = "usa"
"""The chain of lines around the United States, where flights are a corridor of their own."""


@dataclass(frozen=True)
class Screenline:
    """One straight piece (in degrees) of a screenline.

    Attributes:
        corridor: a name in ``CORRIDORS``.
        chain: pieces of one chain close off a market together.
        kind: ``land``, ``sea``, ``door`` or ``any``: what is counted here; a ``sea`` line also counts doors.
        lat_a, lon_a, lat_b, lon_b: its ends, degrees.
    """

    corridor: str
    chain: str
    kind: str
    lat_a: float
    lon_a: float
    lat_b: float
    lon_b: float


@dataclass(frozen=True)
class Segments:
    """Straight segments (arcs, in degrees) with their mode, arrays of one length."""

    lat_a: Floats
    lon_a: Floats
    lat_b: Floats
    lon_b: Floats
    mode: NDArray[np.int8]


def read_screenlines() -> tuple[Screenline, ...]:
    """The screenlines of the Americas, from the table that ships with the package."""
    return tuple(
        Screenline(
            row["corridor"],
            row["chain"],
            row["kind"],
            float(row["lat_a"]),
            float(row["lon_a"]),
            float(row["lat_b"]),
            float(row["lon_b"]),
        )
        for row in read_table("screenlines.csv")
    )


def crosses(segments: Segments, line: Screenline) -> Bools:
    """Whether each segment crosses the line, as a proper intersection of two segments in the plane of degrees."""

    def side(
        px: float | Floats,
        py: float | Floats,
        qx: float | Floats,
        qy: float | Floats,
        rx: Floats | float,
        ry: Floats | float,
    ) -> Bools:
        return np.asarray((qx - px) * (ry - py) - (qy - py) * (rx - px) > 0, dtype=np.bool_)

    ax, ay, bx, by = segments.lon_a, segments.lat_a, segments.lon_b, segments.lat_b
    cx, cy, dx, dy = line.lon_a, line.lat_a, line.lon_b, line.lat_b
    ends_apart = side(cx, cy, dx, dy, ax, ay) != side(cx, cy, dx, dy, bx, by)
    line_apart = side(ax, ay, bx, by, cx, cy) != side(ax, ay, bx, by, dx, dy)
    return np.asarray(ends_apart & line_apart, dtype=np.bool_)


def crossed_corridors(segments: Segments, lines: Sequence[Screenline]) -> NDArray[np.int8]:
    """The screenline that each segment crosses, as an index in ``CORRIDORS``, or -1; the first chain that fits wins."""
    corridor = np.full(len(segments.mode), -1, dtype=np.int8)
    for chain in dict.fromkeys(line.chain for line in lines):
        pieces = [line for line in lines if line.chain == chain]
        crossed = np.column_stack([crosses(segments, piece) for piece in pieces])
        # An arc that crosses a bent line twice ends on the side where it began.
        through = np.flatnonzero((crossed.sum(axis=1) % 2 == 1) & (corridor < 0))
        for k in through:
            corridor[k] = _piece_that_fits(segments, int(k), pieces, crossed[k])
    return corridor


def _piece_that_fits(segments: Segments, k: int, pieces: Sequence[Screenline], crossed: Bools) -> int:
    """Corridor of arc ``k``, which crosses the chain: the crossed piece of its kind, else such a piece close by.

    Where none is close (a road over an island, far from any border that the chain follows), the piece that it crosses.
    """
    mode = Mode(int(segments.mode[k]))
    if mode is Mode.FLIGHT and pieces[0].chain == US_CHAIN:
        return CORRIDORS.index("air")
    kinds = {Mode.DOOR: ("door", "sea"), Mode.FLIGHT: ()}.get(mode, ("land",) if mode in LAND_MODES else ("sea",))
    fitting = [i for i, piece in enumerate(pieces) if piece.kind in (*kinds, "any")]
    if not fitting:
        return -1
    lat = (segments.lat_a[k] + segments.lat_b[k]) / 2
    lon = (segments.lon_a[k] + segments.lon_b[k]) / 2
    away = np.array([_degrees_to(piece, float(lat), float(lon)) for piece in pieces])
    candidates = [i for i in fitting if crossed[i]] or [i for i in fitting if away[i] <= CLOSE_BY]
    best = min(candidates or [i for i in range(len(pieces)) if crossed[i]], key=lambda i: away[i])
    return CORRIDORS.index(pieces[best].corridor)


def _degrees_to(piece: Screenline, lat: float, lon: float) -> float:
    """Distance of a point from a piece in degrees (only ever used to compare pieces)."""
    along = np.array([piece.lon_b - piece.lon_a, piece.lat_b - piece.lat_a])
    to_point = np.array([lon - piece.lon_a, lat - piece.lat_a])
    t = float(np.clip(to_point @ along / max(float(along @ along), 1e-12), 0.0, 1.0))
    return float(np.hypot(*(to_point - t * along)))
