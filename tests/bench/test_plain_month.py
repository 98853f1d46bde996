"""The month by kernels and the month as a plain Mesa model would have it give the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from plain_month import PLAIN, play_plain

import corredor

MONTHS = 4
STATE = ("cocaine", "market", "traffic", "enforcement", "violence", "justice", "reported", "ground")


def numbers(block: Any, name: str) -> Iterator[tuple[str, np.ndarray]]:
    """Everything in a block of state that is an array or a number, by name."""
    if is_dataclass(block):
        for field in fields(block):
            yield from numbers(getattr(block, field.name), f"{name}.{field.name}")
    elif not isinstance(block, dict):
        yield name, np.asarray(block)


def state(model: corredor.TraffickingModel) -> dict[str, np.ndarray]:
    """All that processes hand to one another, and what the books say."""
    found: dict[str, np.ndarray] = {}
    for name in STATE:
        found.update(numbers(getattr(model, name), name))
    for name in ("organisations", "agencies", "communities"):
        table = getattr(model, name)
        found |= {f"{name}.{column}": table.array(column).copy() for column in table.columns}
    for name in ("place", "organisation", "members", "control", "plaza", "loyalty"):
        found[f"holdings.{name}"] = getattr(model.holdings, name)
    found["hostility"], found["grudge"] = model.hostility, model.grudge
    for name, book in model.ledger.books().items():
        found |= {f"{name}: {flow}": np.asarray(amount) for flow, amount in book.total.items()}
    return found


def assert_same(fast: corredor.TraffickingModel, plain: corredor.TraffickingModel, after: str) -> None:
    one, other = state(fast), state(plain)
    assert one.keys() == other.keys()
    for name, expected in one.items():
        found, where = other[name], f"{name} after {after} of month {fast.month}"
        assert found.shape == expected.shape, where
        if expected.dtype.kind in "iub" or name in WHOLE:
            assert np.array_equal(found, expected), where
        else:
            scale = float(np.abs(expected).max(initial=0.0))
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * scale, err_msg=where)


WHOLE = ("violence.killings", "reported.homicides", "traffic.loads", "traffic.seizures")
"""Counts that are kept as floats."""


@pytest.mark.parametrize("name", ["two_corridors", "baseline"])
def test_the_plain_month_gives_the_same_numbers(name: str) -> None:
    scenario = corredor.load(name, {"region.resolution": "2 deg"} if name == "baseline" else {})
    fast, plain = corredor.TraffickingModel(scenario), corredor.TraffickingModel(scenario)
    play_plain(plain)
    for _ in range(MONTHS):
        for model in (fast, plain):
            model.ledger.new_month()
            model.levers.reset()
            model.spent_usd.fill(0.0)
            for policy in model.policies:
                policy.step()
        for one, other in zip(fast.processes, plain.processes, strict=True):
            one.step()
            other.step()
            assert_same(fast, plain, one.name)
        for model in (fast, plain):
            model.month += 1
    assert fast.traffic.loads > 0
    assert fast.violence.killings.sum() > 0
    for model in (fast, plain):
        model.close()


def test_every_process_that_goes_through_places_or_organisations_has_a_plain_form() -> None:
    from corredor.processes.month import MONTH

    assert {process.name for process in MONTH} - set(PLAIN) == {"leadership", "markets"}
