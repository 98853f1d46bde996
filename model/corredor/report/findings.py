"""Key findings as sentences, each with its numbers and the interval of the difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from corredor.figures.corridor_shares import LABELS, NORTHWARD
from corredor.figures.family_tree import lives, typical_replicate
from corredor.figures.homicide_by_country import rates_of_year
from corredor.figures.series import of_year
from corredor.figures.wording import share
from corredor.report.comparison import Change, Compared, change, has
from corredor.runs.comparison import FEWEST
from corredor.runs.measures import corridor_share, displaced_share
from corredor.runs.outcomes import scorecard
from corredor.runs.run import Run

FEW: Final = 10
"""With fewer pairs than this, an interval is rough."""

MOST_NAMED: Final = 4
"""Countries named in one sentence."""

SHARE_WORTH_TELLING: Final = 0.5
"""Percentage points by which a corridor's share must differ to be told."""

OUTCOMES: Final = (
    ("delivered_usa", "Cocaine delivered to the United States", "tonnes a year", 12 / 1e3),
    ("delivered_europe", "Cocaine delivered to Europe", "tonnes a year", 12 / 1e3),
    ("price_usa", "The wholesale price in the United States", "US$ a kilogram", 1.0),
    ("seized", "What is seized on the way", "tonnes a year", 12 / 1e3),
    ("spread", "The footprint of traffic", "blocks of 1°", 1.0),
    ("coca", "Coca", "thousand hectares", 1 / 1e3),
    ("homicide_rate", "Homicide in the whole region", "per 100 000 a year", 1.0),
    ("organisations", "The number of organisations", "alive", 1.0),
)
"""Outcomes that the findings tell, in this order: id, in words, unit, factor from the outcome's own unit."""


def findings(compared: Compared) -> list[str]:
    """What the run shows: sentences in plain text."""
    return [sentence for find in (_corridors, _outcomes, _countries, _family) for sentence in find(compared)]


def how_sure(compared: Compared) -> str:
    """How to read the intervals, and how far to trust them."""
    n = int(compared.run.national["replicate"].nunique())
    if n < FEWEST:
        runs = "One replicate only" if n == 1 else f"Means over {n} replicates"
        return f"{runs}: too few for an interval, and any difference may be chance."
    shared = " between runs that share their random numbers" if compared.control else ""
    rough = " With so few replicates they are rough." if n < FEW else ""
    return (
        f"Means over {n} replicates. Brackets hold the 95 % interval of the mean difference{shared}.{rough} Among many "
        "countries, one in twenty passes by chance alone. The intervals show chance within the model, not how wrong "
        "its assumptions may be."
    )


def _corridors(compared: Compared) -> Iterator[str]:
    if not all(has(run, "corridors") for run, _ in compared.sides):
        return
    first, second = (_shares(run, year) for run, year in compared.sides)
    both = first.columns.intersection(second.columns)
    changes = {name: change(first[name], second[name]) for name in NORTHWARD if name in both}
    told = sorted(
        (name for name in changes if abs(changes[name].difference) >= SHARE_WORTH_TELLING),
        key=lambda name: changes[name].difference,
    )
    for name in dict.fromkeys((*told[:1], *told[-1:])):
        what = f"The share of the corridor “{LABELS[name]}” in what is bound for the United States"
        yield compared.sentence(what, "%", changes[name])
    if told and changes[told[0]].is_sure and changes[told[0]].difference < 0:
        moved = _displaced(compared, told[0]).mean()
        yield (
            f"Of what the corridor “{LABELS[told[0]]}” loses, {share(moved)} appears in the other corridors to the "
            "United States; the rest is seized before it gets so far, or is not sent."
        )


def _displaced(compared: Compared, corridor: str) -> pd.Series:
    (first, before), (second, after) = compared.sides
    others = [name for name in NORTHWARD if name != corridor]
    treated, control = of_year(second.corridors, after), of_year(first.corridors, before)
    return displaced_share(treated, control, "usa", [corridor], others).dropna()


def _shares(run: Run, year: int) -> pd.DataFrame:
    return 100 * corridor_share(of_year(run.corridors, year), of_year(run.region, year), "usa")


def _outcomes(compared: Compared) -> Iterator[str]:
    first, second = (scorecard(run, since=f"{year}-01", until=f"{year + 1}-01") for run, year in compared.sides)
    for outcome, what, unit, factor in OUTCOMES:
        if first[outcome].any() or second[outcome].any():
            yield compared.sentence(what, unit, change(factor * first[outcome], factor * second[outcome]))


def country_changes(compared: Compared) -> dict[str, Change]:
    """How the homicide rate of each country differs, by its name."""
    first, second = (rates_of_year(run, year).set_index("replicate") for run, year in compared.sides)
    place = compared.run.geography
    return {
        name: change(first.loc[first["iso3"] == code, "rate"], second.loc[second["iso3"] == code, "rate"])
        for code, name in zip(place.countries, place.country_names, strict=True)
        if (second["iso3"] == code).any()
    }


def _countries(compared: Compared) -> Iterator[str]:
    sure = {name: found for name, found in country_changes(compared).items() if found.is_sure}
    for verb, sign in (("rises", 1), ("falls", -1)):
        named = sorted(
            (name for name in sure if sign * sure[name].difference > 0), key=lambda name: -sign * sure[name].difference
        )
        if named:
            shown = [f"{name} ({sure[name].told})" for name in named[:MOST_NAMED]]
            more = f"; {len(named) - MOST_NAMED} more countries" if len(named) > MOST_NAMED else ""
            yield f"Homicide {verb} most in {listed(shown)} per 100 000 a year{more}."
    if not sure and compared.run.national["replicate"].nunique() >= FEWEST:
        yield "In no country is the difference in homicide more than chance."


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
