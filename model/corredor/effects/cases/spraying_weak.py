"""A hectare sprayed is not a hectare less."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band
from corredor.region.region import Bools, Floats

A_YEAR_ON = ("1991-06", 2)
"""A year after the month of spraying."""
LOST = "coca lost for each hectare sprayed"
BAND_LAT, BAND_LON = (-1.0, 2.5), (-80.0, -75.0)
"""The border band of the arms."""
SOMETHING_HA = 1.0


def lost(treated: Arm, control: Arm) -> Floats:
    """Hectares of coca fewer in the band a year later, for each one sprayed."""
    gone = (_of_band(control) - _of_band(treated))[:, control.span(*A_YEAR_ON)].mean(axis=1)
    return np.asarray(gone / np.maximum(hectares(treated, control), SOMETHING_HA))


def hectares(treated: Arm, control: Arm) -> Floats:
    """Hectares sprayed beyond the control's."""
    return np.asarray((treated.observed("sprayed") - control.observed("sprayed")).sum(axis=1))


def _of_band(arm: Arm) -> Floats:
    return np.asarray(arm.observed("coca")[:, :, _band(arm)].sum(axis=2))


def _band(arm: Arm) -> Bools:
    region = arm.geography
    inside = (region.lat >= BAND_LAT[0]) & (region.lat <= BAND_LAT[1])
    inside &= (region.lon >= BAND_LON[0]) & (region.lon <= BAND_LON[1])
    return np.asarray(inside & (region.country == region.countries.index("COL")))


CASE = Case(
    name="spraying_weak",
    title="Of a hectare sprayed, a few hundredths are gone a year later",
    marked=True,
    documented=("I01", "I02"),
    mediator="growers who plant again what was sprayed",
    feedback=(
        "Replanting takes months and coca takes longer to yield; growers who lost a harvest might not have come back; "
        "and a higher price after spraying could have brought more coca than there was."
    ),
    observers={"coca": observers.coca, "sprayed": observers.sprayed},
    outcomes=(Outcome(LOST, "ha/ha", lost, Band(0.01, 0.10), documented="0.022 to 0.03 (I01)"),),
    cuts=(
        Cut(
            "no replanting",
            "replanting",
            "cut",
            "cut_control",
            (LOST,),
            FirstOrder("sprayed", "ha", hectares),
            within=Band(0.5, None),
        ),
    ),
    placebos=(Placebo("no coca", "spraying where no coca grows", "placebo", "control", {LOST: None}),),
    stories=(
        Story("coca in the band", "ha", _of_band),
        Story("coca in all growing countries", "ha", measures.national("coca_ha", ("BOL", "COL", "PER"))),
    ),
    fast=True,
)
