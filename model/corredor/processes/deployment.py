"""Deployment: where agencies put their assets, and the hazard that comes of it."""

from __future__ import annotations

import numpy as np

from corredor.agents.agency import AgencyKind
from corredor.agents.world import World
from corredor.processes.neighbourhood import Neighbourhood, water
from corredor.region.region import Floats, Zone

SWEEP_KM = 10.0
"""Width that one asset searches, km: the unit in which assets are counted, and nothing more."""
LEAST_HONEST = 0.05
"""Share of officials who are not for sale in the worst of places; keeps a ratio to it finite."""
_ONLY = np.zeros(1, dtype=np.int64)
_HAZARDS = tuple(f"hazard_{zone.name.lower()}" for zone in Zone)


class Deployment:
    """Assets by cell, by duty: a standing plan, and a share that follows recent seizures.

    A duty is a zone's land or its sea: who patrols roads goes by what was taken on land, who patrols at sea by what was
    taken there, and neither leaves for the other. Where no load of the model passes (the United States, beyond whose
    edge everything is a door) the standing plan stays.

    The hazard per km is assets per area (random search: Koopman 1946; the width that an asset searches is the unit in
    which assets are counted, and cancels), saturating, and discounted by corruption: on land by the integrity of the
    country, and then by how many more officials organisations have bought than at the start, whose corruption the
    standing hazards already contain; at sea likewise by the maritime and international agencies. What searches at sea
    does so beyond the waters that it was sent to: assets there are a Gaussian mean over the sea around, so that no line
    between waters, which somebody drew, is a line for traffic.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.around = Neighbourhood(world.region)
        zone = world.region.zone.astype(np.int64)
        hazard = np.array([getattr(world.parameters.interdiction, name) for name in _HAZARDS])
        self.standing_assets: Floats = 1000.0 * hazard[zone] / SWEEP_KM
        self._sea = ~world.region.land
        crossed = np.diff(world.region.arcs.start) > 0
        self._crossed: Floats = crossed.astype(np.float64)
        self.duty = np.where(crossed, 2 * zone + self._sea, 2 * len(Zone))
        self._roam = world.parameters.interdiction.roaming
        self._at_sea = water(world.region)
        self._sea_near = np.maximum(self.around.sum(self._at_sea[None, :], self._roam)[0], 1e-12)
        self.recent: Floats = np.zeros(world.region.n)
        kind = world.agencies.kind
        self._maritime = np.flatnonzero((kind == AgencyKind.MARITIME) | (kind == AgencyKind.INTERNATIONAL))
        self.usual_strength = self._strength()
        self._usual_honest: tuple[Floats, float] | None = None
        region, duties = world.region, 2 * len(Zone) + 1
        self._ashore = region.land & (region.country >= 0)
        self._home = np.maximum(region.country, 0)
        self._integrity: Floats = np.empty(region.n)
        self.read_integrity()
        self._near, self._linear, self._honest = (np.empty(region.n) for _ in range(3))
        self._budget, self._called = np.empty(duties), np.empty(duties)
        standing = self.standing_assets.copy()
        self._search_around(standing)
        world.enforcement.standing_per_km[:] = self._hazard(standing) * self._honesty()

    def read_integrity(self) -> None:
        """Take the integrity of each country over to its cells."""
        np.take(self.world.region.integrity, self._home, out=self._integrity, mode="clip")
        self._integrity *= self._ashore

    def place(self) -> None:
        """Put this month's assets where they go, and say what hazard they make."""
        from corredor.kernels.patrols import place_assets

        world, p = self.world, self.world.parameters.interdiction
        region, assets, hazard = world.region, world.enforcement.assets, world.enforcement.hazard_per_km
        self.around.sum_into(self._near[None, :], self.recent[None, :], _ONLY, p.patrol_reach, apart=True)
        self._near *= self._crossed
        place_assets(
            self.duty,
            region.land,
            region.surface_km2,
            self.standing_assets,
            world.levers.patrol_assets,
            self._fleet(),
            self._near,
            p.adaptation,
            self._budget,
            self._called,
            assets,
        )
        self._search_around(assets)
        np.multiply(self._hazard(assets), self._honesty(), out=hazard)
        hazard *= world.levers.hazard

    def note(self, seized_kg: Floats) -> None:
        """Remember where something was seized this month."""
        change = np.subtract(seized_kg, self.recent, out=self._near)
        change /= self.world.parameters.interdiction.memory
        self.recent += change

    def _search_around(self, assets: Floats) -> None:
        """Spread what is at sea over the sea around, at the same assets per area where they are even; in place."""
        at_sea, near = self._linear, self._near
        np.multiply(assets, self._at_sea, out=at_sea)
        self.around.sum_into(near[None, :], at_sea[None, :], _ONLY, self._roam)
        near /= self._sea_near
        np.copyto(assets, near, where=self._sea)

    def _hazard(self, assets_per_1000_km2: Floats) -> Floats:
        """Hazard per km of an honest agency, saturating in its assets."""
        p, linear = self.world.parameters.interdiction, self._linear
        np.divide(assets_per_1000_km2, 1000.0, out=linear)
        linear *= SWEEP_KM
        linear /= -p.most_hazard
        np.expm1(linear, out=linear)
        linear *= -p.most_hazard
        return linear

    def _honesty(self) -> Floats:
        """Share of what is seen that is also seized, by cell."""
        from corredor.kernels.patrols import honesty

        world, region = self.world, self.world.region
        on_land, at_sea = np.maximum(1.0 - world.justice.capture, LEAST_HONEST), 1.0 - self._sea_capture()
        if self._usual_honest is None and world.justice.capture.any():
            self._usual_honest = on_land.copy(), max(at_sea, LEAST_HONEST)
        usual_land, usual_sea = self._usual_honest or (np.ones_like(on_land), 1.0)
        honesty(self._ashore, self._integrity, at_sea / usual_sea, region.places, on_land, usual_land, self._honest)
        return self._honest

    def _sea_capture(self) -> float:
        strength = self.world.agencies.strength[self._maritime]
        total = strength.sum()
        return float((self.world.agencies.capture[self._maritime] * strength).sum() / total) if total > 0 else 0.0

    def _strength(self) -> float:
        return float(self.world.agencies.strength[self._maritime].sum())

    def _fleet(self) -> float:
        """Strength of maritime and international agencies relative to the start."""
        return self._strength() / self.usual_strength if self.usual_strength > 0.0 else 1.0
