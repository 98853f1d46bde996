"""Every month, on every region that ships with real geography, nothing appears or vanishes without a named flow.

The synthetic region is audited in ``test_model.py``, the Americas with changing states and markets in
``test_history.py``. The audit raises ``AuditError`` in the month in which a book does not balance.
"""

from __future__ import annotations

import numpy as np
import pytest

from corredor.model import AuditError, TraffickingModel
from corredor.scenario import load

REGIONS = {"americas": 2.0, "mexico": 1.0, "central-america": 1.0}
"""Largest cells of each, degrees."""
INFLOW = ("mexico", "central-america")
"""Those whose cocaine comes from a recorded run of the Americas."""


def audited(region: str, months: int) -> TraffickingModel:
    size = {"region.name": region, "region.resolution": f"{REGIONS[region]} deg", "duration": f"{months} months"}
    model = TraffickingModel(load("baseline", size), audit=True)
    for _ in range(months):
        model.step()
    return model


@pytest.mark.parametrize("region", REGIONS)
def test_cocaine_people_and_money_balance_in_every_month_of_two_years(region: str) -> None:
    model = audited(region, 24)
    cocaine, people, money = model.ledger.cocaine.total, model.ledger.people.total, model.ledger.money.total
    assert cocaine["seized"] < 0
    assert cocaine["delivered"] < 0
    assert people["recruited"] > 0
    assert people["killed"] < 0
    assert people["recruited_in_prison"] > 0
    assert money["sales"] > 0
    assert money["wages"] < 0
    assert money["confiscated"] < 0


@pytest.mark.parametrize("region", INFLOW)
def test_what_a_part_of_the_americas_delivers_or_loses_had_flowed_in(region: str) -> None:
    model = audited(region, 3)
    book = model.ledger.cocaine
    came = 3 * model.region.inflow.kg_month.sum()
    assert book.total["inflow"] == pytest.approx(came)
    assert book.total["produced"] < 0.01 * came
    gone = -book.total["seized"] - book.total["delivered"]
    held = float(model.cocaine.stock_kg.sum())
    assert gone + held == pytest.approx(book.opening + book.total["produced"] + came)


@pytest.mark.parametrize("region", REGIONS)
def test_a_kilogram_a_member_and_a_thousand_dollars_are_each_missed(region: str) -> None:
    model = audited(region, 1)
    richest, largest = np.argmax(model.organisations.cash_usd), np.argmax(model.holdings.members)
    for name, amounts, where, some in (
        ("cocaine", model.cocaine.stock_kg, np.argmax(model.cocaine.stock_kg), 1.0),
        ("people", model.holdings.members, largest, 1.0),
        ("money", model.organisations.cash_usd, richest, 1_000.0),
    ):
        amounts[where] += some
        with pytest.raises(AuditError, match=f"{name} is off by"):
            model.check_books()
        amounts[where] -= some
