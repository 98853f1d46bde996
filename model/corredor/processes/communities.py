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
from corredor.kernels import communities as kernel
from corredor.processes.courts import convicted
from corredor.processes.process import Process
from corredor.processes.witnesses import cooperation
from corredor.region.region import Floats

MONTHS = 12.0


@process_parameters("communities")
class CommunityParameters(NamedTuple):
    """How communities change."""

    growth: Annotated[
        float,
        Spec(
            "1/year",
            -0.02,
            0.04,
            "UNODC, several years: population series",
            "population growth, countries without a figure",
        ),
    ] = 0.012
    youth: Annotated[
        float,
        Spec(
            "month",
            120,
            240,
            "convention: the young are those aged 15 to 29",
            "time until those who are gone are replaced by younger ones",
        ),
    ] = 180.0
    trust_reference: Annotated[
        float, Spec("1", 0.2, 0.7, "unmeasured; about Mexico's at the start", "trust at which reporting was found")
    ] = 0.395
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

    ``T`` trust, ``X`` exclusion, ``c`` convictions for each homicide, ``S`` services and presence above the usual;
    ``T_0`` and ``X_0`` are what capacity alone gives. Disorder (Skogan 1990: crime that breaks order brings crime)
    grows with organised killings towards a ceiling and decays. Form ours; coefficients unmeasured.

    Before month 0 each month is lived through ``start.lived`` times. What changes here takes 20 to 100 months, the
    settling takes 24: without that a run would begin with people who had hardly seen any violence.
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
        self.lived_before = int(start.lived)
        self.growth: Floats = np.exp(yearly / MONTHS)[world.place_country()]
        self._speak()

    def step(self) -> None:
        """Compute ``world.month``."""
        world, p, on = self.world, self.world.parameters.communities, self.world.mechanisms.on
        table = world.communities
        people = kernel.People(*(table.array(column) for column in kernel.People._fields))
        kernel.month(
            people,
            self._lived(),
            kernel.Usual(self.usual_presence, self.usual_exclusion, self.usual_trust),
            self.growth if world.month >= 0 else self.growth[:0],
            on("communities.trust"),
            on("communities.services"),
            self.young_share,
            1 if world.month >= 0 else self.lived_before,
            p,
        )
        self._speak()

    def _lived(self) -> kernel.Lived:
        world, violence, held, levers = self.world, self.world.violence, self.world.holdings, self.world.levers
        return kernel.Lived(
            organised=violence.killings.sum(axis=0) - violence.killings[HomicideKind.COMMON],
            seen=violence.seen,
            extortion=violence.extortion,
            conviction=convicted(world),
            held=held.by_place(held.control),
            members=held.by_place(held.members),
            services=levers.services,
            trust=levers.trust,
            exclusion=levers.exclusion,
        )

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

    def _speak(self) -> None:
        self.world.communities.reporting[:] = np.minimum(
            self.world.parameters.communities.reporting * cooperation(self.world), 1.0
        )
