"""What is asked of the founding texts' cases: which arms, which months, which places; run by ``case_splits.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple


class Span(NamedTuple):
    """Some months from a date on."""

    first: str
    months: int


@dataclass(frozen=True)
class Split:
    """A before and after that a text gives, taken apart.

    Attributes:
        title: what is compared.
        treated, untreated: arms.
        before, after: what the text compares.
        calm: the arm in which other places' worst years are looked for.
        series: what is counted, registered homicides unless another is named.
    """

    title: str
    treated: str
    untreated: str
    before: Span
    after: Span
    calm: str = "control"
    series: str = "registered"


@dataclass(frozen=True)
class Line:
    """One outcome with a policy and without.

    Attributes:
        title: what it is.
        series: of ``record``.
        treated, untreated: arms.
        over: months that are averaged.
        where: ``place``, ``elsewhere`` in the country, or ``all`` of what the series covers.
        form: ``percent`` of the untreated arm, ``points``, or ``count`` for the sum over the months.
    """

    title: str
    series: str
    treated: str
    untreated: str
    over: Span
    where: str = "all"
    form: str = "percent"


@dataclass(frozen=True)
class Case:
    """One case: where it is, and what is looked at.

    Attributes:
        country: ISO 3166-1 alpha-3; series by place cover it, or every country.
        place: where the text's figure is from.
        unit: what other places are looked at: ``place``, ``division`` or ``country``.
    """

    country: str | None
    place: Mapping[str, Any]
    unit: str = "place"
    splits: tuple[Split, ...] = ()
    lines: tuple[Line, ...] = field(default=())


YEAR_2002, YEAR_2003, YEAR_2007 = (Span(f"{year}-01", 12) for year in (2002, 2003, 2007))
YEAR_2010, YEAR_2011, YEAR_2012 = (Span(f"{year}-01", 12) for year in (2010, 2011, 2012))
YEAR_2006, YEAR_2015, YEAR_2019 = (Span(f"{year}-01", 12) for year in (2006, 2015, 2019))
TRUCE, YEAR_BEFORE_TRUCE, AFTER_TRUCE = Span("2012-03", 22), Span("2011-03", 12), Span("2014-01", 24)
FOUR_OF_2015, FOUR_OF_2016 = Span("2015-01", 4), Span("2016-01", 4)
UNIT_YEARS, TEAM_YEARS, COMMITTEE_YEARS = Span("2025-04", 24), Span("2022-07", 36), Span("2023-01", 36)
COMUNA_BOX: Final = {"cells": [-76, 6, -74.9, 7.1]}
DEPLOYED: Final = ("MX-MIC", "MX-BCN", "MX-GRO", "MX-SIN", "MX-DUR", "MX-CHH", "MX-TAM", "MX-NLE")


def juarez() -> Case:
    """A city at the border, 2010 to 2012."""
    return Case(
        country="MEX",
        place={"cells": [-107, 31, -106, 32]},
        splits=(
            Split("2010 to 2012, package", "treatment", "control", YEAR_2010, YEAR_2012, "quiet"),
            Split("2010 to 2012, rival reading", "rival", "control", YEAR_2010, YEAR_2012, "quiet"),
            Split("2010 to 2012, no war at all", "quiet", "quiet", YEAR_2010, YEAR_2012, "quiet"),
        ),
        lines=(
            Line("homicides in the city, war against none", "killed", "control", "quiet", YEAR_2010, "place"),
            Line("homicides in the city, package", "killed", "treatment", "control", YEAR_2012, "place"),
            Line("homicides elsewhere, package", "killed", "treatment", "control", YEAR_2012, "elsewhere"),
            Line("extortion in the city, package", "extortion", "treatment", "control", YEAR_2012, "place"),
            Line("homicides in the city, rival reading", "killed", "rival", "control", YEAR_2012, "place"),
        ),
    )


def rio() -> Case:
    """A state, 2010 to 2011."""
    return Case(
        country="BRA",
        place={"division": ["BR-RJ"]},
        unit="division",
        splits=(
            Split("2010 to 2011, units", "treatment", "control", YEAR_2010, YEAR_2011),
            Split("2010 to 2011, everybody reached", "whole", "control", YEAR_2010, YEAR_2011),
            Split("2010 to 2011, rival reading", "rival", "control", YEAR_2010, YEAR_2011),
        ),
        lines=(
            Line("homicides in the state, units", "killed", "treatment", "control", YEAR_2012, "place"),
            Line("homicides in the state, everybody reached", "killed", "whole", "control", YEAR_2012, "place"),
            Line("homicides elsewhere, everybody reached", "killed", "whole", "control", YEAR_2012, "elsewhere"),
            Line("homicides in the state, rival reading", "killed", "rival", "control", YEAR_2012, "place"),
        ),
    )


def medellin() -> Case:
    """A city, 2002 to 2003, to 2007, and its relapse to 2010."""
    return Case(
        country="COL",
        place=COMUNA_BOX,
        splits=(
            Split("2002 to 2003, programme", "treatment", "control", YEAR_2002, YEAR_2003, "quiet"),
            Split("2002 to 2003, rival reading", "rival", "control", YEAR_2002, YEAR_2003, "quiet"),
            Split("2002 to 2007, programme", "treatment", "control", YEAR_2002, YEAR_2007, "quiet"),
            Split("2007 to 2010, leaders extradited", "relapse", "treatment", YEAR_2007, YEAR_2010, "quiet"),
            Split("2007 to 2010, programme dropped", "lapse", "treatment", YEAR_2007, YEAR_2010, "quiet"),
            Split("2007 to 2010, rival reading", "rival", "control", YEAR_2007, YEAR_2010, "quiet"),
        ),
        lines=(
            Line("homicides in the city, war against none", "killed", "control", "quiet", YEAR_2002, "place"),
            Line("homicides in the city, programme", "killed", "treatment", "control", YEAR_2007, "place"),
            Line(
                "homicides, first year of extradition", "killed", "relapse", "treatment", Span("2008-05", 12), "place"
            ),
            Line("homicides in the city, extradition", "killed", "relapse", "treatment", YEAR_2010, "place"),
            Line("homicides in the city, programme dropped", "killed", "lapse", "treatment", YEAR_2010, "place"),
            Line(
                "splits in the country, extradition", "split", "relapse", "treatment", Span("2008-05", 32), form="count"
            ),
            Line("wars in the country, extradition", "war", "relapse", "treatment", Span("2008-05", 32), form="count"),
        ),
    )


def el_salvador() -> Case:
    """A country, the year before March 2012 and the 22 months after."""
    return Case(
        country=None,
        place={"country": ["SLV"]},
        unit="country",
        splits=(
            Split("into the truce, offer", "treatment", "control", YEAR_BEFORE_TRUCE, TRUCE),
            Split("into the truce, order obeyed", "order", "control", YEAR_BEFORE_TRUCE, TRUCE),
            Split(
                "into the truce, offer to the deaf", "deaf", "deaf_control", YEAR_BEFORE_TRUCE, TRUCE, "deaf_control"
            ),
            Split("out of it, offer", "treatment", "control", TRUCE, AFTER_TRUCE),
            Split("out of it, order obeyed", "order", "control", TRUCE, AFTER_TRUCE),
        ),
        lines=(
            Line("homicides in the truce, offer", "killed", "treatment", "control", TRUCE, "place"),
            Line("homicides in the truce, order obeyed", "killed", "order", "control", TRUCE, "place"),
            Line("homicides after it, offer", "killed", "treatment", "control", AFTER_TRUCE, "place"),
            Line("homicides after it, order obeyed", "killed", "order", "control", AFTER_TRUCE, "place"),
            Line("cocaine that passes the isthmus, offer", "flow", "treatment", "control", TRUCE),
            Line("cocaine that passes the isthmus, order obeyed", "flow", "order", "control", TRUCE),
            Line("extortion in the truce, order obeyed", "extortion", "order", "control", TRUCE, "place"),
        ),
    )


def peru() -> Case:
    """A country whose text tells of plans only."""
    return Case(
        country="PER",
        place={"country": ["PER"]},
        lines=(
            Line("convictions per homicide, unit", "conviction", "treatment", "control", UNIT_YEARS, form="points"),
            Line("cases that can be stopped, unit", "leaks", "treatment", "control", UNIT_YEARS, form="points"),
            Line("convictions, nobody for sale", "conviction", "honest", "honest_control", UNIT_YEARS, form="points"),
            Line("leaders who fall, unit", "leader_removed", "treatment", "control", UNIT_YEARS, form="count"),
            Line(
                "leaders who fall, operations too",
                "leader_removed",
                "operations",
                "control",
                Span("2024-04", 36),
                form="count",
            ),
            Line("splits, operations too", "split", "operations", "control", Span("2024-04", 36), form="count"),
            Line("members, unit", "members", "treatment", "control", UNIT_YEARS),
            Line("members, operations too", "members", "operations", "control", UNIT_YEARS),
            Line("prisoners, unit", "prisoners", "treatment", "control", UNIT_YEARS),
            Line("homicides, unit", "killed", "treatment", "control", UNIT_YEARS),
            Line("homicides, operations too", "killed", "operations", "control", UNIT_YEARS),
            Line("cocaine seized in the region, unit", "seized", "treatment", "control", UNIT_YEARS),
        ),
    )


def bolivia() -> Case:
    """Three departments with teams, and the others."""
    return Case(
        country="BOL",
        place={"division": ["BO-L", "BO-C", "BO-S"]},
        lines=(
            Line(
                "convictions per homicide, with teams",
                "conviction",
                "treatment",
                "control",
                TEAM_YEARS,
                "place",
                "points",
            ),
            Line("convictions, with oversight too", "conviction", "overseen", "control", TEAM_YEARS, "place", "points"),
            Line("members, with teams", "members", "treatment", "control", TEAM_YEARS, "place"),
            Line("members, other departments", "members", "treatment", "control", TEAM_YEARS, "elsewhere"),
            Line("members, with oversight too", "members", "overseen", "control", TEAM_YEARS, "place"),
            Line("prisoners of the country", "prisoners", "treatment", "control", TEAM_YEARS),
            Line("homicides, with teams", "killed", "treatment", "control", TEAM_YEARS, "place"),
            Line("homicides, other departments", "killed", "treatment", "control", TEAM_YEARS, "elsewhere"),
            Line("cocaine that passes, with teams", "flow", "treatment", "control", TEAM_YEARS, "place"),
        ),
    )


def mexico() -> Case:
    """Eight divisions from 2006, and the turn of 2016."""
    return Case(
        country="MEX",
        place={"division": list(DEPLOYED)},
        unit="division",
        splits=(
            Split("2006 to 2015, soldiers and hunt", "treatment", "control", YEAR_2006, YEAR_2015),
            Split("2006 to 2015, soldiers alone", "soldiers", "control", YEAR_2006, YEAR_2015),
            Split("2006 to 2015, rival reading", "rival", "control", YEAR_2006, YEAR_2015),
            Split("2015 to 2019, turn against none", "turn", "treatment", YEAR_2015, YEAR_2019),
            Split(
                "four months of 2016, killing over turf",
                "treatment",
                "control",
                FOUR_OF_2015,
                FOUR_OF_2016,
                series="turf",
            ),
            Split(
                "four months of 2016, extortion", "treatment", "control", FOUR_OF_2015, FOUR_OF_2016, series="extortion"
            ),
            Split(
                "four months of 2016, kidnapping",
                "treatment",
                "control",
                FOUR_OF_2015,
                FOUR_OF_2016,
                series="kidnapping",
            ),
        ),
        lines=(
            Line("homicides, first year", "killed", "treatment", "control", YEAR_2007),
            Line("homicides, first year, soldiers alone", "killed", "soldiers", "control", YEAR_2007),
            Line("homicides, tenth year", "killed", "treatment", "control", YEAR_2015),
            Line("homicides, tenth year, soldiers alone", "killed", "soldiers", "control", YEAR_2015),
            Line("killed in clashes, tenth year, per year", "clashes", "treatment", "control", YEAR_2015, form="count"),
            Line("extortion, tenth year", "extortion", "treatment", "control", YEAR_2015),
            Line("kidnapping, tenth year", "kidnapping", "treatment", "control", YEAR_2015),
            Line(
                "leaders who fall, 2007 to 2015",
                "leader_removed",
                "treatment",
                "control",
                Span("2007-01", 108),
                form="count",
            ),
            Line("splits, 2007 to 2015", "split", "treatment", "control", Span("2007-01", 108), form="count"),
            Line("homicides 2019, turn against none", "killed", "turn", "treatment", YEAR_2019),
            Line("trust 2019, turn against none", "trust", "turn", "treatment", YEAR_2019, form="points"),
            Line("homicides 2008, scarcity alone", "killed", "rival", "control", Span("2008-01", 12)),
        ),
    )


def clasi() -> Case:
    """The region, with states that share what they know."""
    return Case(
        country=None,
        place={"country": ["ARG", "BOL", "BRA", "CHL", "ECU", "PER", "PRY"]},
        unit="country",
        lines=tuple(
            Line(f"{outcome}, {label}", series, treated, untreated, COMMITTEE_YEARS, form=form)
            for label, treated, untreated in (
                ("all states", "treatment", "control"),
                ("seven states", "seven", "control"),
                ("all, nobody learns", "deaf", "deaf_control"),
            )
            for outcome, series, form in (
                ("cocaine seized", "seized", "percent"),
                ("cocaine delivered", "delivered", "percent"),
                ("footprint", "spread", "percent"),
                ("leaders who fall", "leader_removed", "count"),
                ("homicides", "killed", "percent"),
            )
        ),
    )


CASES: Final = {case.__name__: case() for case in (juarez, rio, medellin, el_salvador, peru, bolivia, mexico, clasi)}
