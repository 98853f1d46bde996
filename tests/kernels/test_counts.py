"""Counts by inversion."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.kernels import counts as kernel


def gamma_poisson(mean: np.ndarray, shape: float, uniform: np.ndarray) -> np.ndarray:
    drawn = np.empty(mean.shape)
    kernel.gamma_poisson(mean, shape, uniform, drawn)
    return drawn


@pytest.mark.parametrize("mean", [0.05, 2.0, 40.0, 900.0])
def test_counts_have_the_mean_and_the_spread_asked_for(mean: float) -> None:
    uniform = (np.arange(200_000).reshape(1, -1) + 0.5) / 200_000
    counts = gamma_poisson(np.full_like(uniform, mean), 8.0, uniform)
    assert counts.mean() == pytest.approx(mean, rel=2e-3)
    assert counts.var() == pytest.approx(mean + mean**2 / 8.0, rel=1e-2)


def test_a_count_never_falls_when_its_uniform_or_its_mean_rises() -> None:
    uniform = np.linspace(0.0, 1.0 - 2**-53, 4001).reshape(1, -1)
    lower = gamma_poisson(np.full_like(uniform, 7.0), 8.0, uniform)
    higher = gamma_poisson(np.full_like(uniform, 7.5), 8.0, uniform)
    assert (np.diff(lower[0]) >= 0).all()
    assert (higher >= lower).all()
    assert higher.sum() > lower.sum()


def test_nothing_is_counted_where_nothing_is_expected() -> None:
    assert gamma_poisson(np.zeros((5, 3)), 8.0, np.full((5, 3), 0.999999)).sum() == 0
