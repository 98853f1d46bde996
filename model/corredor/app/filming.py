"""A model that remembers every month on the map, and says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corredor.model import TraffickingModel
from corredor.scenario.scenario import Scenario

QUINTILES: Final = 5


@dataclass(frozen=True)
class Film:
    """The months of one replicate.

    Attributes:
        flow: shape (months, n), kilograms that passed each cell.
        killed: shape (months, P), persons.
        holder: shape (months, n), number of the organisation with most control, or -1.
        population: shape (P,), persons at the start.
        quintile: shape (P,), from 0 where people are least excluded at the start to 4 where they are most.
    """

    flow: NDArray[np.float32]
    killed: NDArray[np.float32]
    holder: NDArray[np.int16]
    population: NDArray[np.float64]
    quintile: NDArray[np.int8]


def film_path(folder: Path, replicate: int) -> Path:
    """Where the film of a replicate is kept: beside the run folder, which holds nothing but what runs write."""
    return folder.with_name(f"{folder.name}.films") / f"{replicate:05d}.npz"


def read_film(folder: Path, replicate: int) -> Film:
    """The film of a replicate that has been run."""
    with np.load(film_path(folder, replicate)) as kept:
        return Film(**{name: kept[name] for name in Film.__dataclass_fields__})


class FilmedModel(TraffickingModel):
    """The model as it is, looked at once a month.

    Args:
        scenario: what is run.
        folder: the run folder in the making.
        tell: called every month with the number of months done.
        replicate: its number.
        how: see ``TraffickingModel``.
    """

    def __init__(
        self, scenario: Scenario, *, folder: Path, tell: Callable[[int], None], replicate: int = 0, **how: Any
    ) -> None:
        super().__init__(scenario, replicate=replicate, **how)
        self._path, self._tell = film_path(folder, replicate), tell
        places = len(self.region.places)
        self._film = Film(
            np.zeros((self.months, self.region.n), np.float32),
            np.zeros((self.months, places), np.float32),
            np.full((self.months, self.region.n), -1, np.int16),
            self.communities.population.copy(),
            quintiles(self.communities.exclusion, self.communities.population),
        )

    def step(self) -> None:
        """One month, and what it looks like."""
        month, film = self.month, self._film
        super().step()
        film.flow[month] = self.traffic.flow_kg.sum(axis=0)
        film.killed[month] = self.violence.killings.sum(axis=0)
        film.holder[month] = self._holders()
        self._tell(self.month)
        if self.month == self.months:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._path, **{name: getattr(film, name) for name in Film.__dataclass_fields__})

    def _holders(self) -> NDArray[np.int16]:
        held = self.holdings
        # Later assignments win, so the strongest of a place comes last; equals go to the lower number.
        order = np.lexsort((-held.organisation, held.control))
        order = order[held.control[order] > 0.0]
        holder = np.full(self.region.n, -1, np.int16)
        holder[self.region.places[held.place[order]]] = held.organisation[order]
        return holder


def quintiles(values: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.int8]:
    """The fifth of the people to which each place belongs, from 0 for the lowest values, shape (P,)."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(people[order]) - people[order] / 2
    fifth = np.empty(len(values), np.int8)
    fifth[order] = np.minimum(QUINTILES * below / max(float(people.sum()), 1.0), QUINTILES - 1).astype(np.int8)
    return fifth
