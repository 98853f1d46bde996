"""How the places of an organisation are shared out among its lieutenants."""

from __future__ import annotations

import numpy as np
import pytest

from corredor.agents.plazas import seat_plazas
from corredor.region.region import Floats


def line(kilometres: list[float]) -> Floats:
    return np.column_stack([np.array(kilometres), np.zeros(len(kilometres)), np.zeros(len(kilometres))])


def test_the_leader_sits_where_most_members_are_and_the_next_one_farthest_from_there() -> None:
    places = line([0, 100, 200, 300, 400, 500])
    plaza = seat_plazas(places, np.array([1.0, 9.0, 1.0, 1.0, 1.0, 1.0]), 2)
    assert plaza.tolist() == [0, 0, 0, 0, 1, 1]


def test_a_tie_goes_to_the_earlier_seat() -> None:
    plaza = seat_plazas(line([0, 100, 200, 300, 400, 500, 600]), np.array([9.0, *[1.0] * 6]), 2)
    assert plaza.tolist() == [0, 0, 0, 0, 1, 1, 1]


def test_nobody_has_more_lieutenants_than_a_third_of_the_places() -> None:
    assert set(seat_plazas(line([0, 1, 2, 3, 4, 5]), np.ones(6), 6)) == {0, 1}
    assert set(seat_plazas(line([0, 1]), np.ones(2), 4)) == {0}


def test_an_organisation_without_a_place_has_no_plaza() -> None:
    assert len(seat_plazas(np.empty((0, 3)), np.empty(0), 3)) == 0


def test_an_organisation_without_a_lieutenant_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one plaza"):
        seat_plazas(line([0]), np.ones(1), 0)
