"""Justice: arrest, courts and prison."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from corredor.agents.world import World
from corredor.core.parameters import UNMEASURED, Spec, process_parameters
from corredor.kernels import justice as kernel
from corredor.processes.courts import convicting, convicting_others
from corredor.processes.prisons import Prisons
from corredor.processes.process import Process
from corredor.processes.witnesses import trusting, unafraid
from corredor.region.region import Floats


@process_parameters("justice")
class JusticeParameters(NamedTuple):
    """Stages of justice, arrests of members, prisons."""

    clearance: Annotated[
        float,
        Spec(
            "1",
            0.4,
            1.3,
            "J01: 61 to 65 % of homicides in the United States, with willing witnesses",
            "share of offences cleared for full presence, at the reference trust",
        ),
    ] = 0.8
    courts: Annotated[
        float,
        Spec(
            "1",
            0.4,
            1,
            "J01: 70 % of those tried for murder in the United States",
            "convictions for each cleared case where government is as effective as it can be",
        ),
    ] = 0.84
    arrests: Annotated[
        float,
        Spec(
            "1/month",
            1e-6,
            1e-5,
            "Prieto-Curiel et al. 2023: some 110 a week in Mexico",
            "arrests a head where members abound",
        ),
    ] = 3.8e-6
    arrests_half: Annotated[
        float, Spec("member", 0, 3e-3, UNMEASURED, "members a head at which the police catch half of that (type II)")
    ] = 6.4e-4
    conviction_reference: Annotated[
        float,
        Spec("1", 0.005, 0.2, "unmeasured; about Mexico's at the start", "conviction at which arrests were found"),
    ] = 0.1
    arrests_power: Annotated[float, Spec("1", 0, 1, UNMEASURED, "elasticity of arrests to conviction")] = 0.5
    arrests_most: Annotated[
        float, Spec("1", 1, 6, UNMEASURED, "arrests of the best police, relative to the reference")
    ] = 3.0
    sentence_members: Annotated[float, Spec("month", 12, 120, UNMEASURED, "time that a member spends in prison")] = 48.0
    sentence_others: Annotated[float, Spec("month", 6, 60, UNMEASURED, "time that other prisoners spend in prison")] = (
        24.0
    )
    returning: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "released members who go back, from a prison that nobody commands from")
    ] = 0.3
    crowding: Annotated[
        float,
        Spec("1", 0.2, 3, UNMEASURED, "prisoners above capacity, relative to it, at which gangs command a prison"),
    ] = 1.0
    prison_recruits: Annotated[
        float, Spec("1/month", 0, 0.01, UNMEASURED, "other prisoners who join, where gangs command")
    ] = 0.001
    detention_aim: Annotated[
        float, Spec("1", 1, 50, UNMEASURED, "odds that a detained young person is a member, against chance")
    ] = 8.0


class Justice(Process):
    r"""Conviction is a product of stages: ``clearance x trusting witnesses x courts``.

    For offences of organisations it is multiplied by witnesses who are not afraid and by officials who are not bought:
    both fail the same cases, those in which somebody would take revenge and has paid. In Colombia in 2019 charges were
    laid for 70 % of killings in brawls and 19 % of those by hired killers (row J02 of docs/evidence.md). Officials who
    are bought stop no case that a vetted unit has taken.

    Members arrested in a place, of the ``M`` there, among ``N`` people:

    .. math:: J_i = \eta N\, \min\left(\left(\tfrac{c}{c_0}\right)^{g}, A\right) \frac{m_i}{M + h N}

    with ``A`` the most that police who convict more arrest (``arrests_most``), and never more than are there.
    In a well-mixed place with ``h = 0`` and the reference conviction this is the capacity-limited arrest of
    Prieto-Curiel, Campedelli & Hope (2023), ``\eta C_i / \sum C``; ``h`` makes it a type-II response (Holling 1959),
    without which a strong state with few members would catch more than there are.
    """

    name: ClassVar[str] = "justice"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.stages()
        self.prisons = Prisons(world)

    def step(self) -> None:
        """Compute ``world.month``."""
        world = self.world
        self.stages()
        self.prisons.release()
        jailed = self.arrests()
        jailed += self.prisons.detain(jailed)
        world.holdings.members = world.holdings.members - jailed
        self.prisons.admit(jailed)
        world.communities.young_missing[:] += world.holdings.by_place(jailed)
        world.justice.arrested = world.holdings.by_organisation(jailed, world.organisations.n)
        world.count_members()

    def stages(self) -> None:
        """Clearance and conviction in every place."""
        world, levers = self.world, self.world.levers
        chain = kernel.Chain(
            presence=world.communities.presence,
            trusting=trusting(world),
            unafraid=unafraid(world),
            convicting=convicting(world),
            convicting_others=convicting_others(world),
            capture=world.justice.capture,
            police=levers.police,
            clearance=levers.clearance,
            vetted=levers.vetted,
        )
        justice, cleared = world.justice, world.parameters.justice.clearance
        kernel.stages(chain, cleared, justice.clearance, justice.conviction_common, justice.conviction)

    def arrests(self) -> Floats:
        """Members arrested this month, by holding, shape (K,)."""
        world, p, holdings = self.world, self.world.parameters.justice, self.world.holdings
        police = np.minimum((world.justice.conviction / p.conviction_reference) ** p.arrests_power, p.arrests_most)
        arrested = np.empty(len(holdings))
        kernel.arrests(
            holdings.place,
            holdings.members,
            world.communities.population,
            police,
            world.levers.arrests,
            p.arrests,
            p.arrests_half,
            arrested,
        )
        return arrested
