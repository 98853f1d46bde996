"""Key findings as sentences, each with its numbers and the interval of the difference."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import pandas as pd

from corredor.figures.corridor_shares import NORTHWARD, labels
from corredor.figures.family_tree import lives, typical_replicate
from corredor.figures.homicide_by_country import peopled, rates_within
from corredor.figures.homicide_by_role import WHOLE, has_roles, rates_by_role
from corredor.figures.series import within
from corredor.figures.wording import number, share, signed
from corredor.report.comparison import Change, Compared, change, has
from corredor.runs.measures import corridor_share, displaced_share
from corredor.runs.outcomes import scorecard
from corredor.runs.precision import FEWEST, FEWEST_RESAMPLED
from corredor.runs.run import Run
from corredor.runs.window import Window

MOST_NAMED: Final = 4
"""Countries named in one sentence."""

SHARE_WORTH_TELLING: Final = 0.5
"""Percentage points by which a corridor's share must differ to be told."""

MOST_TIMES: Final = 10
"""What differs by more times than this is told in its own units further down, and not as a share of next to nothing."""

ANSWER: Final = (
    ("delivered_usa", "cocaine delivered to the United States"),
    ("delivered_europe", "cocaine delivered to Europe"),
    ("seized", "seizures"),
    ("price_usa", "the wholesale price in the United States"),
    ("homicide_rate", "homicide in the whole region"),
)
"""Outcomes that the first sentence tells: id, and in words."""

OUTCOMES: Final = (
    ("delivered_usa", "Cocaine delivered to the United States", "tonnes a year", 1.0),
    ("delivered_europe", "Cocaine delivered to Europe", "tonnes a year", 1.0),
    ("price_usa", "The wholesale price in the United States", "US$ a kilogram", 1.0),
    ("seized", "What is seized on the way", "tonnes a year", 1.0),
    ("spread", "The footprint of traffic", "blocks of 1°", 1.0),
    ("coca", "Coca", "thousand hectares", 1 / 1e3),
    ("homicide_rate", "Homicide in the whole region", "per 100 000 a year", 1.0),
    ("organisations", "The number of organisations", "alive", 1.0),
)
"""Outcomes that the findings tell, in this order: id, in words, unit, factor from the outcome's own unit."""


def findings(compared: Compared) -> list[str]:
    """What the run shows: sentences in plain text."""
    return [
        sentence
        for find in (_answer, _corridors, _outcomes, _countries, _roles, _family)
        for sentence in find(compared)
    ]


def how_sure(compared: Compared) -> str:
    """How to read the intervals, and how far to trust them."""
    n = int(compared.run.national["replicate"].nunique())
    if n < FEWEST:
        runs = "One replicate only" if n == 1 else f"Means over {n} replicates"
        return (
            f"{runs}: too few for an interval, and any difference may be chance. Figures show medians, without bands "
            "and bars."
        )
    shared = " between runs that share their random numbers" if compared.control else ""
    agree = (
        " With so few replicates they are rough, and homicide is said to rise or fall in a country only where all of "
        "them agree."
    )
    rough = agree if n < FEWEST_RESAMPLED else ""
    return (
        f"Means over {n} replicates. Brackets hold the 95 % interval of the mean difference{shared}.{rough} Among many "
        "countries, one in twenty passes by chance alone. The intervals show chance within the model, not how wrong "
        "its assumptions may be."
    )


def _answer(compared: Compared) -> Iterator[str]:
    """The whole in one sentence: what the corridors lose and gain, what arrives, what it costs in lives."""
    cards = [scorecard(run, since=w.since, until=w.until) for run, w in compared.sides]
    found = {what: change(cards[0][outcome], cards[1][outcome]) for outcome, what in ANSWER}
    told = [
        f"{what} {_relative(each)}"
        for what, each in found.items()
        if each.first > 0 and abs(each.difference) <= MOST_TIMES * each.first
    ]
    changes = corridor_changes(compared)
    if changes:
        lost = min(changes, key=lambda name: changes[name].difference)
        if changes[lost].difference <= -SHARE_WORTH_TELLING:
            name = labels(compared.run.geography)[lost]
            points = f"{signed(changes[lost].difference, 2)} points{_doubt(changes[lost])}"
            told.insert(0, f"the share of the corridor “{name}” in what is bound for the United States {points}")
    against = f"with “{compared.control.name}”" if compared.control else f"with {compared.years.before.told}"
    yield f"In short, compared {against}: {listed(told)}."


