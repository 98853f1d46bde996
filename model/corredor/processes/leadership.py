"""Leaders fall and are followed; organisations split and merge."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corredor.agents.world import World
from corredor.core.parameters import DRAWN, UNMEASURED, Spec, process_parameters
from corredor.kernels.holdings import win_back
from corredor.kernels.killings import among
from corredor.processes.process import Process
from corredor.processes.splitting import absorb, seat_lieutenants, split_organisation
from corredor.processes.strength import seen_cohesion
from corredor.region.region import Bools, Floats

__all__ = [
    "Leadership",
    "LeadershipParameters",
    "absorb",
    "lose_commanders",
    "lose_leader",
    "lose_lieutenant",
    "seat_lieutenants",
    "split_organisation",
]


@process_parameters("leadership")
class LeadershipParameters(NamedTuple):
    """Loss and succession of leaders, splits, and the end of small organisations."""

    blow: Annotated[
        float, Spec("1", 0.3, 1, UNMEASURED, "cohesion that a fully hierarchical organisation loses with its leader")
    ] = 0.75
    prison_word: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "part of that blow softened by a leader in a prison that gangs command")
    ] = 0.2
    recovery: Annotated[
        float, Spec("1/month", 0.08, 0.5, "Calderon et al. 2015", "rate at which a successor restores cohesion")
    ] = 0.25
    failure: Annotated[
        float, Spec("1/month", 0, 0.3, UNMEASURED, "chance that a successor falls too, at no cohesion at all")
    ] = 0.1
    chance: Annotated[
        float, Spec("1/month", 0, 0.01, UNMEASURED, "chance that a leader is lost without anybody's policy")
    ] = 0.0007
    rivals: Annotated[
        float, Spec("1/month", 0, 0.01, UNMEASURED, "chance that rivals in all-out war kill a leader")
    ] = 0.0005
    lieutenant_blow: Annotated[
        float, Spec("1", 0.3, 1, UNMEASURED, "loyalty that a plaza loses with its lieutenant")
    ] = 0.8
    lieutenant_recovery: Annotated[
        float, Spec("1/month", 0.05, 0.5, UNMEASURED, "rate at which a new lieutenant restores loyalty")
    ] = 0.2
    lieutenants: Annotated[float, Spec("1", 2, 12, UNMEASURED, "lieutenants of a large organisation")] = 6.0
    split_base: Annotated[
        float, Spec("1", -12, -5, UNMEASURED + DRAWN, "log odds of a split in a month at full cohesion")
    ] = -10.6566
    split_slope: Annotated[
        float,
        Spec(
            "1",
            8,
            30,
            "groups by Coscia & Rios 2012, leaders lost from press reports: some 0.4 new groups a removal",
            "rise of those log odds with hierarchy times lost cohesion",
        ),
    ] = 15.0
    leaving: Annotated[
        float, Spec("1", 0.1, 0.8, UNMEASURED, "chance that a lieutenant leaves when an organisation splits")
    ] = 0.4
    splinter_members: Annotated[
        float, Spec("person", 50, 1000, UNMEASURED, "members with whom a lieutenant dares to leave")
    ] = 250.0
    splinter_hierarchy: Annotated[
        float, Spec("1", 0.6, 1, UNMEASURED, "hierarchy of a splinter relative to its parent's")
    ] = 0.9
    transnational_power: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "elasticity of a splinter's capacity to the members it takes along")
    ] = 0.5
    transnational_least: Annotated[
        float, Spec("1", 0, 0.6, UNMEASURED, "capacity below which a splinter cannot move loads across borders")
    ] = 0.25
    smallest: Annotated[
        float, Spec("person", 20, 500, UNMEASURED, "members below which an organisation does not last")
    ] = 150.0
    absorbed: Annotated[
        float, Spec("1", 0.2, 1, UNMEASURED, "share of members who join whoever takes their organisation's ground")
    ] = 0.7


class Leadership(Process):
    """Takes leaders, lets successors fail or restore cohesion, splits organisations, and ends small ones.

    Draws are keyed by organisation, so that what happens to one changes nobody else's chances.
    """

    name: ClassVar[str] = "leadership"

    def step(self) -> None:
        """Losses, splits, recovery, mergers."""
        self._lose_leaders()
        self._fail_successors()
        self._split()
        self._recover()
        self._end_small()

    def _uniforms(self, what: str, rows: NDArray[np.int64]) -> Floats:
        return self.world.streams.uniforms(f"leadership.{what}", self.world.month, rows)

    def _lose_leaders(self) -> None:
        """By chance, by the state (a lever), and by rivals at war."""
        world, rows, p = self.world, self.world.alive, self.world.parameters.leadership
        if len(rows) == 0:
            return
        heat = among(world.hostility, rows)
        hunted = world.levers.leader_hazard[world.organisations.country[rows]]
        killed = p.rivals * heat.max(axis=1)
        draw = self._uniforms("loss", rows)
        for a in np.flatnonzero(draw < hunted + p.chance + killed):
            row = int(rows[a])
            if draw[a] < hunted[a]:
                lose_leader(world, row, "captured")
            elif draw[a] < hunted[a] + p.chance:
                lose_leader(world, row, "died")
            else:
                lose_leader(world, row, "killed", other=int(rows[np.argmax(heat[a])]))

    def _fail_successors(self) -> None:
        """A successor may fall before the organisation is whole again."""
        world, rows, p = self.world, self.world.alive, self.world.parameters.leadership
        if not world.mechanisms.on("leadership.succession"):
            return
        chance = p.failure * (1.0 - world.organisations.cohesion[rows])
        for row in rows[self._uniforms("successor", rows) < chance]:
            lose_leader(world, int(row), "successor failed", cause=int(world.organisations.last_shock[row]))

    def _split(self) -> None:
        """Lieutenants leave where the leader's word no longer holds, as far as they see it.

        Whom a split has left behind, or brought forth, does not split again before another blow.
        """
        world, rows, p = self.world, self.world.alive, self.world.parameters.leadership
        if not world.mechanisms.on("leadership.splitting"):
            return
        loose = world.organisations.hierarchy[rows] * (1.0 - seen_cohesion(world)[rows])
        hazard = 1.0 / (1.0 + np.exp(-(p.split_base + p.split_slope * loose)))
        for row in rows[self._uniforms("split", rows) < hazard]:
            blow = int(world.organisations.last_shock[row])
            if blow < 0 or world.events.events[blow].kind != "split":
                split_organisation(world, int(row))

    def _recover(self) -> None:
        """Cohesion and loyalty return at the rates of leaders and lieutenants who establish themselves."""
        world, p = self.world, self.world.parameters.leadership
        world.organisations.cohesion[:] += p.recovery * (1.0 - world.organisations.cohesion)
        win_back(world.holdings.loyalty, p.lieutenant_recovery)

    def _end_small(self) -> None:
        """Those with too few members are absorbed by whoever rules where they are."""
        world, p, rows = self.world, self.world.parameters.leadership, self.world.alive
        if (world.organisations.members[rows] >= p.smallest).all():
            return
        for row in rows:
            if world.organisations.members[row] < p.smallest:
                absorb(world, int(row))


def lose_leader(world: World, row: int, how: str = "captured", cause: int = -1, *, other: int = -1) -> int:
    """Remove a leader: cohesion falls by ``blow`` times hierarchy, less so if the leader commands on from prison.

    Args:
        world: the run.
        row: the organisation.
        how: captured, killed, extradited, or what else became of them.
        cause: id of the event that led to it.
        other: the rival who did it.

    Returns:
        Id of the event, or -1 where leadership is switched off and leaders are not lost.
    """
    if not world.mechanisms.on("leadership"):
        return -1
    table = world.organisations
    gone = 1.0 - (_word_from_prison(world, row) if how == "captured" else 0.0)
    table.cohesion[row] *= 1.0 - world.parameters.leadership.blow * table.hierarchy[row] * gone
    event = world.log("leader_removed", organisation=row, other=other, detail=how, cause=cause)
    table.last_shock[row] = event
    return event


def _word_from_prison(world: World, row: int) -> float:
    """Part of a captured leader's word that still counts: where gangs command prisons, unless leaders go abroad."""
    home = int(world.organisations.country[row])
    kept = float(world.justice.prison_command[home]) * (1.0 - min(float(world.levers.extradition[home]), 1.0))
    return kept * float(world.parameters.leadership.prison_word)


