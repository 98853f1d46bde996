"""Where a room can start: shipped scenarios, in regions small enough for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from corredor.region import catalogue
from corredor.region.region import CORRIDORS
from corredor.scenario import Scenario, load
from corredor.scenario.places import Place
from corredor.scenario.resolving import PlaceError, resolve_place


@dataclass(frozen=True)
class Situation:
    """A shipped scenario, with what is changed of it for the page.

    Attributes:
        scenario: its name.
        set: values that win over it, by path.
    """

    scenario: str
    set: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def load(self) -> Scenario:
        """The scenario, checked."""
        return load(self.scenario, self.set)


_COARSE: Final = MappingProxyType({"region.resolution": "2 deg"})


def _cut(region: str) -> Mapping[str, object]:
    return MappingProxyType({"region.name": region, "region.resolution": "1 deg"})


REGIONS: Final[Mapping[str, tuple[Situation, ...]]] = MappingProxyType(
    {
        "two-corridors": (Situation("two_corridors"), Situation("two_corridors_control")),
        "americas": tuple(
            Situation(name, _COARSE)
            for name in ("baseline", "balloon_effect", "balloon_control", "kingpin_fragmentation")
        ),
        "mexico": tuple(Situation(name, _cut("mexico")) for name in ("baseline", "kingpin_fragmentation")),
        "central-america": (Situation("baseline", _cut("central-america")),),
    }
)
"""Starting situations by region, the first of each the one that is offered first; the teaching region leads."""

TEACHING: Final = next(iter(REGIONS))


def situation(region: str, scenario: str) -> Situation:
    """The starting situation that a person has chosen; the region's first if there is no such one.

    Args:
        region: one of ``REGIONS``; the teaching region if it is not.
        scenario: name of a shipped scenario.
    """
    offered = REGIONS.get(region, REGIONS[TEACHING])
    return next((each for each in offered if each.scenario == scenario), offered[0])


@lru_cache(maxsize=32)
def base_of(region: str, scenario: str) -> Scenario:
    """The scenario of a starting situation; it is never changed, so one is enough for everybody."""
    return situation(region, scenario).load()


EVERYWHERE: Final = "everywhere"


@lru_cache(maxsize=16)
def places(region: str, resolution: float) -> tuple[str, ...]:
    """The places that policies can be put in, as the page's form names them: ``corridor:caribbean``, ``country:MEX``.

    Args:
        region: name of a region.
        resolution: degrees.
    """
    built = catalogue.load(region, resolution)
    inhabited = [code for i, code in enumerate(built.countries) if built.population[built.country == i].sum() > 0]
    named = [f"corridor:{name}" for name in CORRIDORS] + ["ports:on", "border:on"]
    named += [f"country:{code}" for code in inhabited] if len(inhabited) > 1 else []
    there = [name for name in named if _exists(built, name)]
    return (EVERYWHERE, *there)


def _exists(region: Any, name: str) -> bool:
    try:
        resolve_place(region, Place.model_validate(where(name)))
    except (PlaceError, ValueError):
        return False
    return True


def where(place: str) -> dict[str, str] | None:
    """A place of the form as a scenario writes it; nothing for everywhere."""
    key, _, name = place.partition(":")
    return {key: name} if name else None
