"""Coca that loses its way to market in one country is planted in another."""

from __future__ import annotations

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Baseline, Case, Cut, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band
from corredor.region.region import Floats

GROWERS = ("BOL", "COL", "PER")
THIRD_YEAR, SIXTH_YEAR = ("1997-07", 12), ("2000-01", 12)
PERU, ALL = measures.national("coca_ha", ("PER",)), measures.national("coca_ha", GROWERS)
COLOMBIA = measures.national("coca_ha", ("COL",))


def flown(treated: Arm, control: Arm) -> Floats:
    """Change of what flies out of Peru in the first three years, percent."""
    return measures.percent_change(_flown_from_peru, "1995-01", 36)(treated, control)


def _flown_from_peru(arm: Arm) -> Floats:
    series: Floats = arm.observed("flown_from")[:, :, arm.geography.countries.index("PER")]
    return series


def _coca_in_peru(arm: Arm) -> Floats:
    return measures.mean_of(PERU, "1994-01", 12)(arm) / 1e3


CASE = Case(
    name="crop_balloon",
    title="When flights from Peru are denied, its coca falls and that of its neighbours grows",
    marked=True,
    documented=("D17", "D18", "I05"),
    mediator="the price at the farm gate, which carries the cost of the way out to growers",
    feedback=(
        "Rivers and roads could have taken over from flights at little more cost; growers adjust over years and might "
        "not have left; and the fall in Peru could have raised prices until nothing moved."
    ),
    observers={"flown_from": observers.flown_from},
    baselines=(
        Baseline(
            "coca in Peru, 1994",
            "thousand ha",
            _coca_in_peru,
            Band(85.0, 145.0),
        ),
    ),
    outcomes=(
        Outcome(
            "coca in Peru, third year",
            "percent",
            measures.percent_change(PERU, *THIRD_YEAR),
            Band(-75.0, -35.0),
            documented="−56 % (D17)",
        ),
        Outcome(
            "coca in Peru, sixth year",
            "percent",
            measures.percent_change(PERU, *SIXTH_YEAR),
            Band(-75.0, -35.0),
            documented="−56 to −67 % (D17, D18)",
        ),
        Outcome(
            "coca in all growing countries, sixth year",
            "percent",
            measures.percent_change(ALL, *SIXTH_YEAR),
            Band(-25.0, 25.0),
            documented="D18",
        ),
        Outcome(
            "coca in Colombia, sixth year",
            "percent",
            measures.percent_change(COLOMBIA, *SIXTH_YEAR),
            None,
            documented="nearly three times as much (D18)",
        ),
    ),
    cuts=(
        Cut(
            "farm gate deaf",
            "the price at the farm gate",
            "cut",
            "cut_control",
            ("coca in Peru, third year", "coca in Peru, sixth year"),
            FirstOrder("flown out of Peru, first three years", "percent", flown),
        ),
    ),
    placebos=(
        Placebo(
            "flights over land without coca",
            "flights denied where no coca grows",
            "placebo",
            "control",
            {"coca in Peru, third year": None, "coca in Peru, sixth year": None},
        ),
    ),
    stories=(
        Story("coca in Peru", "ha", PERU),
        Story("coca in Colombia", "ha", COLOMBIA),
    ),
    fast=True,
)