def lose_lieutenant(world: World, row: int, plaza: int, how: str = "captured", cause: int = -1) -> int:
    """Remove the lieutenant of one plaza: loyalty there falls.

    Args:
        world: the run.
        row: the organisation.
        plaza: number of the plaza, as in ``holdings.plaza``.
        how: captured, killed, extradited.
        cause: id of the event that led to it.

    Returns:
        Id of the event (its place is where the plaza has most members), or -1 where leadership is switched off.

    Raises:
        ValueError: if the organisation has no such plaza.
    """
    if not world.mechanisms.on("leadership"):
        return -1
    held = world.holdings
    mine = held.of(row)
    mine = mine[held.plaza[mine] == plaza]
    if len(mine) == 0:
        raise ValueError(f"organisation {row} holds nothing in plaza {plaza}")
    return _unsettle(world, row, mine, how, cause)


def lose_commanders(world: World, row: int, places: Bools, how: str = "captured", cause: int = -1) -> int:
    """Remove whoever commands for an organisation in some places: loyalty falls there, and nowhere else in its plazas.

    An operation in one town takes that town's people, while the lieutenant of the whole plaza stays (the crackdowns of
    Dell 2015 were on municipalities).

    Args:
        world: the run.
        row: the organisation.
        places: (P,), where the operation is.
        how: captured, killed, extradited.
        cause: id of the event that led to it.

    Returns:
        Id of the event, or -1 where leadership is switched off or the organisation has nobody in those places.
    """
    mine = world.holdings.of(row)
    mine = mine[places[world.holdings.place[mine]]]
    return _unsettle(world, row, mine, how, cause) if len(mine) and world.mechanisms.on("leadership") else -1


def _unsettle(world: World, row: int, mine: NDArray[np.int64], how: str, cause: int) -> int:
    """Loyalty falls in some holdings of an organisation; the event's place is where most members of them are."""
    held = world.holdings
    held.loyalty[mine] *= 1.0 - world.parameters.leadership.lieutenant_blow
    seat = int(held.place[mine[np.argmax(held.members[mine])]])
    event = world.log("lieutenant_removed", organisation=row, place=seat, detail=how, cause=cause)
    world.organisations.last_shock[row] = event
    return event
