"""Most crime is never reported, and least where people trust the state least."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, Difference, FirstOrder, Outcome, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import Floats

YEARS = ("1993-01", 60)
ONLY = ("treatment",)
GRADIENT = "reported extortion, gradient over trust"
FEWEST = 100.0
"""Extortions in these years from which a place has a ratio."""
ABROAD = ("USA", "PRI", "VIR")


def reported_over_true(column: str) -> Difference:
    """Registered over true offences in Latin America and the Caribbean."""

    def estimate(arm: Arm) -> Floats:
        latin = [code for code in arm.geography.countries if code not in ABROAD]
        registered = measures.total(arm, measures.national(f"{column}_reported", latin), *YEARS)
        return measures.ratio(registered, measures.total(arm, measures.national(column, latin), *YEARS))

    return estimate


def all_offences(arm: Arm) -> Floats:
    """Share of all offences that people report, mean over people."""
    weight = measures.people(arm) * ~measures.in_countries(arm, ABROAD)
    share = arm.observed("willing")[:, arm.span(*YEARS)].mean(axis=1)
    return np.asarray(share @ weight / weight.sum())


def gradient(arm: Arm) -> Floats:
    """Over places: how the log of the reported share of extortions grows with trust (0 to 1)."""
    seen = arm.observed("extortion")[:, arm.span(*YEARS)].sum(axis=1)
    true, registered = seen[:, 0], seen[:, 1]
    trust = arm.observed("trust")[:, arm.span(*YEARS)].mean(axis=1)
    latin = ~measures.in_countries(arm, ABROAD)
    slopes = []
    for k in range(arm.pairs):
        enough = latin & (true[k] >= FEWEST) & (registered[k] > 0.0)
        share = np.log(registered[k][enough] / true[k][enough])
        slopes.append(measures.slope(trust[k][enough], share, true[k][enough]))
    return np.array(slopes)


def spread_of_trust(treated: Arm, control: Arm) -> Floats:
    """Standard deviation of trust over people: what the cut leaves as it was."""
    weight = measures.people(treated) * ~measures.in_countries(treated, ABROAD)
    trust = treated.observed("trust")[:, treated.span(*YEARS)].mean(axis=1)
    mean = trust @ weight / weight.sum()
    return np.sqrt((trust - mean[:, None]) ** 2 @ weight / weight.sum())


CASE = Case(
    name="hidden_crime",
    title="Most crime stays hidden, and most of all where people do not trust the state",
    marked=False,
    documented=("E01", "E02", "E03", "E04", "E05", "E06"),
    mediator="trust in the state, without which people do not report",
    feedback=(
        "Shares of single offences follow from registered chances and say little; how they differ over places does "
        "not: fear, trust and impunity move each other, and trust could have settled at one level everywhere."
    ),
    observers={"willing": observers.willing_to_report, "trust": observers.trust, "extortion": observers.extortion},
    outcomes=(
        Outcome("homicide", "1", reported_over_true("homicides"), Band(0.85, 0.95), null=1.0, arms=ONLY),
        Outcome("extortion", "1", reported_over_true("extortion"), Band(None, 0.10), null=1.0, arms=ONLY),
        Outcome("kidnapping", "1", reported_over_true("kidnapping"), Band(None, 0.10), null=1.0, arms=ONLY),
        Outcome("all offences", "1", all_offences, Band(0.04, 0.12), null=1.0, documented="0.07 (E01, E02)", arms=ONLY),
        Outcome(GRADIENT, "log share", gradient, Sign(1), arms=ONLY),
    ),
    cuts=(
        Cut(
            "trust does not count",
            "trust, and the fear that grows with the same violence, in the decision to report",
            "cut",
            "cut",
            (GRADIENT,),
            FirstOrder("spread of trust over people", "1", spread_of_trust),
        ),
    ),
    stories=(
        Story(
            "extortion registered in Mexico",
            "share of all",
            lambda arm: measures.ratio(
                arm.national("extortion_reported", ("MEX",)), arm.national("extortion", ("MEX",))
            ),
        ),
        Story("homicide in Mexico, registered", "1/100 000/year", lambda arm: arm.rate(("MEX",), reported=True)),
    ),
    fast=True,
)
