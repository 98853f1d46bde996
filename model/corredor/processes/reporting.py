"""Reporting: what is observed of what happened."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from corredor.agents.state import HomicideKind
from corredor.core.parameters import UNMEASURED, Spec, process_parameters
from corredor.kernels.thinning import binomial
from corredor.processes.process import Process
from corredor.region.region import Floats


@process_parameters("reporting")
class ReportingParameters(NamedTuple):
    """Shares of what happens that end up in the records."""

    homicide_low: Annotated[
        float, Spec("1", 0.7, 0.95, "E05: hidden homicides add 8 % in Brazil", "homicides registered where no state is")
    ] = 0.85
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

    def step(self) -> None:
        """Compute ``world.month``."""
        world, violence = self.world, self.world.violence
        happened = np.vstack([violence.killings, violence.extortion[None], violence.kidnapping[None]])
        generator = world.streams.generator("reporting.thinning", world.month)
        seen = binomial(np.floor(happened + 0.5), self.chances(), generator.random(np.shape(happened)))
        kinds = len(HomicideKind)
        world.reported.homicides[:] = seen[:kinds]
        world.reported.extortion[:] = seen[kinds]
        world.reported.kidnapping[:] = seen[kinds + 1]

    def chances(self) -> Floats:
        """Chance of being recorded by kind of offence and place, shape (kinds + 2, P)."""
        p, communities = self.world.parameters.reporting, self.world.communities
        registered = p.homicide_low + (p.homicide_high - p.homicide_low) * communities.presence
        told = communities.reporting
        return np.vstack([np.tile(registered, (len(HomicideKind), 1)), p.extortion * told, p.kidnapping * told])
