"""How wide a way is: what is paid on it can be taken by those who stand near it, at every cell size."""

from __future__ import annotations

import numpy as np

from corredor.kernels.rents import spread_out
from corredor.processes.neighbourhood import KM_PER_DEGREE, weight_between_cells
from corredor.region.region import Floats, Ints, Region

CUT = 3.0
"""Standard deviations beyond which nothing falls to anybody."""


class Corridors:
    r"""Rents of what passes, spread over the ground from which they can be taken.

    A load passes along one line of cells, which is 56 km wide on a grid of 0.5 degrees and 222 km on one of 2. What
    members fight over, live on and are employed by there is a share of it for each of them, and every rule in which
    that share enters bends: effort goes with its square root, control and hunger level off. A narrow strip of rich
    cells and a wide one half as rich are therefore not the same country, and how wide it is must not be the grid's to
    say. With ``r_q`` paid in place ``q``, those in place ``p`` of the same country can take

    .. math:: F_p = \sum_q \frac{g_{pq}}{\sum_k g_{kq}} r_q, \qquad
              g_{pq} = e^{-d_{pq}^2 / 2 s^2}, \qquad s^2 = b^2 - h^2 / 6

    so that nothing is lost or crosses a border, and a way is a band with standard deviation ``b`` of which the cells
    themselves, of side ``h``, are a part (``processes.neighbourhood``). A ``b`` below ``h / sqrt(6)``, 91 km on a grid
    of 2 degrees, leaves the cell alone.

    Attributes:
        start: (P + 1,), first share of each place.
        place: (M,), where a share of it falls, ascending within a place.
        share: (M,), sums to 1 over a place.
    """

    def __init__(self, region: Region, width_km: float) -> None:
        source, place, weight = _pairs(region, width_km)
        total = np.bincount(source, weight, region.n_places)
        self.start = np.searchsorted(source, np.arange(region.n_places + 1)).astype(np.int64)
        self.place: Ints = place
        self.share: Floats = weight / total[source]

    def spread(self, paid_usd: Floats) -> Floats:
        """What can be taken in each place, of what is paid in each, shape (P,), US$ a month."""
        near = np.empty(len(paid_usd))
        spread_out(self.start, self.place, self.share, paid_usd, near)
        return near


def _pairs(region: Region, width_km: float) -> tuple[Ints, Ints, Floats]:
    """Two places of one country that are near one another, and their weight: sorted by the first, then the second."""
    cell_km = KM_PER_DEGREE * region.resolution
    sd_km, _ = weight_between_cells(cell_km, width_km, CUT)
    row, column, country = (layer[region.places] for layer in (region.row, region.column, region.country))
    step_km = cell_km * np.cos(np.radians(region.lat[region.places]))
    high, wide = int(CUT * sd_km / cell_km), int(CUT * sd_km / float(step_km.min()))
    number = np.full((region.shape[0] + 2 * high, region.shape[1] + 2 * wide), -1, dtype=np.int32)
    number[row + high, column + wide] = np.arange(region.n_places)
    found: list[tuple[Ints, Ints, Floats]] = []
    for up in range(-high, high + 1):
        for along in range(-wide, wide + 1):
            there = number[row + high + up, column + wide + along]
            away_km = np.abs(along) * step_km
            near = (there >= 0) & (country[there] == country) & (away_km <= CUT * sd_km)
            here = np.flatnonzero(near).astype(np.int32)
            weight = np.exp(-0.5 * ((up * cell_km) ** 2 + away_km[here] ** 2) / sd_km**2)
            found.append((here, there[here], weight))
    source, place, weights = (np.concatenate([part[k] for part in found]) for k in range(3))
    order = np.lexsort((place, source))
    return source[order], place[order], weights[order]
