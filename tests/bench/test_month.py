"""What is said of a month and of whole runs, on a small grid and for a few months."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.bench import month, routes
from corredor.bench.pairs import Row


@pytest.fixture(scope="module")
def of_runs() -> dict[str, Row]:
    return {found.name: found for found in month.whole_runs(2, 24, (24,), resolution=2.0)}


def test_thirty_years_are_run_and_not_a_month_multiplied(of_runs: dict[str, Row]) -> None:
    name = "2 years at 2°, building included, 16 organisations plan and not 12"
    assert (of_runs[name].reference, of_runs[name].goal) == ("seconds", 1.0)
    assert of_runs[name].ratio > of_runs["building a model at 2°, region in memory"].ratio > 0.0


def test_growth_with_months_is_held_to_as_many_times_the_months(of_runs: dict[str, Row]) -> None:
    found = of_runs["a run, growth from 12 to 24 months, 2 times as many"]
    assert found.goal == 2.5
    assert found.ratio > 1.0


def test_python_rules_are_a_share_of_the_month(monkeypatch: pytest.MonkeyPatch) -> None:
    small = month.baseline
    monkeypatch.setattr(month, "baseline", lambda _: small(2.0))
    monkeypatch.setattr(month, "MONTHS", 2)
    for part in ("whole_runs", "with_cells"):
        monkeypatch.setattr(month, part, lambda *_: iter(()))
    found = {one.name: one for one in month.month(1.0)}
    (share,) = (one for name, one in found.items() if name.startswith("leadership ("))
    assert share.goal == 0.1
    assert 0.0 < share.ratio < 1.0
    assert share.name.endswith(" organisations")
    assert found["30 years at 1°, from the median month"].goal is None


@pytest.mark.parametrize("part", [month.with_cells, routes.netbacks])
def test_a_finer_grid_is_paired_with_the_coarse_one(part, monkeypatch: pytest.MonkeyPatch) -> None:
    def paired(reference: object, ours: object, _rounds: int, times: int = 1) -> np.ndarray:
        together.append((reference, ours))
        return np.array([3.0, 4.0, 5.0])

    small, together = month.baseline, list[tuple[object, object]]()
    monkeypatch.setattr(month, "baseline", lambda degrees: small(2.0 * degrees))
    monkeypatch.setattr(f"{part.__module__}.paired", paired)
    growth = [found for found in part(0.5) if "growth" in found.name]
    assert [found.ratio for found in growth] == [4.0]
    assert growth[0].name.endswith(" times the cells")
    assert together[-1][0] is not together[-1][1]
