"""Communities: one in every place (populated land cell)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corredor.agents.tables import Column, TableAgent

if TYPE_CHECKING:
    from corredor.agents.world import World


class Community(TableAgent):
    """A community: row ``p`` of ``world.communities`` is place ``p`` of the region."""

    population = Column(0.0, "persons")
    young_at_risk = Column(0.0, "young people whom organisations could recruit, persons")
    young_missing = Column(0.0, "young people killed as members or locked up, until younger ones come of age, persons")
    exclusion = Column(0.0, "0 to 1")
    trust = Column(0.5, "trust in the state, 0 to 1")
    fear = Column(0.0, "0 to 1")
    private_security = Column(0.0, "0 to 1: share of households and firms that buy it")
    reporting = Column(0.1, "share of offences other than homicide that are reported, 0 to 1")
    presence = Column(0.5, "effective state presence, 0 to 1")
    criminal_governance = Column(0.0, "0 to 1: how far groups rule where the state does not")
    disorder = Column(0.0, "added common homicide from eroded order, relative to none, bounded")
    homicides = Column(0.0, "this month")
    displaced = Column(0.0, "people who fled this month")

    def __init__(self, model: World, place: int, **state: float | int | bool) -> None:
        super().__init__(model, model.communities, **state)
        self.place = place
