"""The common rise of bids, against SciPy's root finder and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from corredor.kernels.clearing import Bids, common_rise


def random_bids(seed: int) -> Bids:
    """Forty outlets whose consumers want something at prices of 1 to 50 thousand US$ a kilogram."""
    rng = np.random.default_rng(seed)
    reference = rng.uniform(1e3, 50e3, 40)
    bid = reference * rng.uniform(0.7, 1.4, 40)
    return Bids(bid, 0.2 * reference, 5.0 * reference, reference, rng.uniform(0.0, 500.0, 40))


def wanted(bids: Bids, rise: float, elasticity: float) -> float:
    """Kg a month that consumers want when all bids rise by so much."""
    price = np.clip(bids.bid + rise, bids.least, bids.most)
    return float((bids.usual * (price / bids.at_reference) ** elasticity).sum())


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("part", [0.7, 1.0, 1.6])
def test_consumers_want_what_there_is(seed: int, part: float) -> None:
    bids = random_bids(seed)
    supply = part * wanted(bids, 0.0, -0.5)
    root = brentq(lambda rise: wanted(bids, rise, -0.5) - supply, -50e3, 250e3, xtol=1e-9)
    assert common_rise(bids, -0.5, supply, 60) == pytest.approx(root, abs=1e-6)


def test_one_outlet_by_hand() -> None:
    bids = Bids(*(np.array([value]) for value in (10e3, 2e3, 50e3, 10e3, 100.0)))
    # (p / 10000)^-0.5 = 0.8 where p = 15625.
    assert common_rise(bids, -0.5, 80.0, 60) == pytest.approx(5625.0)


def test_without_supply_every_price_is_at_its_limit() -> None:
    bids = random_bids(5)
    assert (bids.bid + common_rise(bids, -0.5, 0.0, 60) >= bids.most - 1e-3).all()
