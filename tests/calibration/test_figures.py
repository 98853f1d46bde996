"""Figures of a calibration say what they show: names of places, units, and what the bands hold."""

from __future__ import annotations

import pytest

pytest.importorskip("nautilus")
pytest.importorskip("sklearn")

from matplotlib.figure import Figure

import corredor
from corredor.calibration import load_targets
from corredor.calibration.figures.posterior_pairs import MOST, wrapped
from corredor.calibration.figures.predictive_checks import unit_of
from corredor.calibration.figures.registry import place_names, plot
from corredor.calibration.inference.results import Calibration, open_calibration
from corredor.calibration.shipped import calibration_folder


@pytest.fixture(scope="module")
def shipped() -> Calibration:
    return open_calibration(calibration_folder() / "results" / "americas_national")


def words(figure: Figure) -> str:
    """All that is written beside and below the axes, and in them."""
    own = [text.get_text() for axes in figure.axes for text in axes.texts]
    sides = [text.get_text() for axes in figure.axes for text in (axes.xaxis.label, axes.yaxis.label)]
    note = figure.get_supxlabel()
    return " | ".join([*own, *sides, note])


def test_panels_of_states_have_their_names_and_so_have_those_of_countries() -> None:
    names = place_names(corredor.load("baseline", {"region.resolution": "1 deg"}).load_region())
    assert names["MX-CHH"] == "Chihuahua"
    assert names["MEX"] == "Mexico"


def test_bands_are_of_draws_and_hold_the_discrepancy(shipped: Calibration) -> None:
    said = words(plot(shipped, "small_multiples"))
    assert "24 draws, with observation error and discrepancy" in said
    assert "replicates" not in said


def test_every_parameter_of_a_shipped_study_has_its_pairs_and_its_range(shipped: Calibration) -> None:
    assert len(shipped.priors) <= MOST
    figure = plot(shipped, "posterior_pairs")
    assert len(figure.axes) == len(shipped.priors) ** 2
    said = words(figure)
    for prior in shipped.priors:
        assert wrapped(prior.name) in said
        assert f"{prior.factor.low:g} to\n{prior.factor.high:g}" in said


def test_long_names_are_broken_into_lines_that_fit_and_lose_nothing() -> None:
    assert wrapped("violence.impunity_common") == "violence.\nimpunity\n_common"
    assert wrapped("leadership.split_base") == "leadership.\nsplit_base"


def test_targets_are_drawn_in_units(shipped: Calibration) -> None:
    units = {target.name: unit_of(target) for target in load_targets("americas_national").series}
    assert units == {
        "homicide": "ln persons",
        "seizures": "ln (kg + 500)",
        "price": "ln price index",
        "organisations": "ln organisations",
        "monthly rhythm": "correlation",
        "organised": "organised share",
        "common homicide": "ln persons",
    }
    said = words(plot(shipped, "predictive_checks"))
    assert all(f"{side}, {unit}" in said for unit in units.values() for side in ("simulated", "observed"))
