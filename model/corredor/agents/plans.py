"""Plans and beliefs of the organisations that send loads: made by routes, used and corrected by interdiction."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import MARKETS, Floats, Region


def _no(*shape: int) -> Floats:
    return np.zeros((0, *shape))


@dataclass
class Plans:
    """What each planning organisation intends and believes: O of them, over n cells, K sinks.

    Attributes:
        row: (O,) rows in ``world.organisations``.
        share: (O,) of what is sent.
        load_kg: (O,) size of a load.
        loss_rate: (O,) share of loads lost lately, own and heard of.
        planned: (O,) true once it has planned.
        netback: (O, markets, n + K) worth of a kilogram at each node after the best way on, US$/kg; -1e18 without one.
        factor: (O, n) its own multiplier of the cost per km.
        hazard: (O, n) of seizure per km, as it believed when it planned.
        toll: (O, n) share of value taken per km by rivals who hold the place.
        losses, exposure_km: (O, n) seizures and load-km met and heard of in each cell, fading.
        established_km: (O, n) own load-km of each cell, fading: where it knows its way and whom to pay.
        month: (O,) when it last planned.
        rates: (O, zones) seizures per load-km as it saw them then, by patrol zone.
        price: (O, markets) US$/kg then, relative to what is asked on the way.
        fees_moved: (O,) share of worth by which fees have changed since.
    """

    row: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    share: Floats = field(default_factory=_no)
    load_kg: Floats = field(default_factory=_no)
    loss_rate: Floats = field(default_factory=_no)
    planned: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    netback: Floats = field(default_factory=lambda: _no(len(MARKETS), 0))
    factor: Floats = field(default_factory=lambda: _no(0))
    hazard: Floats = field(default_factory=lambda: _no(0))
    toll: Floats = field(default_factory=lambda: _no(0))
    losses: Floats = field(default_factory=lambda: _no(0))
    exposure_km: Floats = field(default_factory=lambda: _no(0))
    established_km: Floats = field(default_factory=lambda: _no(0))
    month: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    rates: Floats = field(default_factory=lambda: _no(0))
    price: Floats = field(default_factory=lambda: _no(len(MARKETS)))
    fees_moved: Floats = field(default_factory=_no)

    def __len__(self) -> int:
        return len(self.row)

    def select(self, sources: NDArray[np.int64]) -> None:
        """Let slot ``i`` be a copy of what was slot ``sources[i]``; the caller then sets ``row``."""
        for entry in fields(self):
            setattr(self, entry.name, getattr(self, entry.name)[sources])


def empty_plans(region: Region) -> Plans:
    """No planning organisation yet, on this region."""
    n = region.n
    return Plans(
        netback=_no(len(MARKETS), n + len(region.sinks)),
        factor=_no(n),
        hazard=_no(n),
        toll=_no(n),
        losses=_no(n),
        exposure_km=_no(n),
        established_km=_no(n),
        rates=_no(int(region.zone.max()) + 1),
    )
