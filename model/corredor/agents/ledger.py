"""The books: every kilogram, member and dollar that appears or vanishes does so through a named flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from corredor.agents.tables import Table


@dataclass
class Book:
    """One conserved quantity: what is held must equal what flowed in less what flowed out.

    Attributes:
        unit: kg, persons or US$.
        month: this month's flows by name; positive adds to what is held.
        total: flows since the start, by name.
        opening: what was held when the book was opened.
    """

    unit: str
    opening: float = 0.0
    month: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    total: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def post(self, flow: str, amount: float) -> None:
        """Book one flow."""
        self.month[flow] += float(amount)
        self.total[flow] += float(amount)

    def expected(self) -> float:
        """What must be held now."""
        return self.opening + sum(self.total.values())

    def imbalance(self, held: float) -> float:
        """Held less expected; zero to rounding when the books balance."""
        return held - self.expected()

    def new_month(self) -> None:
        """Forget the month's flows, keep the totals."""
        self.month.clear()


class Ledger:
    """Three books. Cash moves only through ``pay``, which posts to the money book and to the organisations' table."""

    def __init__(self, organisations: Table) -> None:
        self._organisations = organisations
        self.cocaine = Book("kg")
        self.people = Book("person")
        self.money = Book("usd")

    def pay(self, flow: str, amounts: ArrayLike) -> None:
        """Add ``amounts`` (shape (rows,), US$, signed) to the organisations' cash and book the sum under ``flow``."""
        change = np.asarray(amounts, dtype=np.float64)
        self._organisations.array("cash_usd")[:] += change
        self.money.post(flow, float(change.sum()))

    def books(self) -> Mapping[str, Book]:
        """The three books by name."""
        return {"cocaine": self.cocaine, "people": self.people, "money": self.money}

    def new_month(self) -> None:
        """Open a new month in every book."""
        for book in self.books().values():
            book.new_month()
