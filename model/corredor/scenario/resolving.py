"""From a place, as a scenario names it, to the cells of a region."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import CORRIDORS, Bools, Ints, Mode, Region, Zone
from corredor.scenario.places import Box, Place
from corredor.scenario.problems import did_you_mean
from corredor.scenario.roles import roles

CORRIDOR_ZONES: Final = {
    "caribbean": Zone.CARIBBEAN,
    "central_america": Zone.CENTRAL_AMERICA,
    "western_caribbean": Zone.PACIFIC,
    "pacific": Zone.PACIFIC,
    "amazon": Zone.SOUTH_AMERICA,
    "southern_cone": Zone.SOUTH_AMERICA,
    "atlantic": Zone.ATLANTIC,
}
"""The zone in which each corridor's traffic is patrolled."""


class PlaceError(ValueError):
    """A place that the region does not have; ``key`` is the part of the place that is wrong."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key = key


def resolve_place(region: Region, where: Place | Sequence[Place] | None) -> Bools:
    """The cells that a place means.

    Args:
        region: where to look.
        where: one place, several (their union), or ``None`` for everywhere.

    Returns:
        Shape (n,), true for the cells.

    Raises:
        PlaceError: if the region has no such country, division or corridor, or no cell is meant.
    """
    if where is None:
        return np.ones(region.n, dtype=np.bool_)
    found = np.zeros(region.n, dtype=np.bool_)
    for place in [where] if isinstance(where, Place) else where:
        cells = _cells(region, place)
        if not cells.any():
            key = next(iter(place.model_fields_set))
            raise PlaceError(key, f"no cell of '{region.name}' is meant by this place")
        found |= cells
    return found


def _cells(region: Region, place: Place) -> Bools:
    cells = np.ones(region.n, dtype=np.bool_)
    if place.country is not None:
        cells &= np.isin(region.country, [country_index(region, name) for name in place.country])
    if place.division is not None:
        cells &= np.isin(region.division, [_division_index(region, code) for code in place.division])
    if place.corridor is not None:
        cells &= np.logical_or.reduce([corridor_cells(region, name) for name in place.corridor])
    if place.cells is not None:
        cells &= _in_box(region, place.cells)
    if place.ports is not None:
        cells &= region.port == place.ports
    if place.border is not None:
        cells &= region.border == place.border
    if place.role is not None:
        cells &= np.isin(region.country, _countries_with(region, place.role))
    return cells


def _in_box(region: Region, box: Box) -> Bools:
    inside: Bools = (region.lon >= box.west) & (region.lon <= box.east)
    return inside & (region.lat >= box.south) & (region.lat <= box.north)


def country_index(region: Region, name: str) -> int:
    """Index of a country by code or English name, whatever its case and accents.

    Raises:
        PlaceError: if the region has no such country.
    """
    by_name = {_folded(code): i for i, code in enumerate(region.countries)}
    by_name |= {_folded(long): i for i, long in enumerate(region.country_names)}
    found = by_name.get(_folded(name))
    if found is not None:
        return found
    known = [*region.country_names, *region.countries]
    offered = ", ".join(region.countries[:12]) + (" …" if len(region.countries) > 12 else "")
    raise PlaceError(
        "country",
        f"'{region.name}' has no country '{name}'" + did_you_mean(name, known, f" — it has {offered}"),
    )


def _division_index(region: Region, code: str) -> int:
    if code in region.divisions:
        return region.divisions.index(code)
    by_name = {_folded(name): i for i, name in enumerate(region.division_names)}
    by_code = {_folded(known): i for i, known in enumerate(region.divisions)}
    folded = _folded(code)
    for table in (by_code, by_name):
        close = difflib.get_close_matches(folded, list(table), n=1, cutoff=0.75)
        if close:
            i = table[close[0]]
            right = f" — did you mean '{region.divisions[i]}' ({region.division_names[i]})?"
            break
    else:
        right = " — write its ISO 3166-2 code, e.g. MX-MIC"
    raise PlaceError("division", f"'{region.name}' has no division '{code}'{right}")


def _countries_with(region: Region, wanted: Sequence[str]) -> list[int]:
    found = [i for i, code in enumerate(region.countries) if roles().get(code) in wanted]
    if not found:
        raise PlaceError("role", f"no country of '{region.name}' has the role {' or '.join(wanted)}")
    return found


def corridor_cells(region: Region, corridor: str) -> Bools:
    """The waters or lands of a corridor: its patrol zone, shared out by the nearer screenline where it has two.

    Clandestine flights are everywhere, so ``air`` means the cells where they take off and land.

    Returns:
        Shape (n,).

    Raises:
        PlaceError: if the region has no such corridor.
    """
    arcs = region.arcs
    if corridor == "air":
        flights = (arcs.mode == Mode.FLIGHT) & (arcs.head < region.n)
        cells = np.zeros(region.n, dtype=np.bool_)
        cells[np.concatenate([arcs.tail[flights], arcs.head[flights]])] = True
        return cells
    zone = CORRIDOR_ZONES[corridor]
    rivals = [CORRIDORS.index(name) for name, other in CORRIDOR_ZONES.items() if other == zone]
    crossing = np.isin(arcs.corridor, rivals)
    wanted = CORRIDORS.index(corridor)
    if not (arcs.corridor == wanted).any():
        present = [CORRIDORS[k] for k in np.unique(arcs.corridor[arcs.corridor >= 0])]
        raise PlaceError("corridor", f"'{region.name}' has no corridor '{corridor}' — it has {', '.join(present)}")
    cells = region.zone == zone
    members = np.flatnonzero(cells)
    nearest = _nearest(region, members, arcs.tail[crossing])
    cells[members] = arcs.corridor[crossing][nearest] == wanted
    return np.asarray(cells, dtype=np.bool_)


def _nearest(region: Region, members: NDArray[np.intp], cells: Ints) -> NDArray[np.intp]:
    """For each member the position in ``cells`` of the nearest one, in straight kilometres through the sphere."""
    from scipy.spatial import cKDTree

    xyz = region.xyz_km
    _, nearest = cKDTree(xyz[cells]).query(xyz[members])
    return np.asarray(nearest, dtype=np.intp)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if c.isalnum()).lower()
