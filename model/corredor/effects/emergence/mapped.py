"""What is accounted for in each case: two parameters that its mediator works by, and the range of its policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from corredor.effects import measures
from corredor.effects.arm import Arm
from corredor.effects.case import Case, Difference, Outcome
from corredor.effects.cases import truce
from corredor.figures.corridor_shares import NORTHWARD
from corredor.region.region import Floats

ELSEWHERE: Final = tuple(name for name in NORTHWARD if name != "caribbean")
"""Corridors that close off the United States together with the Caribbean, so that a load crosses one of them once."""
LAST_YEAR: Final = ("1993-01", 12)
SURGE: Final = ("1988-01", 72)


@dataclass(frozen=True)
class Range:
    """One policy of a case from none to far more than was done.

    Attributes:
        policy: its name in the treated arm.
        intensities: in the terms of its kind.
        usual: the intensity at which it changes nothing.
        quantities: what is looked at, by name: unit, and how it is measured.
    """

    policy: str
    intensities: tuple[float, ...]
    usual: float
    quantities: Mapping[str, tuple[str, Difference]]


@dataclass(frozen=True)
class Mapped:
    """What is looked at in one case.

    Attributes:
        parameters: two names; the mediator works by them.
        outcome: name of the outcome; the one that the case's first cut must take away if empty.
        range: of its policy, where one is asked for.
    """

    parameters: tuple[str, str]
    outcome: str = ""
    range: Range | None = field(default=None)


def headline(case: Case) -> Outcome:
    """The outcome of a case that is accounted for."""
    name = MAPPED[case.name].outcome or case.cuts[0].outcomes[0]
    return next(outcome for outcome in case.outcomes if outcome.name == name)


def displaced_from_the_caribbean(treated: Arm, control: Arm) -> Floats:
    """Of what leaves the Caribbean on its way to the United States, percent that appears in other corridors.

    More than 100 where less is lost in front of their lines. Of what comes to the Caribbean where it is watched less,
    percent that others have lost. NaN where nothing has moved.
    """
    left = _crossed(control, "caribbean") - _crossed(treated, "caribbean")
    appeared = np.sum([_crossed(treated, name) - _crossed(control, name) for name in ELSEWHERE], axis=0)
    out = np.full(left.shape, np.nan)
    return np.asarray(measures.PERCENT * np.divide(appeared, left, out=out, where=left != 0.0))


def _crossed(arm: Arm, corridor: str) -> Floats:
    return measures.total(arm, lambda one: one.corridor(corridor), *LAST_YEAR)


_CARIBBEAN: Final = Range(
    "Caribbean surge",
    (0.0, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 4.5, 7.0, 10.0),
    1.0,
    {
        "spread of traffic": ("percent", measures.percent_change(measures.of_region("spread_blocks"), *LAST_YEAR)),
        "delivered to all markets": ("percent", measures.percent_change(Arm.delivered, *SURGE)),
        "seized": ("percent", measures.percent_change(measures.of_region("kg_seized"), *SURGE)),
        "displaced share": ("percent of what left", displaced_from_the_caribbean),
    },
)

MAPPED: Final[Mapping[str, Mapped]] = {
    "corridor_balloon": Mapped(("routes.sensitivity", "routes.prior_km"), range=_CARIBBEAN),
    "crop_balloon": Mapped(("cultivation.price_elasticity", "markets.pass_through")),
    "crackdown_rerouting": Mapped(("routes.prior_km", "routes.rent_share")),
    "interdiction_arithmetic": Mapped(("routes.load_splitting", "routes.sensitivity")),
    "kingpin_violence": Mapped(("leadership.blow", "territory.patience")),
    "kingpin_fragmentation": Mapped(("leadership.split_slope", "leadership.recovery")),
    "transit_violence": Mapped(("routes.rent_share", "violence.impunity_turf")),
    "transit_spike": Mapped(("routes.rent_share", "violence.lethality")),
    "scarcity": Mapped(("markets.demand_elasticity", "routes.rent_share")),
    "price_violence": Mapped(("territory.patience", "violence.stake")),
    "truce": Mapped(("territory.patience", "territory.grievance"), truce.RATIO),
    "recruitment_or_arrest": Mapped(("recruitment.pool", "justice.arrests_half")),
    "spraying_weak": Mapped(("cultivation.replanting", "cultivation.replanting_elsewhere")),
    "military_deployment": Mapped(("violence.clash", "territory.troops_undo")),
    "momentum": Mapped(("violence.predation", "territory.leavers")),
    "four_dimensions": Mapped(("finance.oversight", "finance.threat")),
    "judicial_capacity": Mapped(("recruitment.deterrence", "finance.oversight")),
    "neighbourhood_upgrading": Mapped(("communities.service_gain", "recruitment.pool")),
    "hidden_crime": Mapped(("communities.trust_power", "start.trust_low")),
    "diversification": Mapped(("leadership.transnational_power", "violence.hunger")),
}
"""By name of the case. The parameters are those by which its mediator works, chosen by reading and not by a search."""
