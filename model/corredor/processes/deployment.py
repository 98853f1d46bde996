"""Deployment: where agencies put their assets, and the hazard that comes of it."""

from __future__ import annotations

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.agents.world import World
from corredor.processes.neighbourhood import Neighbourhood
from corredor.region.region import Floats, Zone

LEAST_HONEST = 0.05
"""Share of officials who are not for sale in the worst of places; keeps a ratio to it finite."""
_HAZARDS = tuple(f"hazard_{zone.name.lower()}" for zone in Zone)


class Deployment:
    """Assets by cell, zone by zone: a standing plan, and a share that follows recent seizures.

    The hazard per km is assets per area times the width an asset searches (Koopman 1946), saturating, and discounted by
    corruption: on land by the integrity of the country, and then by how many more officials organisations have bought
    than at the start, whose corruption the standing hazards already contain; at sea likewise by the maritime and
    international agencies.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.around = Neighbourhood(world.region)
        self.zone = world.region.zone.astype(np.int64)
        hazard = np.array([getattr(world.parameters.interdiction, name) for name in _HAZARDS])
        self.standing_assets: Floats = 1000.0 * hazard[self.zone] / world.parameters.interdiction.sweep_width
        self.recent: Floats = np.zeros(world.region.n)
        self.usual_strength = self._strength()
        self._usual_honest: tuple[Floats, float] | None = None
        world.enforcement.standing_per_km[:] = self._hazard(self.standing_assets) * self._honesty()

    def place(self) -> None:
        """Put this month's assets where they go, and say what hazard they make."""
        world, p = self.world, self.world.parameters.interdiction
        area = world.region.area_km2
        paid = self.standing_assets * world.levers.patrol_assets * self._strength_factor()
        spread = self.around.sum(self.recent[None, :], p.patrol_reach)[0] * area
        zones = len(Zone)
        budget = np.bincount(self.zone, paid * area, zones)
        called = np.bincount(self.zone, spread, zones)
        follows = np.where(called > 0.0, p.adaptation, 0.0)
        per_call = np.divide(budget * follows, called, out=np.zeros(zones), where=called > 0.0)
        assets = (1.0 - follows[self.zone]) * paid + per_call[self.zone] * spread / area
        world.enforcement.assets[:] = assets
        world.enforcement.hazard_per_km[:] = self._hazard(assets) * self._honesty() * world.levers.hazard

    def note(self, seized_kg: Floats) -> None:
        """Remember where something was seized this month."""
        self.recent += (seized_kg - self.recent) / self.world.parameters.interdiction.memory

    def _hazard(self, assets_per_1000_km2: Floats) -> Floats:
        """Hazard per km of an honest agency, saturating in its assets."""
        p = self.world.parameters.interdiction
        linear = assets_per_1000_km2 / 1000.0 * p.sweep_width
        return np.asarray(p.most_hazard * -np.expm1(-linear / p.most_hazard), dtype=np.float64)

    def _honesty(self) -> Floats:
        """Share of what is seen that is also seized, by cell."""
        world, region = self.world, self.world.region
        on_land, at_sea = np.maximum(1.0 - world.justice.capture, LEAST_HONEST), 1.0 - self._sea_capture()
        if self._usual_honest is None and world.justice.capture.any():
            self._usual_honest = on_land.copy(), max(at_sea, LEAST_HONEST)
        usual_land, usual_sea = self._usual_honest or (1.0, 1.0)
        honest = np.full(region.n, at_sea / usual_sea)
        ashore = region.land & (region.country >= 0)
        honest[ashore] = region.integrity[region.country[ashore]]
        honest[region.places] = np.minimum(honest[region.places] * on_land / usual_land, 1.0)
        return honest

    def _maritime(self) -> np.ndarray:
        kind = self.world.agencies.kind
        return np.flatnonzero((kind == AgencyKind.MARITIME) | (kind == AgencyKind.INTERNATIONAL))

    def _sea_capture(self) -> float:
        rows = self._maritime()
        strength = self.world.agencies.strength[rows]
        return float(np.average(self.world.agencies.capture[rows], weights=strength)) if strength.sum() > 0 else 0.0

    def _strength(self) -> float:
        return float(self.world.agencies.strength[self._maritime()].sum())

    def _strength_factor(self) -> Floats:
        """Strength of maritime and international agencies relative to the start, at sea; on land 1."""
        factor = self._strength() / self.usual_strength if self.usual_strength > 0.0 else 1.0
        return np.where(self.world.region.land, 1.0, factor)
