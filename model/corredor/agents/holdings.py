"""Who is where: the presence of organisations in places, sparse and sorted by place.

A *holding* is one organisation's presence in one place: its members there, its share of control, the lieutenant who
runs it (plaza) and that lieutenant's loyalty. Everything an organisation does on the ground is a sum over its holdings.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corredor.region.region import Floats, Ints


class Holdings:
    """Arrays over ``K`` holdings, sorted by (place, organisation), one row a pair.

    Attributes:
        place: shape (K,), place.
        organisation: shape (K,), row in ``world.organisations``.
        members: shape (K,), persons.
        control: shape (K,), share of control; sums to at most 1 in a place.
        plaza: shape (K,), lieutenant who runs it; 0 is the leader's own.
        loyalty: shape (K,), 0 to 1, of that lieutenant.
        start: shape (P + 1,); holdings of place ``p`` are ``start[p]:start[p + 1]``.
    """

    def __init__(self, n_places: int) -> None:
        self.n_places = n_places
        empty, ints = np.empty(0), np.empty(0, np.int32)
        self.replace(ints, ints, empty, empty, ints, empty)

    def replace(
        self, place: Ints, organisation: Ints, members: Floats, control: Floats, plaza: Ints, loyalty: Floats
    ) -> None:
        """Put these holdings in place of the old ones: sorted, and rows of the same pair merged.

        Members and control add up; plaza and loyalty are those of the row with most members.
        """
        from corredor.kernels.holdings import begin_places

        self.start: NDArray[np.int64] = np.empty(self.n_places + 1, dtype=np.int64)
        if not begin_places(place, organisation, self.start):
            order = np.lexsort((-members, organisation, place))
            key = place.astype(np.int64) << 32 | organisation
            heads = np.flatnonzero(np.diff(key[order], prepend=-1))
            keep = order[heads]
            members, control = np.add.reduceat(members[order], heads), np.add.reduceat(control[order], heads)
            place, organisation, plaza, loyalty = place[keep], organisation[keep], plaza[keep], loyalty[keep]
            begin_places(place, organisation, self.start)
        self.place: Ints = place.astype(np.int32)
        self.organisation: Ints = organisation.astype(np.int32)
        self.members: Floats = members.copy()
        self.control: Floats = control.copy()
        self.plaza: Ints = plaza.astype(np.int32)
        self.loyalty: Floats = loyalty.copy()

    def __len__(self) -> int:
        return len(self.place)

    def of(self, organisation: int) -> NDArray[np.int64]:
        """Rows of one organisation's holdings."""
        return np.flatnonzero(self.organisation == organisation)

    def by_place(self, values: Floats) -> Floats:
        """Sum a per-holding quantity over each place, shape (P,)."""
        from corredor.kernels.holdings import total_by

        total: Floats = total_by(self.place, values, self.n_places)
        return total

    def by_organisation(self, values: Floats, n_organisations: int) -> Floats:
        """Sum a per-holding quantity over each organisation, shape (n_organisations,)."""
        from corredor.kernels.holdings import total_by

        total: Floats = total_by(self.organisation, values, n_organisations)
        return total
