"""Scenario discovery: PRIM finds what was hidden, and does what EMA Workbench's does, step by step."""

from __future__ import annotations

import inspect
import itertools
import warnings

import numpy as np
import pandas as pd
import pytest

from corredor.tradeoffs.prim import Prim, balanced

pytestmark = pytest.mark.once


def cases(seed: int, *, noise: float = 0.08, n: int = 300) -> tuple[pd.DataFrame, np.ndarray]:
    """Failures where a > 0.6, b < 4 and c is not off, blurred."""
    draws = np.random.default_rng(seed)
    x = pd.DataFrame(
        {
            "a": draws.uniform(0, 1, n),
            "b": draws.uniform(2, 5, n),
            "c": draws.choice(["on", "off", "maybe"], n).astype(object),
            "idle": draws.normal(size=n),
        }
    )
    hidden = (x["a"] > 0.6) & (x["b"] < 4) & (x["c"] != "off")
    return x, (hidden ^ (draws.uniform(size=n) < noise)).to_numpy()


def test_the_hidden_box_is_found_and_idle_uncertainties_are_not() -> None:
    x, failed = cases(1, noise=0.02)
    prim = Prim(x, failed)
    box = prim.without_doubtful(balanced(prim.trajectory()))
    assert set(box.limits) == {"a", "b", "c"}
    assert box.limits["a"][0] == pytest.approx(0.6, abs=0.05)
    assert box.limits["b"][1] == pytest.approx(4.0, abs=0.35)
    assert box.limits["c"] == {"on", "maybe"}
    assert box.density > 0.85
    assert box.coverage > 0.8


def test_where_failure_is_chance_no_limit_is_left() -> None:
    draws = np.random.default_rng(5)
    x = pd.DataFrame({"a": draws.uniform(size=60), "b": draws.uniform(size=60)})
    failed = draws.uniform(size=60) < 0.5
    prim = Prim(x, failed)
    whole = prim.trajectory()[0]
    assert prim.without_doubtful(whole).limits == {}
    assert whole.density == failed.mean()


def test_peeling_raises_density_and_gives_up_coverage() -> None:
    x, failed = cases(2)
    boxes = Prim(x, failed).trajectory()
    peeled = [box for before, box in itertools.pairwise(boxes) if box.cases < before.cases]
    assert len(peeled) > 5
    assert all(a.density <= b.density for a, b in itertools.pairwise(boxes))


def test_without_failures_there_is_nothing_to_find() -> None:
    with pytest.raises(ValueError, match="nothing failed"):
        Prim(pd.DataFrame({"a": [1.0, 2.0]}), np.array([False, False]))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_workbench_peels_and_pastes_the_same_boxes(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbench = pytest.importorskip("ema_workbench.analysis.prim")
        x, failed = cases(seed)
        older = {"threshold": 0.05} if "threshold" in inspect.signature(workbench.Prim).parameters else {}
        theirs = workbench.Prim(x, failed, peel_alpha=0.05, paste_alpha=0.05, mass_min=0.05, **older).find_box()
    ours = Prim(x, failed).trajectory()
    path = theirs.peeling_trajectory
    assert len(ours) == len(path)
    for name in ("coverage", "density", "mass"):
        np.testing.assert_allclose([getattr(box, name) for box in ours], path[name].to_numpy(float))
    last = theirs.box_lims[-1]
    for name, limit in ours[-1].limits.items():
        if isinstance(limit, frozenset):
            assert limit == last[name][0]
        else:
            assert limit == pytest.approx(tuple(last[name]))
    chances = (theirs.p_values if hasattr(theirs, "p_values") else theirs.qp)[-1]  # its name before version 3
    for (name, side), chance in ours[-1].doubt.items():
        assert chance == pytest.approx(chances[name][side])
