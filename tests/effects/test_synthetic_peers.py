"""A synthetic control by hand: a mixture that fits exactly, one that cannot, and slopes of logarithms."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.effects.cases.judicial_capacity import slope, weights

PEERS = np.array([[10.0, 40.0, 5.0], [12.0, 40.0, 5.0], [14.0, 36.0, 9.0], [10.0, 44.0, 5.0]])


def test_a_mixture_of_peers_is_found_again() -> None:
    assert weights(PEERS @ [0.7, 0.3, 0.0], PEERS) == pytest.approx([0.7, 0.3, 0.0], abs=1e-6)


def test_who_is_above_all_peers_is_compared_with_the_nearest() -> None:
    assert weights(np.full(4, 80.0), PEERS) == pytest.approx([0.0, 1.0, 0.0], abs=1e-3)


def test_weights_are_shares() -> None:
    found = weights(np.array([20.0, 21.0, 3.0, 30.0]), PEERS)
    assert found.min() >= 0.0
    assert found.sum() == pytest.approx(1.0)


def test_growth_is_the_slope_of_the_logarithm() -> None:
    assert slope(20.0 * np.exp(0.03 * np.arange(10))[None]) == pytest.approx([3.0])
