"""The organisations of month 0: a table with sources for real countries, a generic set for invented ones.

Names are fictional (plants, minerals, birds, weather).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from corredor.core.streams import Streams
from corredor.region.region import Region

GENERIC_NAMES: tuple[str, ...] = (
    *(
        "Alisio",
        "Bromelia",
        "Calcita",
        "Dolerita",
        "Escarcha",
        "Feldespato",
        "Granizo",
        "Heliconia",
        "Ibis",
        "Jilguero",
    ),
    *("Kiwicha", "Lava", "Malaquita", "Nácar", "Ocelote", "Pómez", "Quetzalillo", "Relámpago", "Salvia", "Turmalina"),
    *("Umbral", "Verdín", "Xilema", "Yarumo", "Zafiro", "Alerce", "Bruma", "Cardenal", "Duna", "Espino"),
)


@dataclass(frozen=True)
class StartingOrganisation:
    """One row of the table of organisations at month 0.

    Attributes:
        name: fictional.
        country: ISO 3166-1 alpha-3.
        division: ISO 3166-2 code where it is strongest; where the region has none such, the country's largest place.
        share: of the members of its country.
        transnational, hierarchy: 0 to 1.
        lieutenants: plazas wanted.
        source: of its being there: author and year, or ``unmeasured``; all its numbers are unmeasured.
        caveat: what the row leaves out.
    """

    name: str
    country: str
    division: str
    share: float
    transnational: float
    hierarchy: float
    lieutenants: int
    source: str
    caveat: str


@dataclass(frozen=True)
class StartingCountry:
    """What is known of a country at month 0.

    Attributes:
        population: persons in 1990, from UNODC's population series (carried back where it starts later).
        growth_per_year: of its population, from the same series.
        prisoners_per_100k: or ``None`` where no figure was at hand.
    """

    population: float
    growth_per_year: float
    prisoners_per_100k: float | None


def _read(file: str) -> list[dict[str, str]]:
    text = files("corredor.agents").joinpath("data", file).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@lru_cache(maxsize=1)
def organisation_table() -> tuple[StartingOrganisation, ...]:
    """All rows of ``organisations_1990.csv``."""
    return tuple(
        StartingOrganisation(
            row["name"],
            row["country"],
            row["division"],
            float(row["share"]),
            float(row["transnational"]),
            float(row["hierarchy"]),
            int(row["lieutenants"]),
            row["source"],
            row["caveat"],
        )
        for row in _read("organisations_1990.csv")
    )


@lru_cache(maxsize=1)
def country_table() -> dict[str, StartingCountry]:
    """``countries_1990.csv`` by ISO 3166-1 alpha-3 code."""
    return {
        row["country"]: StartingCountry(
            float(row["population_1990"]),
            float(row["growth_per_year"]),
            float(row["prisoners_per_100k"]) if row["prisoners_per_100k"] else None,
        )
        for row in _read("countries_1990.csv")
    }


def starting_organisations(region: Region, streams: Streams) -> list[StartingOrganisation]:
    """Who is there at month 0: the table's rows for real countries, a generic set for invented ones with people.

    The generic set is drawn from the stream ``start``: in each country two to four organisations, of which at least one
    can export and at least one cannot; shares are Dirichlet.
    """
    found = [row for row in organisation_table() if row.country in region.countries]
    if found:
        return found
    people = np.bincount(region.country[region.places], region.population[region.places], len(region.countries))
    generator = streams.generator("start", 0)
    for index, country in enumerate(region.countries):
        draws = generator.random(12)
        if people[index] > 0:
            found += _generic(country, draws, [_generic_name(len(found) + k) for k in range(4)])
    return found


def _generic_name(number: int) -> str:
    series, index = divmod(number, len(GENERIC_NAMES))
    return GENERIC_NAMES[index] + (f" {series + 1}" if series else "")


def _generic(country: str, draws: np.ndarray, names: list[str]) -> list[StartingOrganisation]:
    count = 2 + int(draws[0] * 3)
    exporters = 1 + int(draws[1] * (count - 1))
    weights = -np.log(1.0 - draws[2 : 2 + count]) + 0.5
    shares = weights / weights.sum()
    return [
        StartingOrganisation(
            names[k],
            country,
            "",
            float(shares[k]),
            0.6 + 0.4 * float(draws[6 + k]) if k < exporters else 0.1,
            0.6 + 0.35 * float(draws[6 + k]),
            5 if k < exporters else 2,
            "unmeasured",
            "generic: drawn from the seed",
        )
        for k in range(count)
    ]
