"""State agencies: per country, and one international interdiction agency."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from corredor.agents.tables import Column, TableAgent

if TYPE_CHECKING:
    from corredor.agents.world import World


class AgencyKind(IntEnum):
    """What an agency does."""

    POLICE = 0
    MILITARY = 1
    MARITIME = 2
    VETTED_UNIT = 3
    PROSECUTION = 4
    PRISONS = 5
    FINANCIAL_INTELLIGENCE = 6
    INTERNATIONAL = 7


class Agency(TableAgent):
    """An agency: its row in ``world.agencies``. Country -1 is the international interdiction agency."""

    kind = Column(
        0,
        "what it is: 0 police, 1 military, 2 maritime patrol, 3 vetted unit, 4 prosecution, 5 prisons, 6 financial "
        "intelligence, 7 international",
    )
    country = Column(-1, "index in region.countries, or -1")
    strength = Column(0.0, "0 to 1 relative to the best equipped of the region")
    integrity = Column(1.0, "0 to 1: share not for sale before bribes")
    capture = Column(0.0, "0 to 1: share that organisations have bought, last month")
    intelligence = Column(0.0, "0 to 1: what it knows of organisations")
    spent_usd = Column(0.0, "spent by policies so far, US$ of 2015")

    def __init__(self, model: World, **state: float | int | bool) -> None:
        super().__init__(model, model.agencies, **state)
