"""Fewer recruits do more against organisations and their killing than more arrests."""

from __future__ import annotations

import numpy as np

from corredor.effects import measures, observers
from corredor.effects.arm import Arm
from corredor.effects.case import Baseline, Case, Cut, FirstOrder, Outcome, Story
from corredor.effects.rules import Band, Sign
from corredor.region.region import Floats

FIVE_YEARS = ("2022-01", 60)
LAST_MONTHS = ("2026-07", 6)
BEFORE = ("2021-01", 12)
PLACE = ("MEX",)
MEMBERS = measures.national("members", PLACE)
HOMICIDES = measures.national("homicides", PLACE)
POPULATION_2022 = 127.5e6
"""People in Mexico when members were counted (UN); the region has those of its base year, with as many per head."""
WEEKS_A_MONTH = 365.25 / 12 / 7
FEWER, SAVED = "members: arrests less recruitment cut", "casualties: arrests less recruitment cut"


def fewer_members(recruiting: Arm, arresting: Arm) -> Floats:
    """Thousand members more after five years of arrests than after five years of less recruiting."""
    return (measures.total(arresting, MEMBERS, *LAST_MONTHS) - measures.total(recruiting, MEMBERS, *LAST_MONTHS)) / 6e3


def fewer_killed(recruiting: Arm, arresting: Arm) -> Floats:
    """People killed in five years of arrests beyond those in five years of less recruiting."""
    return measures.total(arresting, HOMICIDES, *FIVE_YEARS) - measures.total(recruiting, HOMICIDES, *FIVE_YEARS)


def growth(status_quo: Arm) -> Floats:
    """Percent more members after five years, when nothing is changed."""
    after, before = (measures.total(status_quo, MEMBERS, *when) / when[1] for when in (LAST_MONTHS, BEFORE))
    return measures.PERCENT * (measures.ratio(after, before) - 1.0)


def more_arrests(recruiting: Arm, arresting: Arm) -> Floats:
    """Members arrested in the first year of arrests doubled, beyond those where recruiting is cut."""
    year = ("2022-01", 12)
    series = measures.observed_sum("arrests")
    return measures.total(arresting, series, *year) - measures.total(recruiting, series, *year)


def _recruits_a_week(arm: Arm) -> Floats:
    joined = measures.mean_of(measures.observed_sum("recruits"), *BEFORE)(arm) / WEEKS_A_MONTH
    return np.asarray(joined * _people_since(arm))


def _members(arm: Arm) -> Floats:
    return np.asarray(measures.mean_of(MEMBERS, *BEFORE)(arm) / 1e3 * _people_since(arm))


def _people_since(arm: Arm) -> Floats:
    return np.asarray(POPULATION_2022 / measures.mean_of(measures.national("population", PLACE), *BEFORE)(arm))


CASE = Case(
    name="recruitment_or_arrest",
    title="Halving recruitment beats doubling arrests, on members and on casualties",
    marked=True,
    documented=("R01", "R02", "R03", "R04", "R05", "R08"),
    mediator="recruitment in proportion to members, which arrests do not touch",
    feedback=(
        "Arrests are limited by police and courts, which less killing relieves; prisons fill and gangs come to command "
        "them; a smaller organisation is worth attacking; and young people who are not recruited stay at risk."
    ),
    observers={"recruits": observers.recruits, "arrests": observers.arrests},
    baselines=(
        Baseline("members", "thousand persons, people of 2022", _members, Band(160.0, 185.0), "status_quo"),
        Baseline("recruits", "persons a week, people of 2022", _recruits_a_week, Band(350.0, 370.0), "status_quo"),
    ),
    outcomes=(
        Outcome(FEWER, "thousand persons", fewer_members, Sign(1, 0.9), documented="R05"),
        Outcome(SAVED, "persons", fewer_killed, Sign(1, 0.9), documented="R05"),
        Outcome(
            "members, status quo after five years",
            "percent",
            growth,
            Sign(1),
            documented="+26 % (R04)",
            arms=("status_quo",),
        ),
    ),
    cuts=(
        Cut(
            "every gap filled",
            "gaps that stay open",
            "cut",
            "cut_control",
            (FEWER, SAVED),
            FirstOrder("arrests more in the first year", "persons", more_arrests),
        ),
    ),
    stories=(
        Story("members in Mexico", "persons", MEMBERS),
        Story("homicide in Mexico", "1/100 000/year", lambda arm: np.asarray(arm.rate(PLACE))),
    ),
)
