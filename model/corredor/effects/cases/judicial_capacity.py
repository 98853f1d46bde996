"""Courts that convict four times as often bend the path of homicide."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, Difference, FirstOrder, Outcome, Placebo, Story
from corredor.effects.rules import Band
from corredor.region.region import Floats

DECADE = ("2007-01", 10)
"""First month and years over which growth is measured."""
BEFORE = 10
"""Years before it over which the peers are weighted."""
PLACE = "GTM"
PEERS = ("SLV", "HND", "NIC", "CRI", "PAN")
GROWTH = "yearly growth of homicide, against peers"
ORGANISED = "yearly growth of homicide by organisations, true effect"


def against_peers(treated: Arm, control: Arm) -> Floats:
    """The study's way, a synthetic control: growth of registered homicide less that of its peers as weighted before."""
    rate = yearly(treated, (PLACE,), reported=True)
    peers = np.stack([yearly(treated, (peer,), reported=True) for peer in PEERS], axis=-1)
    synthetic = np.stack(
        [other @ weights(own[:BEFORE], other[:BEFORE]) for own, other in zip(rate, peers, strict=True)]
    )
    return slope(rate[:, BEFORE:]) - slope(synthetic[:, BEFORE:])


def weights(own: Floats, peers: Floats) -> Floats:
    """Shares of the peers whose mixture was closest to a place before (Abadie, Diamond and Hainmueller 2010).

    Args:
        own: (years,), yearly rates of the place.
        peers: (years, peers), those of its peers.

    Returns:
        (peers,), at least 0, together 1: the sum of squared differences of rates is the least that there is.
    """
    from scipy.optimize import nnls

    together = 1e4 * np.abs(peers).max()
    found, _ = nnls(np.vstack([peers, np.full(peers.shape[1], together)]), np.append(own, together))
    return np.asarray(found / found.sum())


def against_control(*, organised: bool = False) -> Difference:
    """The true effect: growth in the treated country less that in the control."""

    def estimate(treated: Arm, control: Arm) -> Floats:
        return growth(treated, (PLACE,), organised=organised) - growth(control, (PLACE,), organised=organised)

    return estimate


def growth(arm: Arm, countries: tuple[str, ...], *, organised: bool = False) -> Floats:
    """Percent a year by which homicide grows over ten years.

    Args:
        arm: the run.
        countries: where.
        organised: only what organisations and those who fight them do: all but common homicide.
    """
    return slope(yearly(arm, countries, organised=organised)[:, BEFORE:])


def yearly(arm: Arm, countries: tuple[str, ...], *, reported: bool = False, organised: bool = False) -> Floats:
    """Rates by year from ``BEFORE`` years before the decade to its end, shape (pairs, years).

    Args:
        arm: the run.
        countries: where.
        reported: what is registered instead of what happened.
        organised: all but common homicide.
    """
    years = BEFORE + DECADE[1]
    begun = arm.month(DECADE[0]) - 12 * BEFORE
    rate = arm.rate(countries, reported=reported)
    if organised:
        rate = rate - arm.rate(countries, "common", reported=reported)
    return np.asarray(rate[:, begun : begun + 12 * years].reshape(arm.pairs, years, 12).mean(axis=2))


def slope(rates: Floats) -> Floats:
    """Percent a year: slope of the log of yearly rates, shape (pairs, years), by least squares."""
    years, alike = np.arange(rates.shape[1], dtype=np.float64), np.ones(rates.shape[1])
    logs = np.log(np.maximum(rates, 0.1))
    return np.array([measures.PERCENT * measures.slope(years, each, alike) for each in logs])


def convictions(treated: Arm, control: Arm) -> Floats:
    """How far courts have been raised in the treated country at the end, less 1: the reform by itself."""
    inside = measures.in_countries(treated, (PLACE,))
    return np.asarray(treated.observed("courts")[:, -1, inside].mean(axis=1) - 1.0)


CASE = Case(
    name="judicial_capacity",
    title="Four times as many convictions slow the growth of homicide by several points a year",
    marked=False,
    documented=("Q05", "Q06", "Q07", "E06"),
    mediator="convictions that courts reach because officials are not all bought",
    feedback=(
        "Witnesses who fear do not talk, officials can be bought before a case reaches court, and prisons fill until "
        "gangs command them; peers may change for reasons of their own."
    ),
    observers={"courts": observers.courts},
    outcomes=(
        Outcome(GROWTH, "percentage points", against_peers, Band(-9.0, -3.0), documented="−5 against +1 % (Q05)"),
        Outcome("yearly growth of homicide, true effect", "percentage points", against_control(), None),
        Outcome(ORGANISED, "percentage points", against_control(organised=True), None),
    ),
    cuts=(
        Cut(
            "courts captured",
            "officials who are not all bought",
            "cut",
            "cut_control",
            ("yearly growth of homicide, true effect",),
            FirstOrder("convictions for each case, times as many more", "1", convictions),
        ),
    ),
    placebos=(
        Placebo(
            "without organisations",
            "the same reform for offences without organisations",
            "placebo",
            "control",
            {"yearly growth of homicide, true effect": None, ORGANISED: None},
        ),
    ),
    stories=(
        Story("homicide in Guatemala", "1/100 000/year", lambda arm: arm.rate((PLACE,))),
        Story("homicide in its neighbours", "1/100 000/year", lambda arm: arm.rate(PEERS)),
    ),
    fast=True,
)
