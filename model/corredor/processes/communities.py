"""Communities: trust, exclusion, fear, private security, and who governs."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from corredor.agents.start import usual
from corredor.agents.start_parameters import StartParameters
from corredor.agents.starting_organisations import country_table
from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.core.parameters import UNMEASURED, Spec, process_parameters
from corredor.processes.process import Process
from corredor.processes.witnesses import cooperation
from corredor.region.region import Floats

MONTHS = 12.0


@process_parameters("communities")
class CommunityParameters(NamedTuple):
    """How communities change."""

    growth: Annotated[
        float, Spec("1/year", -0.02, 0.04, "UNODC population series", "population growth, countries without a figure")
    ] = 0.012
    youth: Annotated[
        float, Spec("month", 120, 240, "ages 15 to 29", "time until those who are gone are replaced by younger ones")
    ] = 180.0
    trust_reference: Annotated[
        float, Spec("1", 0.2, 0.7, "about Mexico's at the start", "trust at which reporting was found")
    ] = 0.37
    trust_power: Annotated[float, Spec("1", 0, 1.5, UNMEASURED, "elasticity of reporting and witnessing to trust")] = (
        0.5
    )
    inertia: Annotated[
        float, Spec("1/month", 0.002, 0.05, UNMEASURED, "pull of trust and exclusion back to what capacity gives")
    ] = 0.01
    erosion: Annotated[float, Spec("1/month", 0, 0.05, UNMEASURED, "trust lost under full violence and impunity")] = (
        0.015
    )
    justice_done: Annotated[float, Spec("1/month", 0, 0.2, UNMEASURED, "distrust lost under certain conviction")] = (
        0.015
    )
    violence_half: Annotated[
        float, Spec("1/month", 0.5, 10, UNMEASURED, "homicides per 100 000 that do half the harm that violence can do")
    ] = 3.0
    extortion_weight: Annotated[
        float, Spec("1", 0, 0.2, UNMEASURED, "harm of an extortion, relative to a homicide")
    ] = 0.01
    fear_half: Annotated[
        float, Spec("1/month", 1, 20, UNMEASURED, "homicides per 100 000 at which half of the witnesses keep silent")
    ] = 4.0
    exclusion_rise: Annotated[float, Spec("1/month", 0, 0.02, UNMEASURED, "inclusion lost under full violence")] = 0.003
    service_gain: Annotated[float, Spec("1/month", 0, 0.1, UNMEASURED, "exclusion lost under full services")] = 0.03
    presence_speed: Annotated[
        float, Spec("1/month", 0.01, 0.3, UNMEASURED, "how fast the state arrives and withdraws")
    ] = 0.05
    presence_gain: Annotated[
        float, Spec("1", 0, 1, UNMEASURED, "part of the missing presence that full services bring")
    ] = 0.5
    governance_speed: Annotated[
        float, Spec("1/month", 0.01, 0.2, UNMEASURED, "how fast groups come to rule what they hold")
    ] = 0.03
    governance_loss: Annotated[float, Spec("1", 0, 0.8, UNMEASURED, "part of presence lost where groups rule")] = 0.2
    security_speed: Annotated[
        float, Spec("1/month", 0.01, 0.3, UNMEASURED, "how fast private security follows fear")
    ] = 0.05
    disorder_rise: Annotated[
        float, Spec("1", 0, 0.05, UNMEASURED, "disorder for each organised killing per 100 000")
    ] = 0.009
    disorder_decay: Annotated[float, Spec("1/month", 0.002, 0.05, UNMEASURED, "order restored")] = 0.013
    disorder_ceiling: Annotated[
        float, Spec("1", 0.2, 3, UNMEASURED, "most that disorder can add to common homicide, relative to none")
    ] = 1.0
    reporting: Annotated[
        float,
        Spec(
            "1",
            0.05,
            0.25,
            "E02: 10.4 % in Mexico, after fear",
            "offences reported at the reference trust, without fear",
        ),
    ] = 0.13


class Communities(Process):
    r"""What people live through, by place.

    With ``s`` the homicides seen and ``e`` the extortion, per 100 000 and month, harm is ``v = z / (z + half)`` with
    ``z = s + w e``, and

    .. math::
        \Delta T &= k (T_0 - T) - a\,v\,(1 - c)\,T + b\,c\,(1 - T) \\
        \Delta X &= k (X_0 - X) + r\,v\,(1 - X) - g\,S\,X

    ``T`` trust, ``X`` exclusion, ``c`` conviction, ``S`` services and presence above the usual; ``T_0`` and ``X_0``
    are what capacity alone gives. Disorder (Skogan 1990: crime that breaks order brings crime) grows with organised
    killings towards a ceiling and decays. Form ours; coefficients unmeasured.
    """

    name: ClassVar[str] = "communities"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        table, known = world.communities, country_table()
        self.usual_trust: Floats = table.trust.copy()
        self.usual_exclusion: Floats = table.exclusion.copy()
        self.usual_presence: Floats = table.presence.copy()
        default = world.parameters.communities.growth
        yearly = np.array([known[c].growth_per_year if c in known else default for c in world.region.countries])
        start: StartParameters = world.parameters.start
        self.young_share = start.young_share
        self.growth: Floats = np.exp(yearly / MONTHS)[world.place_country()]
        self._speak()

    def step(self) -> None:
        """Compute ``world.month``."""
        self._live()
        self._govern()
        self._trust()
        self._include()
        self._protect()
        self._speak()

    def begin_year(self, year: int) -> None:
        """What capacity gives is that of the year; presence moves by as much at once, trust and exclusion follow.

        What services have added to presence, and rule by groups has taken from it, stays, and then finds its share of
        what is now missing.
        """
        if self.world.parameters.region.presence_history == 0.0:
            return
        table, before = self.world.communities, self.usual_presence
        capacity = usual(self.world.region, self.world.parameters.start)
        self.usual_presence, self.usual_exclusion, self.usual_trust = capacity
        table.presence[:] = np.clip(table.presence + (self.usual_presence - before), 0.0, 1.0)

    def harm(self) -> Floats:
        """0 to 1 by place: how much violence and extortion people live with."""
        p, violence = self.world.parameters.communities, self.world.violence
        extortion = violence.extortion / np.maximum(self.world.communities.population, 1.0) * 1e5
        suffered = violence.seen + p.extortion_weight * extortion
        hurt: Floats = suffered / (suffered + p.violence_half)
        return hurt

    def _live(self) -> None:
        """Population grows; organised killings break order."""
        world, p, table = self.world, self.world.parameters.communities, self.world.communities
        killings = world.violence.killings
        organised = killings.sum(axis=0) - killings[HomicideKind.COMMON]
        rate = organised / np.maximum(table.population, 1.0) * 1e5
        room = 1.0 - table.disorder / p.disorder_ceiling
        table.disorder[:] = np.clip(
            table.disorder + p.disorder_rise * rate * room - p.disorder_decay * table.disorder, 0.0, p.disorder_ceiling
        )
        if self.world.month >= 0:
            table.population[:] *= self.growth

    def _govern(self) -> None:
        """Groups come to rule what they hold where the state is weak; presence follows services and their rule."""
        world, p, table = self.world, self.world.parameters.communities, self.world.communities
        held = world.holdings.by_place(world.holdings.control)
        table.criminal_governance[:] += p.governance_speed * (held * (1.0 - table.presence) - table.criminal_governance)
        served = np.minimum(world.levers.services, 1.0)
        wanted = self.usual_presence + p.presence_gain * served * (1.0 - self.usual_presence)
        wanted *= 1.0 - p.governance_loss * table.criminal_governance * (1.0 - served)
        table.presence[:] += p.presence_speed * (wanted - table.presence)

    def _trust(self) -> None:
        world, p, table = self.world, self.world.parameters.communities, self.world.communities
        change = p.inertia * (self.usual_trust - table.trust) + world.levers.trust
        if world.mechanisms.on("communities.trust"):
            conviction = world.justice.conviction
            change -= p.erosion * self.harm() * (1.0 - conviction) * table.trust
            change += p.justice_done * conviction * (1.0 - table.trust)
        table.trust[:] = np.clip(table.trust + change, 0.0, 1.0)

    def _include(self) -> None:
        world, p, table = self.world, self.world.parameters.communities, self.world.communities
        change = p.inertia * (self.usual_exclusion - table.exclusion) + world.levers.exclusion
        change += p.exclusion_rise * self.harm() * (1.0 - table.exclusion)
        if world.mechanisms.on("communities.services"):
            steady = np.maximum(table.presence - self.usual_presence, 0.0)
            served = np.minimum(world.levers.services + steady, 1.0)
            change -= p.service_gain * served * table.exclusion
        table.exclusion[:] = np.clip(table.exclusion + change, 0.0, 1.0)
        members = self.world.holdings.by_place(self.world.holdings.members)
        table.young_missing[:] -= table.young_missing / p.youth
        gone = members + table.young_missing
        table.young_at_risk[:] = np.maximum(self.young_share * table.exclusion * table.population - gone, 0.0)

    def _protect(self) -> None:
        """Fear keeps people silent and, where they can pay, buys guards."""
        world, p, table = self.world, self.world.parameters.communities, self.world.communities
        table.fear[:] = world.violence.seen / (world.violence.seen + p.fear_half)
        guards = table.fear * (1.0 - table.exclusion)
        table.private_security[:] += p.security_speed * (guards - table.private_security)

    def _speak(self) -> None:
        self.world.communities.reporting[:] = np.minimum(
            self.world.parameters.communities.reporting * cooperation(self.world), 1.0
        )
