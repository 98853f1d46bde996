"""Assumptions behind month 0: what history left, which is not simulated."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from corredor.core.parameters import UNMEASURED, Spec, process_parameters


@process_parameters("start")
class StartParameters(NamedTuple):
    """How members, communities and prisons are set up at month 0."""

    members_per_100k: Annotated[
        float,
        Spec(
            "member", 50, 400, "Prieto-Curiel et al. 2023, back to 1990", "members per 100 000 people where no state is"
        ),
    ] = 130.0
    members_institutions: Annotated[
        float, Spec("1", 0, 20, UNMEASURED, "how fast members per head fall with presence x courts, squared")
    ] = 8.0
    smallest: Annotated[
        float, Spec("member", 20, 500, UNMEASURED, "countries with fewer members than this start without organisation")
    ] = 250.0
    reach: Annotated[
        float, Spec("km", 80, 600, UNMEASURED, "distance over which an organisation's members thin out from its seat")
    ] = 220.0
    overlap: Annotated[
        float,
        Spec(
            "1", 0.02, 0.5, UNMEASURED, "least size in a place, relative to the largest there, that counts as present"
        ),
    ] = 0.12
    pull: Annotated[
        float, Spec("1", 0, 5, UNMEASURED, "added weight of a port, a land border or coca land in seating members")
    ] = 1.0
    uncontrolled: Annotated[
        float, Spec("member", 0, 200, UNMEASURED, "members per 100 000 people at which half of a place is controlled")
    ] = 30.0
    inside: Annotated[float, Spec("1", 0, 0.4, UNMEASURED, "members in prison at the start, for each one at large")] = (
        0.1
    )
    exclusion_top: Annotated[float, Spec("1", 0.4, 1, UNMEASURED, "exclusion of a community that no state reaches")] = (
        0.8
    )
    trust_low: Annotated[
        float,
        Spec("1", 0, 0.3, "Latinobarómetro 1995 and later, trust in the police (recalled)", "trust where no state is"),
    ] = 0.08
    trust_gain: Annotated[
        float,
        Spec(
            "1",
            0.2,
            0.9,
            "Latinobarómetro 1995 and later, trust in the police (recalled)",
            "trust added by a full state",
        ),
    ] = 0.6
    young_share: Annotated[
        float,
        Spec(
            "1",
            0.05,
            0.25,
            "United Nations, several years: men aged 15 to 29, Latin America, 1990 (recalled)",
            "share of people who are young men",
        ),
    ] = 0.14
    prisoners_per_100k: Annotated[
        float,
        Spec(
            "prisoner", 50, 400, "Walmsley 1999 (recalled)", "prisoners per 100 000 people, countries without a figure"
        ),
    ] = 120.0
    prison_crowding: Annotated[
        float,
        Spec("1", 0, 3, "Carranza 2012 (recalled)", "prisoners above capacity, relative to it, where courts are worst"),
    ] = 1.2
    population_year: Annotated[
        float,
        Spec(
            "1",
            1980,
            2030,
            "convention: the year of the data; people grow as in UNODC's series",
            "calendar year whose people month 0 has",
        ),
    ] = 1990.0
    settling: Annotated[
        float, Spec("month", 0, 60, UNMEASURED, "months before the start in which the whole model comes into motion")
    ] = 24.0
    lived: Annotated[
        float,
        Spec(
            "1",
            1,
            24,
            "convention: 12, so that two settling years stand for those that the young have lived; 1, for comparison",
            "how often communities live through each settling month",
        ),
    ] = 12.0
