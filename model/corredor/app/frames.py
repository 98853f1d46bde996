"""The months on the map: means over replicates, packed into bytes that a browser can colour."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corredor.app.filming import Film, read_film
from corredor.figures.family_tree import typical_replicate
from corredor.figures.phrases import organisation_names
from corredor.figures.style import HOLDERS
from corredor.figures.territory_map import DESTINATION
from corredor.region.region import Floats, Region
from corredor.runs.run import Run

LEVELS: Final = 254
LEAST_KG: Final = 10.0
"""Less than this in a month is left blank: a mean over replicates would show single stray loads."""
LEAST_RATE: Final = 0.5
END_OF_SCALE: Final = 0.99
"""Rates beyond this share of all are drawn in the last colour: they are of the few small divisions where one killing
makes a rate."""
OTHERS: Final = len(HOLDERS) + 1
"""How a cell is marked that is held by an organisation without a colour of its own."""

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Films:
    """Both sides of a comparison, month by month.

    Attributes:
        region: what was simulated.
        without, with_: of each replicate that both have.
        shown: the replicate of which holders are drawn.
        names: of its organisations with the policies.
    """

    region: Region
    without: list[Film]
    with_: list[Film]
    replicate: int
    holders: tuple[NDArray[np.int16], NDArray[np.int16]]
    names: tuple[dict[int, str], dict[int, str]]

    def shown(self) -> dict[str, Any]:
        """The layers of the map, by view: each with its sides as base64, shape (months, n), and its scale."""
        return {
            "flows": self._flows(),
            "violence": self._violence(),
            "holders": self._holders(),
            "replicate": self.replicate,
        }

    def _flows(self) -> dict[str, Any]:
        without, with_ = (np.mean([film.flow for film in side], axis=0) for side in (self.without, self.with_))
        top = max(float(without.max()), float(with_.max()), 10 * LEAST_KG)
        return {
            "without": packed(logarithmic(without, LEAST_KG, top)),
            "with": packed(logarithmic(with_, LEAST_KG, top)),
            **_difference(with_ - without, LEAST_KG),
            "scale": [LEAST_KG, top],
        }

    def _violence(self) -> dict[str, Any]:
        without, with_ = (self._rates(side) for side in (self.without, self.with_))
        both = np.concatenate([without[without > 0], with_[with_ > 0], [LEAST_RATE]])
        low, high = np.quantile(both, [1 - END_OF_SCALE, END_OF_SCALE])
        least = max(float(low), LEAST_RATE)
        top = max(float(high), 10 * least)
        return {
            "without": packed(logarithmic(without, least, top)),
            "with": packed(logarithmic(with_, least, top)),
            **_difference(with_ - without, LEAST_RATE),
            "scale": [least, top],
        }

    def _rates(self, side: list[Film]) -> Floats:
        """Killings per 100 000 people over the year up to each month, by division, on its cells: shape (months, n)."""
        region = self.region
        area = region.division if len(region.divisions) else region.country
        of_place = area[region.places]
        counted = of_place >= 0
        areas = int(area.max()) + 1
        people = np.bincount(of_place[counted], side[0].population[counted], areas)
        killed = np.mean([film.killed for film in side], axis=0)[:, counted]
        by_area = np.stack([np.bincount(of_place[counted], month, areas) for month in killed])
        year = _rolling_year(by_area)
        rate = np.divide(1e5 * year, people, out=np.zeros_like(year), where=people > 0)
        on_cells: Floats = np.where(area >= 0, rate[:, np.maximum(area, 0)], 0.0)
        return on_cells

    def _holders(self) -> dict[str, Any]:
        hidden = np.zeros(self.region.n, bool)
        if DESTINATION in self.region.countries:
            hidden = self.region.country == self.region.countries.index(DESTINATION)
        without, with_ = (np.where(hidden, -1, side) for side in self.holders)
        numbers, counts = np.unique(np.concatenate([without.ravel(), with_.ravel()]), return_counts=True)
        held = [int(n) for n in numbers[np.argsort(-counts, kind="stable")] if n >= 0][: len(HOLDERS)]
        names = self.names[0] | self.names[1]
        return {
            "without": packed(_coloured(without, held)),
            "with": packed(_coloured(with_, held)),
            "names": [names.get(number, str(number)) for number in held],
        }


def films(control: Run, run: Run, common: list[int]) -> Films:
    """The films of both sides of a comparison."""
    replicate = typical_replicate(run)
    replicate = replicate if replicate in common else common[0]
    without, with_ = ([read_film(each.folder, k) for k in common] for each in (control, run))
    position = common.index(replicate)
    return Films(
        run.geography,
        without,
        with_,
        replicate,
        (without[position].holder, with_[position].holder),
        (organisation_names(control, replicate), organisation_names(run, replicate)),
    )


def _rolling_year(values: Floats) -> Floats:
    """Sums over the twelve months up to each; the first year is scaled up from the months there are."""
    total = np.cumsum(values, axis=0)
    year = total.copy()
    year[12:] -= total[:-12]
    year[:12] *= (12.0 / np.arange(1, 13))[: len(year), None][: len(year[:12])]
    return year


def logarithmic(values: Floats, least: float, top: float) -> Bytes:
    """Levels from 1 to 255 between ``least`` and ``top`` by the logarithm; 0 below ``least``."""
    share = np.log(np.maximum(values, least) / least) / np.log(top / least)
    return np.where(values < least, 0, 1 + np.round(LEVELS * np.clip(share, 0, 1))).astype(np.uint8)


def _difference(values: Floats, least: float) -> dict[str, Any]:
    """Levels from 1 to 255 around 128, linear near zero and logarithmic beyond; 0 where nothing differs."""
    top = max(float(np.quantile(np.abs(values), END_OF_SCALE)), 10 * least)
    share = np.sign(values) * np.log1p(np.abs(values) / least) / np.log1p(top / least)
    levels = 128 + np.round(127 * np.clip(share, -1, 1))
    return {
        "difference": packed(np.where(np.abs(values) < least / 10, 0, levels).astype(np.uint8)),
        "reach": [least, top],
    }


def _coloured(holder: NDArray[np.int16], held: list[int]) -> Bytes:
    levels = np.where(holder >= 0, OTHERS, 0).astype(np.uint8)
    for place, number in enumerate(held, 1):
        levels[holder == number] = place
    return levels


def packed(levels: Bytes) -> str:
    """Levels, shape (months, n), as text."""
    return base64.b64encode(np.ascontiguousarray(levels).tobytes()).decode("ascii")
