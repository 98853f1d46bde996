"""What a case needs to know about a run and no table of the run folder holds: read from the model, month by month."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.effects.arm import observed_path
from corredor.model import TraffickingModel
from corredor.region.region import Floats, Mode, Zone

Look = Callable[[World], Floats]
"""What is read after a month; the same shape every month."""


def _killings(kind: HomicideKind) -> Look:
    def look(world: World) -> Floats:
        return np.asarray(world.violence.killings[kind])

    return look


def _homicides(world: World) -> Floats:
    return world.violence.killings.sum(axis=0)


def _members(world: World) -> Floats:
    return world.holdings.by_place(world.holdings.members)


def _groups(world: World) -> Floats:
    """Organisations that control at least a twentieth of a place, shape (P,)."""
    held = world.holdings
    return np.bincount(held.place, held.control >= 0.05, world.region.n_places)


def _flow(world: World) -> Floats:
    return world.traffic.flow_kg.sum(axis=0)


def _presence(world: World) -> Floats:
    return world.communities.presence


def _seized_by_zone(world: World) -> Floats:
    return np.bincount(world.region.zone, world.traffic.seized_kg, len(Zone))


def _flown_from(world: World) -> Floats:
    """Kilograms that leave each country by clandestine flight, shape (C,)."""
    arcs = world.region.arcs
    flights = (arcs.mode == Mode.FLIGHT) & (world.region.country[arcs.tail] >= 0)
    return np.bincount(
        world.region.country[arcs.tail[flights]], world.traffic.arc_kg[flights], len(world.region.countries)
    )


OBSERVERS: Final[Mapping[str, Look]] = {
    "homicides": _homicides,
    "turf": _killings(HomicideKind.TURF),
    "members": _members,
    "groups": _groups,
    "flow": _flow,
    "presence": _presence,
    "seized_by_zone": _seized_by_zone,
    "flown_from": _flown_from,
}
"""By name: by place, shape (P,); ``flow`` by cell, ``seized_by_zone`` by patrol zone, ``flown_from`` by country."""


@dataclass(frozen=True)
class Watching:
    """Builds models that are looked at after every month; it can be sent to another process.

    Attributes:
        observers: names of ``OBSERVERS``.
        folder: the run folder in the making, where what was seen is written.
    """

    observers: tuple[str, ...]
    folder: Path

    def __call__(self, scenario: Any, *, replicate: int, audit: bool) -> TraffickingModel:
        if not self.observers:
            return TraffickingModel(scenario, replicate=replicate, audit=audit)
        path = observed_path(self.folder, replicate)
        return WatchedModel(scenario, replicate=replicate, audit=audit, observers=self.observers, path=path)


class WatchedModel(TraffickingModel):
    """A model that is looked at after every month; with its last month what was seen is written.

    Args:
        scenario, replicate, audit: see ``TraffickingModel``.
        observers: names of ``OBSERVERS``.
        path: the file, an array for each observer, shape (months, …).
    """

    def __init__(self, scenario: Any, *, replicate: int, audit: bool, observers: tuple[str, ...], path: Path) -> None:
        self._path = path
        self._seen: dict[str, list[Floats]] = {name: [] for name in observers}
        super().__init__(scenario, replicate=replicate, audit=audit)

    def step(self) -> None:
        """One month, and a look at what has become of it."""
        super().step()
        for name, seen in self._seen.items():
            seen.append(np.array(OBSERVERS[name](self), np.float32))
        if self.month == self.months:
            self._write()

    def _write(self) -> None:
        self._path.parent.mkdir(exist_ok=True)
        temporary = self._path.with_name(f".{self._path.stem}.{os.getpid()}")
        try:
            with temporary.open("wb") as file:
                np.savez_compressed(file, **{name: np.stack(seen) for name, seen in self._seen.items()})  # type: ignore[arg-type]
            temporary.replace(self._path)
        finally:
            temporary.unlink(missing_ok=True)
