"""The registry says which defaults a calibration has chosen, and they are one of its draws."""

import pandas as pd
import pytest

from corredor.calibration.shipped import calibration_folder
from corredor.core.parameters import DRAWN
from corredor.effects.parameters import read_parameter_set
from corredor.scenario.registry import known_parameters


def test_the_source_of_a_default_says_whether_it_was_drawn() -> None:
    said = {parameter.name for parameter in known_parameters().values() if parameter.spec.source.endswith(DRAWN)}
    assert said == set(read_parameter_set())


def test_the_defaults_are_one_draw_of_the_posterior() -> None:
    draws = pd.read_csv(calibration_folder() / "results" / "capacity_before" / "draws.csv")
    chosen = read_parameter_set()
    near = (draws[list(chosen)] / pd.Series(chosen) - 1.0).abs().max(axis=1)
    assert near.min() == pytest.approx(0.0, abs=1e-5)
    assert (near < 1e-3).sum() == 1
    for parameter in known_parameters().values():
        if parameter.name in chosen:
            assert parameter.default == pytest.approx(chosen[parameter.name], rel=1e-9)
