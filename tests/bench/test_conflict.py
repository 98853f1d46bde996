"""The kernels of conflict do what plain NumPy does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from corredor.bench import conflict, plain_conflict


def arrays(found: Any) -> list[np.ndarray]:
    return [found] if isinstance(found, np.ndarray) else list(found)


@pytest.fixture(scope="module", params=[(40, 600), (512, 1200)], ids=["a few organisations", "512 organisations"])
def ground(request: pytest.FixtureRequest) -> conflict.Ground:
    return conflict.ground(*request.param)


@pytest.mark.parametrize("name", list(conflict.KERNELS))
def test_the_kernel_agrees_with_plain_numpy(ground: conflict.Ground, name: str) -> None:
    month, kernels = conflict.KERNELS[name]
    for fast, plain in zip(arrays(month(ground, kernels)), arrays(month(ground, plain_conflict)), strict=True):
        assert fast.shape == plain.shape
        if fast.dtype.kind == "i":
            assert np.array_equal(fast, plain)
        else:
            np.testing.assert_allclose(fast, plain, rtol=1e-9, atol=1e-12 * max(np.abs(plain).max(), 1.0))


def test_there_is_something_to_agree_about(ground: conflict.Ground) -> None:
    dead = conflict.deaths_month(ground, plain_conflict)
    assert (dead.pair > 0.0).any()
    assert conflict.counts_month(ground, plain_conflict).max() >= 5.0
    moved = conflict.deployment_month(ground, plain_conflict)
    assert len(moved.place) > len(ground.now.place)


def test_growth_is_asked_of_what_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflict, "ROUNDS", 1)
    *each, crowded = conflict.with_organisations()
    goals = {found.name.split(",")[0]: found.goal for found in each}
    assert goals.pop("relations") == pytest.approx(1.25 * (512 * 511) / (64 * 63), abs=0.1)
    assert goals == dict.fromkeys(["contests", "deployment", "deaths", "counts"], 10.0)
    assert crowded.goal is None
