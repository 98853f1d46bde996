"""Runs the arms of a case and keeps, month by month, what is asked of them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from case_questions import Case
from corredor.agents.state import HomicideKind
from corredor.model import TraffickingModel
from corredor.processes.courts import convicted
from corredor.region.region import Region
from corredor.runs.blocks import Blocks
from corredor.scenario import Scenario
from corredor.scenario.places import Place
from corredor.scenario.resolving import resolve_place

Floats = NDArray[np.float64]
Series = dict[str, Floats]
LARGE: Final = 300_000
"""People from which a place counts as one that a text could have told of."""
EVENTS: Final = ("leader_removed", "split", "war")


def record(scenario: Scenario, case: Case, pairs: int) -> Series:
    """Every series of an arm over its replicates, shape (pairs, months) or (pairs, months, places)."""
    runs = []
    for replicate in range(pairs):
        model = TraffickingModel(scenario, replicate=replicate)
        look = Look(model, case)
        seen = []
        for _ in range(scenario.months):
            model.step()
            seen.append(look())
        runs.append({name: np.stack([month[name] for month in seen]) for name in seen[0]})
    return {name: np.stack([run[name] for run in runs]) for name in runs[0]}


class Look:
    """What is read from a model after a month."""

    def __init__(self, model: TraffickingModel, case: Case) -> None:
        region = model.region
        self.model, self.country = model, country_of(region, case)
        self.places = inside(region, case)
        self.blocks = Blocks(region.lat, region.lon, region.resolution)
        self.wanted = wanted(case)
        self.seen = 0

    def __call__(self) -> Series:
        """The month's values."""
        values = self.by_place() | self.by_country() | self.of_trade() | self.happened()
        return {name: value for name, value in values.items() if name in self.wanted}

    def by_place(self) -> Series:
        """By place of the country, shape (places,)."""
        w, here = self.model, self.places
        violence, held = w.violence, w.holdings
        values = {
            "registered": w.reported.homicides.sum(axis=0),
            "killed": violence.killings.sum(axis=0),
            "turf": violence.killings[HomicideKind.TURF] + violence.killings[HomicideKind.RETALIATION],
            "clashes": violence.killings[HomicideKind.STATE],
            "extortion": violence.extortion,
            "kidnapping": violence.kidnapping,
            "conviction": convicted(w),
            "leaks": w.justice.capture * (1.0 - np.minimum(w.levers.vetted, 1.0)),
            "members": held.by_place(held.members),
            "trust": w.communities.trust,
            "flow": w.traffic.flow_kg.sum(axis=0)[w.region.places],
            "people": w.communities.population,
        }
        return {name: np.asarray(values[name][here]) for name in values if name in self.wanted}

    def by_country(self) -> Series:
        """Of the country, or of all."""
        prisoners = self.model.justice.prisoners
        return {"prisoners": np.asarray(prisoners.sum() if self.country is None else prisoners[self.country])}

    def of_trade(self) -> Series:
        """Of the whole region: seizures, what arrives, and the footprint."""
        traffic = self.model.traffic
        return {
            "seized": np.asarray(traffic.seized_kg.sum()),
            "delivered": np.asarray(traffic.delivered_kg.sum()),
            "spread": np.asarray(self.blocks.spread(traffic.flow_kg_km)),
            "cost": np.asarray(self.model.spent_usd.sum()),
        }

    def happened(self) -> Series:
        """Events of the month that concern organisations at home in the country."""
        new, home = self.model.events.events[self.seen :], self.model.organisations.country
        self.seen += len(new)
        ours = [e.kind for e in new if self.country is None or int(home[e.organisation]) == self.country]
        alive = self.model.organisations.alive.astype(bool)
        mine = alive if self.country is None else alive & (home == self.country)
        return {kind: np.asarray(float(ours.count(kind))) for kind in EVENTS} | {"groups": np.asarray(mine.sum())}


def wanted(case: Case) -> set[str]:
    """Series that the case looks at."""
    return {"people", *(split.series for split in case.splits), *(line.series for line in case.lines)}


def country_of(region: Region, case: Case) -> int | None:
    """Index of the case's country in the region."""
    return None if case.country is None else region.countries.index(case.country)


def inside(region: Region, case: Case) -> NDArray[np.intp]:
    """Places whose series are kept."""
    country = country_of(region, case)
    here = region.country[region.places]
    return np.flatnonzero(here >= 0 if country is None else here == country)


def treated_places(region: Region, case: Case) -> NDArray[np.bool_]:
    """Which of the places that are kept the text tells of."""
    cells = resolve_place(region, Place(**case.place))
    return np.asarray(cells[region.places][inside(region, case)])


def others(region: Region, case: Case) -> list[NDArray[np.intp]]:
    """Other places that a text could have told of: indices among the places that are kept, for each."""
    kept = inside(region, case)
    cells = region.places[kept]
    key = {"place": np.arange(len(kept)), "division": region.division[cells], "country": region.country[cells]}
    groups = np.asarray(key[case.unit], np.int64)
    mine = {-1, *groups[treated_places(region, case)].tolist()}
    found = [np.flatnonzero(groups == g) for g in sorted(set(groups.tolist()) - mine)]
    return [members for members in found if region.population[cells[members]].sum() >= LARGE]
