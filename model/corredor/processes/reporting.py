"""Reporting: what is observed of what happened."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from corredor.agents.state import HomicideKind
from corredor.agents.world import World
from corredor.core.parameters import UNMEASURED, Spec, process_parameters
from corredor.processes.process import Process
from corredor.region.region import Floats


@process_parameters("reporting")
class ReportingParameters(NamedTuple):
    """Shares of what happens that end up in the records."""

    homicide_low: Annotated[
        float,
        Spec(
            "1",
            0.85,
            0.95,
            "E05: hidden homicides add 8.3 % in Brazil, a third of whose people see a state",
            "homicides registered where no state is",
        ),
    ] = 0.9
    homicide_high: Annotated[
        float, Spec("1", 0.9, 1, UNMEASURED, "homicides registered where the state is fully present")
    ] = 0.97
    extortion: Annotated[
        float,
        Spec("1", 0.1, 1, "E03: 3.3 % of extortions", "chance that an extortion is reported, against all offences"),
    ] = 0.33
    kidnapping: Annotated[
        float,
        Spec("1", 0.1, 1, "E03: 4.8 % of kidnappings", "chance that a kidnapping is reported, against all offences"),
    ] = 0.48


class Reporting(Process):
    """Every offence comes through with a chance of its own: binomial thinning with one uniform for each place and kind.

    Homicides are registered by state presence; extortion and kidnapping by whether people report (trust and fear, in
    ``communities.reporting``).
    """

    name: ClassVar[str] = "reporting"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._uniform = np.empty((len(HomicideKind) + 2, world.region.n_places))

    def step(self) -> None:
        """Compute ``world.month``."""
        from corredor.kernels.thinning import thin

        world, violence, reported = self.world, self.world.violence, self.world.reported
        world.streams.generator("reporting.thinning", world.month).random(out=self._uniform)
        happened = (*violence.killings, violence.extortion, violence.kidnapping)
        seen = (*reported.homicides, reported.extortion, reported.kidnapping)
        for offence in zip(happened, self.chances(), self._uniform, seen, strict=True):
            thin(*offence)

    def chances(self) -> tuple[Floats, ...]:
        """Chance of being recorded in each place, shape (P,), by kind of offence."""
        p, communities = self.world.parameters.reporting, self.world.communities
        registered = p.homicide_low + (p.homicide_high - p.homicide_low) * communities.presence
        told = communities.reporting
        return *(registered for _ in HomicideKind), p.extortion * told, p.kidnapping * told
