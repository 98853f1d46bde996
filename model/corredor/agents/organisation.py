"""Trafficking organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corredor.agents.tables import Column, TableAgent

if TYPE_CHECKING:
    from corredor.agents.world import World

ACTIVITIES: tuple[str, ...] = (
    "trafficking",
    "tolls",
    "retail",
    "extortion",
    "kidnapping",
    "migrant_smuggling",
    "illegal_mining",
    "fuel_theft",
)
"""The portfolio, in the order of the ``income_*`` columns."""


class Organisation(TableAgent):
    """An organisation: its row in ``world.organisations``, and what it holds in ``world.holdings``.

    ``name`` is fictional. Subclass it and pass the class to ``TraffickingModel`` to change or add rules.
    """

    alive = Column(True, "active")
    country = Column(0, "home country, index in region.countries")
    born = Column(0, "month of the run in which it appeared")
    parent = Column(-1, "row of the organisation it split from, or -1")
    cash_usd = Column(0.0, "cash, US$ of 2015")
    arms = Column(1.0, "arms per member relative to the start")
    cohesion = Column(1.0, "0 to 1: how far lieutenants and leader act as one")
    hierarchy = Column(0.8, "0 to 1: how much hangs on the leader")
    patience = Column(1.0, "weight of the future relative to the registered patience")
    transnational = Column(0.0, "0 to 1: capacity to move and sell across borders")
    lieutenants = Column(1, "number of plazas")
    members = Column(0.0, "persons, the sum over holdings")
    income_trafficking = Column(0.0, "own loads, last month, US$")
    income_tolls = Column(0.0, "tolls and carriage from what passes, last month, US$")
    income_retail = Column(0.0, "domestic retail, last month, US$")
    income_extortion = Column(0.0, "extortion, last month, US$")
    income_kidnapping = Column(0.0, "kidnapping, last month, US$")
    income_migrant_smuggling = Column(0.0, "migrant smuggling, last month, US$")
    income_illegal_mining = Column(0.0, "illegal mining, last month, US$")
    income_fuel_theft = Column(0.0, "fuel theft, last month, US$")
    wage_bill = Column(1.0, "what its members expect a month, US$")
    paid = Column(1.0, "share of the wage bill that was paid last month")
    protection = Column(0.0, "0 to 1: share of its ground where officials shelter it")
    allies = Column(0.0, "organisations at peace with it beside a member of it, the mean over its members")
    last_shock = Column(-1, "id of the last event that struck it (a lost leader, a split), or -1")

    def __init__(self, model: World, name: str, **state: float | int | bool) -> None:
        super().__init__(model, model.organisations, **state)
        self.name = name

    def dissolve(self) -> None:
        """It is gone: the row stays as its record, Mesa's agent set forgets it."""
        self.alive = False
        self.remove()
