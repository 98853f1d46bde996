"""What the estimators of studies say of places whose story is known."""

from types import SimpleNamespace

import numpy as np
import pytest

from corredor.effects import measures, observers

PEOPLE = np.array([1e5, 1e5, 2e5])


def entered_in(year: int) -> np.ndarray:
    groups = np.ones((8, 3))
    groups[year:, 0] = 2.0
    return groups


def test_an_entry_is_told_from_what_changes_everywhere() -> None:
    everywhere = np.arange(8.0)[:, None] * np.ones(3)
    rate = everywhere + 6.0 * (entered_in(4) == 2.0)
    assert measures.after_entry(entered_in(4), rate, PEOPLE) == pytest.approx(6.0)


def test_a_place_that_had_more_groups_and_more_killing_all_along_is_no_entry() -> None:
    groups = np.ones((8, 3))
    groups[:, 0] = 3.0
    assert np.isnan(measures.after_entry(groups, groups * 10.0, PEOPLE))


def test_a_group_that_leaves_again_within_a_year_has_not_come() -> None:
    groups = entered_in(4)
    groups[5:] = 1.0
    assert np.isnan(measures.after_entry(groups, groups, PEOPLE))


def test_a_group_without_ground_is_present_and_a_straggler_is_not() -> None:
    held = SimpleNamespace(
        place=np.array([0, 0, 1]), members=np.array([50.0, 0.4, 9.0]), control=np.array([0.9, 0.0, 0.0])
    )
    region = SimpleNamespace(area_km2=np.array([1e4, 1e4]), places=np.array([0, 1]), n_places=2)
    world = SimpleNamespace(
        holdings=held,
        region=region,
        parameters=SimpleNamespace(territory=SimpleNamespace(foothold=1e-4)),
    )
    assert observers.present(world).tolist() == [1.0, 1.0]  # type: ignore[arg-type]
    assert observers.groups(world).tolist() == [1.0, 0.0]  # type: ignore[arg-type]