def _relative(change: Change) -> str:
    part = 100 * change.difference / change.first if change.first else math.nan
    return f"{signed(part, 2)} %{_doubt(change)}" if round(part, 1) else "the same"


def _doubt(change: Change) -> str:
    return "" if change.is_sure else " (may be chance)"


def corridor_changes(compared: Compared) -> dict[str, Change]:
    """How the share of each corridor in what is bound for the United States differs, in percentage points.

    Corridors that next to nothing crosses are left out; none is left if the runs did not record them.
    """
    if not all(has(run, "corridors") for run, _ in compared.sides):
        return {}
    first, second = (_shares(run, window) for run, window in compared.sides)
    changes = {name: change(first[name], second[name]) for name in NORTHWARD if name in first and name in second}
    return {name: found for name, found in changes.items() if max(found.first, found.second) >= SHARE_WORTH_TELLING}


def _corridors(compared: Compared) -> Iterator[str]:
    changes, names = corridor_changes(compared), labels(compared.run.geography)
    if not changes:
        return
    first, second = (_shares(run, window) for run, window in compared.sides)
    none = change(100 - first[list(changes)].sum(axis=1), 100 - second[list(changes)].sum(axis=1))
    shares = [f"{names[name]} {_moved(found)}" for name, found in changes.items()]
    sides = "without and with" if compared.control else "before and after"
    yield (
        f"Of what sets out for the United States, in percent, {sides}: "
        f"{'; '.join(shares)}; seized or delivered before it crosses any of these {_moved(none)}."
    )
    told = sorted(changes, key=lambda name: changes[name].difference)
    if compared.control and told and changes[told[0]].is_sure and changes[told[0]].difference <= -SHARE_WORTH_TELLING:
        yield where_it_went(names[told[0]], float(_displaced(compared, told[0]).mean()))


def where_it_went(corridor: str, part: float) -> str:
    """What became of what a corridor loses.

    Args:
        corridor: its name.
        part: what the other corridors gain, over what it loses; they can gain more, or lose too.
    """
    percent = round(100 * part)
    if percent < 1:
        return (
            f"The other corridors to the United States gain nothing of what the corridor “{corridor}” loses: it is "
            "seized before it gets so far, or is not sent."
        )
    if percent < 100:
        return (
            f"Of what the corridor “{corridor}” loses, {share(part)} appears in the other corridors to the "
            "United States; the rest is seized before it gets so far, or is not sent."
        )
    if percent == 100:
        return f"The other corridors to the United States gain all that the corridor “{corridor}” loses."
    return (
        f"The other corridors to the United States gain all that the corridor “{corridor}” loses and {share(part - 1)} "
        "of it besides: more is sent, or less is seized before it gets so far."
    )


def _moved(change: Change) -> str:
    doubt = ", may be chance" if change.may_be_chance else ""
    return f"{number(change.first, 2)} → {number(change.second, 2)} ({change.told}){doubt}"


def _displaced(compared: Compared, corridor: str) -> pd.Series:
    (first, before), (second, after) = compared.sides
    others = [name for name in NORTHWARD if name != corridor]
    treated, control = within(second.corridors, after), within(first.corridors, before)
    return displaced_share(treated, control, "usa", [corridor], others).dropna()


def _shares(run: Run, window: Window) -> pd.DataFrame:
    return 100 * corridor_share(within(run.corridors, window), within(run.region, window), "usa")


def _outcomes(compared: Compared) -> Iterator[str]:
    first, second = (scorecard(run, since=window.since, until=window.until) for run, window in compared.sides)
    for outcome, what, unit, factor in OUTCOMES:
        if first[outcome].any() or second[outcome].any():
            yield compared.sentence(what, unit, change(factor * first[outcome], factor * second[outcome]))
        if outcome == "seized" and compared.control is not None:
            yield from _seizures_by_year(compared.run, compared.control, compared.years.after)


