"""Countries that cocaine passes through are more violent than those that make it or sell it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Cut, Difference, FirstOrder, Outcome, Story
from corredor.effects.rules import Band
from corredor.region.region import Bools, Floats, Zone
from corredor.scenario.roles import roles

YEARS = ("1996-01", 60)
HALF = 0.5
COLOMBIA = "COL"
ONLY = ("treatment",)


def with_role(role: str, *, colombia: str) -> tuple[str, ...]:
    """Countries with a role, Colombia counted as source or as transit."""
    found = [code for code, own in roles().items() if own == role and code != COLOMBIA]
    return (*found, COLOMBIA) if role == colombia else tuple(found)


TRANSIT, SOURCE = with_role("transit", colombia="source"), with_role("source", colombia="source")
TRANSIT_WITH, SOURCE_WITHOUT = with_role("transit", colombia="transit"), with_role("source", colombia="transit")
DESTINATION = ("USA",)


def over(one: Sequence[str], other: Sequence[str]) -> Difference:
    """Homicide rate of some countries over that of others."""
    return lambda arm: measures.ratio(rate(arm, one), rate(arm, other))


def less(one: Sequence[str], other: Sequence[str]) -> Difference:
    """The same as a difference, per 100 000 a year."""
    return lambda arm: rate(arm, one) - rate(arm, other)


def rate(arm: Arm, countries: Sequence[str]) -> Floats:
    """Homicides per 100 000 a year over the years that are looked at, shape (pairs,)."""
    killed = measures.total(arm, measures.national("homicides", countries), *YEARS)
    people = measures.total(arm, measures.national("population", countries), *YEARS)
    return np.asarray(12e5 * killed / people)


def value_added(arm: Arm) -> tuple[Floats, Floats, Floats]:
    """US$ a kilogram for the United States gains in source countries, in transit, and in the destination.

    At what it is worth where it leaves South America's growers, in the border belt of Mexico, and in retail.
    """
    years = arm.span(*YEARS)
    region = arm.geography
    source = np.isin(region.country, [region.countries.index(code) for code in SOURCE])
    belt = (region.zone == Zone.US_BORDER) & (region.country == region.countries.index("MEX"))
    grown, shipped = (_worth(arm, cells, years) for cells in (source, belt))
    margin = arm.run.manifest["parameters"]["finance.retail_margin"]
    sold = arm.region("price_usd_kg_usa")[:, years].mean(axis=1) * (1.0 + margin)
    return grown, shipped - grown, sold - shipped


def cocaine_in_transit(treated: Arm, control: Arm) -> Floats:
    """Tonnes that enter transit countries in a year: what a stronger state leaves as it was."""
    return measures.total(treated, measures.national("kg_crossed", TRANSIT), *YEARS) / 5e3


def presence_gap(treated: Arm, control: Arm) -> Floats:
    """State presence in the destination less that in transit: what a world without cocaine leaves as it was."""
    presence = treated.observed("presence")[:, treated.span(*YEARS)].mean(axis=1)
    return _mean(treated, presence, DESTINATION) - _mean(treated, presence, TRANSIT)


def _mean(arm: Arm, values: Floats, countries: Sequence[str]) -> Floats:
    weight = measures.people(arm) * measures.in_countries(arm, countries)
    return np.asarray(values @ weight / weight.sum())


def _worth(arm: Arm, cells: Bools, years: slice) -> Floats:
    flow, worth = (arm.observed(name)[:, years][:, :, cells] for name in ("flow", "worth"))
    return measures.ratio((flow * worth).sum(axis=(1, 2)), flow.sum(axis=(1, 2)))


CASE = Case(
    name="transit_violence",
    title="Transit is more violent than source and destination, and value is added the other way round",
    marked=True,
    documented=("OAS-1", "OAS-2", "X05"),
    mediator="what passes through, where the state is too weak to convict",
    feedback=(
        "Source countries have weak states and cocaine as well, and could have been as violent; rents that stay in "
        "transit draw members there only if war over them pays; that value is added at the end of the chain follows "
        "from fees that were fitted to prices, and says little by itself."
    ),
    observers={"presence": observers.presence, "flow": observers.flow, "worth": observers.worth},
    outcomes=(
        Outcome("transit over source", "1", over(TRANSIT, SOURCE), Band(1.3, None), null=1.0, arms=ONLY),
        Outcome(
            "transit over source, Colombia in transit",
            "1",
            over(TRANSIT_WITH, SOURCE_WITHOUT),
            Band(1.3, None),
            null=1.0,
            arms=ONLY,
        ),
        Outcome("transit over destination", "1", over(TRANSIT, DESTINATION), Band(2.0, None), null=1.0, arms=ONLY),
        Outcome(
            "value added, transit over source",
            "1",
            lambda arm: measures.ratio(value_added(arm)[1], value_added(arm)[0]),
            Band(1.0, None),
            null=1.0,
            documented="13 over 1 to 2 % (X05)",
            arms=ONLY,
        ),
        Outcome(
            "value added, destination over transit",
            "1",
            lambda arm: measures.ratio(value_added(arm)[2], value_added(arm)[1]),
            Band(1.0, None),
            null=1.0,
            documented="85 over 13 % (X05)",
            arms=ONLY,
        ),
        Outcome("gap of transit to source", "1/100 000/year", less(TRANSIT, SOURCE), None, arms=ONLY),
        Outcome("gap of transit to destination", "1/100 000/year", less(TRANSIT, DESTINATION), None, arms=ONLY),
    ),
    cuts=(
        Cut(
            "states equal",
            "weak states",
            "equal_states",
            "equal_states",
            ("gap of transit to destination",),
            FirstOrder("cocaine that enters transit", "t/year", cocaine_in_transit),
            left=HALF,
        ),
        Cut(
            "no cocaine",
            "trafficking",
            "no_cocaine",
            "no_cocaine",
            ("gap of transit to destination",),
            FirstOrder("presence, destination less transit", "1", presence_gap),
            left=HALF,
        ),
    ),
    stories=(
        Story("homicide in transit", "1/100 000/year", lambda arm: arm.rate(TRANSIT)),
        Story("homicide in source countries", "1/100 000/year", lambda arm: arm.rate(SOURCE)),
    ),
)
