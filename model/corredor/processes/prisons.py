"""Prisons: who goes in, who comes out, and who commands inside."""

from __future__ import annotations

import numpy as np

from corredor.agents.world import World
from corredor.kernels.justice import by_country, take_back
from corredor.region.region import Floats


class Prisons:
    """Prisoners by country: members of organisations, and others.

    Others come in with population and with what police and courts achieve, so that prisons are steady while these are.
    Overcrowded prisons become command bases (``justice.prison_command``): more of the released go back, and other
    prisoners join. Members move between holdings and prison without a flow in the book of people, which counts both.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.usual_effort = self._effort()
        people = self._people()
        others = world.justice.prisoners - world.justice.members_in_prison
        self.usual_rate: Floats = others / np.maximum(people, 1.0) / world.parameters.justice.sentence_others
        self.usual_capacity: Floats = world.justice.prison_capacity / np.maximum(people, 1.0)
        self._command()

    def release(self) -> None:
        """Sentences end; members go back to the organisations of their country, or leave."""
        world, p, justice = self.world, self.world.parameters.justice, self.world.justice
        people = self._people()
        justice.prison_capacity[:] = self.usual_capacity * people * world.levers.prison_capacity
        self._command()
        inside = justice.members_in_prison
        others = justice.prisoners - inside
        joined = p.prison_recruits * justice.prison_command * others
        out = inside / p.sentence_members
        returned = self._take_back(out * (p.returning + (1.0 - p.returning) * justice.prison_command))
        effort = self._effort() / np.maximum(self.usual_effort, 1e-9)
        effort = np.minimum(np.maximum(effort, 1.0 / MOST_CHANGE), MOST_CHANGE)
        others = others - joined - others / p.sentence_others + self.usual_rate * people * effort
        justice.members_in_prison[:] = inside + joined - out
        justice.prisoners[:] = others + justice.members_in_prison
        world.ledger.people.post("recruited_in_prison", joined.sum())
        world.ledger.people.post("left_from_prison", (returned - out).sum())

    def admit(self, jailed: Floats) -> None:
        """Put arrested members (by holding, shape (K,)) in prison where they were arrested."""
        count = np.empty(len(self.world.region.countries))
        by_country(self.world.holdings.place, self.world.place_country(), jailed, count)
        self.world.justice.members_in_prison += count
        self.world.justice.prisoners += count

    def detain(self, jailed: Floats) -> Floats:
        """Detention beyond convictions: young people at risk are rounded up, members among them more often than chance.

        Args:
            jailed: members arrested already, by holding, shape (K,).

        Returns:
            Members detained, by holding, shape (K,). Others go to prison too, counted as detained without cause.
        """
        world, p, holdings = self.world, self.world.parameters.justice, self.world.holdings
        if not world.levers.detention.any():
            world.justice.detained_without_cause[:] = 0.0
            return np.zeros(len(holdings))
        country, countries = world.place_country(), len(world.region.countries)
        free = holdings.members - jailed
        members, young = holdings.by_place(free), world.communities.young_at_risk
        wanted = np.minimum(world.levers.detention * world.communities.population / 1e5, young + members)
        odds = p.detention_aim * members / np.maximum(young, 1.0)
        caught = np.minimum(wanted * odds / (1.0 + odds), members)
        world.justice.detained_without_cause[:] = np.bincount(country, wanted - caught, countries)
        world.justice.prisoners += world.justice.detained_without_cause
        world.communities.young_missing[:] += wanted - caught
        share = caught / np.maximum(members, 1e-9)
        detained: Floats = free * share[holdings.place]
        return detained

    def _take_back(self, returning: Floats) -> Floats:
        """Add released members to the holdings of their country in proportion; returns how many found one."""
        world, held = self.world, self.world.holdings
        found: Floats
        held.members, found = take_back(held.place, world.place_country(), held.members, returning)
        return found

    def _command(self) -> None:
        """How far gangs command the prisons of a country, 0 to 1."""
        world, justice = self.world, self.world.justice
        if not world.mechanisms.on("justice.prison_command"):
            justice.prison_command[:] = 0.0
            return
        crowding = justice.prisoners / np.maximum(justice.prison_capacity, 1.0) - 1.0
        ruled = np.minimum(np.maximum(crowding / world.parameters.justice.crowding, 0.0), 1.0)
        justice.prison_command[:] = ruled * np.minimum(np.maximum(1.0 - world.levers.prison_control, 0.0), 1.0)

    def _people(self) -> Floats:
        return np.bincount(
            self.world.place_country(), self.world.communities.population, len(self.world.region.countries)
        )

    def _effort(self) -> Floats:
        """What police and courts set out to do, per head, by country."""
        world = self.world
        stages = world.justice.clearance * world.levers.courts * world.levers.courts_common
        stages *= world.communities.population
        effort: Floats = np.bincount(world.place_country(), stages, len(world.region.countries))
        return effort / np.maximum(self._people(), 1.0)


MOST_CHANGE = 3.0
"""Other prisoners come in at most this much faster, or slower, than at the start."""