def _seizures_by_year(run: Run, control: Run, window: Window) -> Iterator[str]:
    """In which years more and in which less is seized, where that changes: one year alone would tell half of it."""
    by_year = {
        year: 12e-3
        * change(*(_mean_seized(each, Window(f"{year}-01", f"{year + 1}-01")) for each in (control, run))).difference
        for year in window.years
    }
    least, most = min(by_year, key=lambda y: by_year[y]), max(by_year, key=lambda y: by_year[y])
    if len(by_year) > 1 and by_year[least] < 0:
        yield (
            f"Year by year that difference goes from {signed(by_year[most], 2)} ({most}) to "
            f"{signed(by_year[least], 2)} ({least}) tonnes. Less can be seized under more "
            "pressure, where traffic leaves the patrolled waters for others, or shrinks."
        )


def _mean_seized(run: Run, window: Window) -> pd.Series:
    return within(run.region, window).groupby("replicate")["kg_seized"].mean()


def country_changes(compared: Compared) -> dict[str, Change]:
    """How the homicide rate of each country with enough people for one differs, by its name."""
    first, second = (rates_within(run, window).set_index("replicate") for run, window in compared.sides)
    place, large = compared.run.geography, peopled(compared.run)
    return {
        name: change(first.loc[first["iso3"] == code, "rate"], second.loc[second["iso3"] == code, "rate"])
        for code, name in zip(place.countries, place.country_names, strict=True)
        if code in large and (second["iso3"] == code).any()
    }


def _countries(compared: Compared) -> Iterator[str]:
    everywhere = country_changes(compared)
    sure = {name: found for name, found in everywhere.items() if found.is_clear}
    for verb, sign in (("rises", 1), ("falls", -1)):
        named = sorted(
            (name for name in sure if sign * sure[name].difference > 0), key=lambda name: -sign * sure[name].difference
        )
        if named:
            shown = [f"{name} ({sure[name].told})" for name in named[:MOST_NAMED]]
            left = len(named) - MOST_NAMED
            more = f"; {left} more {'country' if left == 1 else 'countries'}" if left > 0 else ""
            yield f"Homicide {verb} most in {listed(shown)} per 100 000 a year{more}."
    differing = sorted(
        (name for name in everywhere if everywhere[name].difference), key=lambda n: -abs(everywhere[n].difference)
    )
    if not sure and differing:
        shown = [f"{name} ({everywhere[name].told})" for name in differing[:MOST_NAMED]]
        yield f"Homicide differs most in {listed(shown)} per 100 000 a year, which may all be chance."
    elif not sure:
        yield "In no country does homicide differ."


def _roles(compared: Compared) -> Iterator[str]:
    if not has_roles(compared.run):
        return
    first, second = (rates_by_role(run, window).set_index("replicate") for run, window in compared.sides)
    told = [
        f"{group} {_moved(change(first.loc[first['group'] == group, 'all'], rows['all']))}"
        for group, rows in second.groupby("group", sort=False)
        if group != WHOLE
    ]
    sides = "without and with" if compared.control else "before and after"
    yield (
        f"Homicide per 100 000 a year by role in the trade, {sides}, with Colombia counted both ways: "
        f"{'; '.join(told)}."
    )


def _family(compared: Compared) -> Iterator[str]:
    if not has(compared.run, "organisations"):
        return
    replicate = typical_replicate(compared.run)
    tree = lives(compared.run, replicate)
    born = sum(1 for life in tree.values() if life.parent >= 0)
    taken = sum(1 for life in tree.values() if life.absorber >= 0)
    left = sum(1 for life in tree.values() if life.survives)
    yield (
        f"Of {len(tree)} organisations that ever lived in replicate {replicate}, {born} split from another, {taken} "
        f"{'was' if taken == 1 else 'were'} absorbed, and {left} {'is' if left == 1 else 'are'} left at the end."
    )


def listed(words: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
