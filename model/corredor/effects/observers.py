"""What a case needs to know about a run and no table of the run folder holds: read from the model, month by month."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.effects.arm import observed_path
from corredor.model import TraffickingModel
from corredor.region.region import Floats, Mode, Zone
from corredor.runs.blocks import Blocks

Look = Callable[[World], Floats]
"""What is read after a month: the same shape every month. A function or an object that can be sent to a worker."""

PRESENT = 0.05
"""Control of a place from which an organisation counts as one of its groups."""


def homicides(world: World) -> Floats:
    """All homicides, shape (P,)."""
    return np.asarray(world.violence.killings.sum(axis=0))


def homicides_reported(world: World) -> Floats:
    """Registered homicides, shape (P,)."""
    return np.asarray(world.reported.homicides.sum(axis=0))


def turf(world: World) -> Floats:
    """Killings in contests over turf, shape (P,)."""
    return np.asarray(world.violence.killings[HomicideKind.TURF])


def state_killings(world: World) -> Floats:
    """Killings in clashes with the state, shape (P,)."""
    return np.asarray(world.violence.killings[HomicideKind.STATE])


def members(world: World) -> Floats:
    """Members at large, shape (P,)."""
    return world.holdings.by_place(world.holdings.members)


def groups(world: World) -> Floats:
    """Organisations that control a part of a place, shape (P,)."""
    held = world.holdings
    return np.bincount(held.place, held.control >= PRESENT, world.region.n_places)


def present(world: World) -> Floats:
    """Organisations that stand in a place, whether or not they control any of it, shape (P,).

    Those with as many members there as half count as a presence where organisations meet (``territory.foothold``).
    Studies count groups by where they are active; one that a war has left without ground still is.
    """
    held, region = world.holdings, world.region
    least = world.parameters.territory.foothold * region.area_km2[region.places]
    return np.bincount(held.place, held.members >= least[held.place], region.n_places)


def flow(world: World) -> Floats:
    """Kilograms that passed, shape (n,)."""
    return np.asarray(world.traffic.flow_kg.sum(axis=0))


def active_in_central_america(world: World) -> Floats:
    """1-degree blocks of Central America with at least 1 kg in the month, a scalar."""
    region = world.region
    blocks = Blocks(region.lat, region.lon, region.resolution)
    return np.asarray(blocks.active(np.where(region.zone == Zone.CENTRAL_AMERICA, flow(world), 0.0)))


def flow_by_place(world: World) -> Floats:
    """The same where people live, shape (P,)."""
    return flow(world)[world.region.places]


def presence(world: World) -> Floats:
    """Effective state presence, shape (P,)."""
    return world.communities.presence


def seized(world: World) -> Floats:
    """Kilograms seized, shape (n,)."""
    return world.traffic.seized_kg


def seized_by_zone(world: World) -> Floats:
    """Kilograms seized by patrol zone, shape (zones,)."""
    return np.bincount(world.region.zone, world.traffic.seized_kg, len(Zone))


def worth(world: World) -> Floats:
    """Mean worth of a kilogram that passed, US$/kg, shape (n,)."""
    return world.traffic.value_usd_kg


def coca(world: World) -> Floats:
    """Planted hectares, shape (n,)."""
    return world.cocaine.coca_ha


def sprayed(world: World) -> Floats:
    """Hectares sprayed in the month, a scalar."""
    return np.asarray(world.levers.spray_ha.sum())


def flown_from(world: World) -> Floats:
    """Kilograms that leave each country by clandestine flight, shape (C,)."""
    arcs = world.region.arcs
    flights = (arcs.mode == Mode.FLIGHT) & (world.region.country[arcs.tail] >= 0)
    tails = world.region.country[arcs.tail[flights]]
    return np.bincount(tails, world.traffic.arc_kg[flights], len(world.region.countries))


def trust(world: World) -> Floats:
    """Trust in the state, shape (P,)."""
    return world.communities.trust


def exclusion(world: World) -> Floats:
    """Exclusion, shape (P,)."""
    return world.communities.exclusion


def willing_to_report(world: World) -> Floats:
    """Share of all offences that people report, shape (P,)."""
    return world.communities.reporting


def extortion(world: World) -> Floats:
    """Extortions, true and registered, shape (2, P)."""
    return np.stack([world.violence.extortion, world.reported.extortion])


def courts(world: World) -> Floats:
    """How far policies have raised convictions per case, shape (P,)."""
    return world.levers.courts


def recruits(world: World) -> Floats:
    """People who joined in the month, a scalar."""
    return np.asarray(world.ledger.people.month.get("recruited", 0.0))


def arrests(world: World) -> Floats:
    """Members arrested in the month, a scalar."""
    return np.asarray(world.justice.arrested.sum())


@dataclass(frozen=True)
class HeldBy:
    """A column of what an organisation holds in each place, shape (P,).

    Attributes:
        name: of the organisation.
        column: ``control``, or ``loyalty``: how far its lieutenants are obeyed there.
        elsewhere: the value where it holds nothing.
    """

    name: str
    column: str
    elsewhere: float = 0.0

    def __call__(self, world: World) -> Floats:
        held = world.holdings
        mine = held.organisation == row_of(world, self.name)
        found = np.full(world.region.n_places, self.elsewhere)
        found[held.place[mine]] = getattr(held, self.column)[mine]
        return found


@dataclass(frozen=True)
class CohesionOf:
    """Cohesion of an organisation, a scalar; 0 when it is no more."""

    name: str

    def __call__(self, world: World) -> Floats:
        row = row_of(world, self.name)
        return np.asarray(float(world.organisations.cohesion[row]) if row >= 0 else 0.0)


@dataclass(frozen=True)
class HostilityOf:
    """Hostility between two organisations, 0 to 1; 0 when one of them is no more."""

    one: str
    other: str

    def __call__(self, world: World) -> Floats:
        a, b = row_of(world, self.one), row_of(world, self.other)
        alive = a >= 0 and b >= 0
        return np.asarray(float(world.hostility[a, b]) if alive else 0.0)


def row_of(world: World, name: str) -> int:
    """Row of the living organisation of a name, or -1."""
    named = [agent.row for agent in world.organisation_agents if agent.name == name and agent.alive]
    return named[0] if named else -1


@dataclass(frozen=True)
class Watching:
    """Builds models that are looked at after every month; it can be sent to another process.

    Attributes:
        observers: what is looked at, by name.
        folder: the run folder in the making, where what was seen is written.
    """

    observers: Mapping[str, Look]
    folder: Path

    def __call__(self, scenario: Any, *, replicate: int, **how: Any) -> TraffickingModel:
        if not self.observers:
            return TraffickingModel(scenario, replicate=replicate, **how)
        path = observed_path(self.folder, replicate)
        return WatchedModel(scenario, observers=self.observers, path=path, replicate=replicate, **how)


class WatchedModel(TraffickingModel):
    """A model that is looked at after every month; with its last month what was seen is written.

    Args:
        scenario: what is run.
        observers: what is looked at, by name.
        path: the file, an array for each observer, shape (months, …).
        how: see ``TraffickingModel``.
    """

    def __init__(self, scenario: Any, *, observers: Mapping[str, Look], path: Path, **how: Any) -> None:
        self._path = path
        self._looks = dict(observers)
        self._seen: dict[str, list[Floats]] = {name: [] for name in observers}
        super().__init__(scenario, **how)

    def step(self) -> None:
        """One month, and a look at what has become of it."""
        super().step()
        for name, look in self._looks.items():
            self._seen[name].append(np.array(look(self), np.float32))
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
