"""The kinds of policy a scenario may name, what their intensity means, and what each may be told besides.

A researcher's own policy joins with ``declare_policy`` before the scenario is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from corredor.core.options import HOW_REMOVED, MARKET_GROUPS, TRANSPORT_MODES, Option


@dataclass(frozen=True)
class PolicyKind:
    """One kind of policy.

    Attributes:
        kind: its id.
        meaning: what a state does, one sentence.
        intensity: what the number ``intensity`` stands for.
        default_intensity: used when a scenario gives none.
        options: what this kind may be told beyond what all policies share.
    """

    kind: str
    meaning: str
    intensity: str = "effort, 1 for a full programme"
    default_intensity: float = 1.0
    options: Mapping[str, Option] = field(default_factory=dict)


_kinds: dict[str, PolicyKind] = {}


def policy_kinds() -> Mapping[str, PolicyKind]:
    """All declared kinds by id, in the order in which they were declared."""
    return MappingProxyType(_kinds)


def declare_policy(kind: PolicyKind) -> None:
    """Make a kind known to scenarios.

    Raises:
        ValueError: if another kind already has this id.
    """
    if _kinds.get(kind.kind, kind) != kind:
        raise ValueError(f"a policy kind '{kind.kind}' is already declared, with another meaning")
    _kinds[kind.kind] = kind


_MARKET = Option("choice", "the market concerned", default="usa", choices=MARKET_GROUPS)
_PARTS = Option(
    "choices", "what is reformed; everything when left out", choices=("mandate", "training", "pay", "retention")
)

for _kind in (
    PolicyKind(
        "interdiction_surge",
        "more ships, aircraft and checkpoints against loads on the way",
        intensity="multiple of the usual assets, 1 for no change",
        default_intensity=2.0,
        options={"mode": Option("choice", "only against this way of travelling", choices=TRANSPORT_MODES)},
    ),
    PolicyKind("flight_denial", "clandestine flights are shot down or forced to land, and so made costly"),
    PolicyKind(
        "eradication",
        "coca is destroyed in the field",
        intensity="share of the coca of the place that is reached in a year",
        default_intensity=0.2,
        options={
            "method": Option("choice", "from the air or by hand", default="spraying", choices=("spraying", "manual")),
            "area": Option("quantity", "hectares reached in a year, instead of the share", unit="ha"),
        },
    ),
    PolicyKind("alternative_development", "growers can earn more without coca"),
    PolicyKind(
        "kingpin",
        "agencies hunt leaders of organisations",
        options={
            "organisation": Option("organisation", "whose leaders are hunted", default="strongest"),
            "how": Option("choice", "what becomes of them", default="captured", choices=HOW_REMOVED),
        },
    ),
    PolicyKind("extradition", "captured leaders are sent abroad, where they can no longer command"),
    PolicyKind("military_deployment", "soldiers patrol the streets"),
    PolicyKind(
        "security_sector_reform",
        "mandate, training, pay and retention of the police are reformed",
        options={"parts": _PARTS},
    ),
    PolicyKind("vetted_unit", "a small unit, screened and supervised, that officials cannot easily buy"),
    PolicyKind("joint_teams", "police, prosecutors and tax offices investigate together"),
    PolicyKind("regional_cooperation", "states share intelligence and operate together"),
    PolicyKind(
        "court_reform",
        "prosecution and courts bring more cases to an end",
        options={
            "offences": Option(
                "choice", "all, or those without an organisation behind them", default="all", choices=("all", "common")
            )
        },
    ),
    PolicyKind("anti_corruption", "officials are supervised and vetted"),
    PolicyKind("financial_intelligence", "laundering is made dearer, and assets are found and confiscated"),
    PolicyKind(
        "arms_control",
        "fewer arms can be bought and smuggled",
        intensity="share of the arms on offer that is kept away",
        default_intensity=0.3,
    ),
    PolicyKind("prison_reform", "more places in prison, and less command from inside"),
    PolicyKind(
        "mass_detention",
        "suspects are detained in great numbers, guilty or not",
        intensity="people detained a month for each 100 000",
        default_intensity=50.0,
    ),
    PolicyKind(
        "hotspot_policing",
        "police concentrate on the few places with most violence",
        options={"share": Option("share", "how many of the places count as hotspots", default=0.05)},
    ),
    PolicyKind("pacification", "the state takes territory back and stays, with services"),
    PolicyKind("community_policing", "officers known to the neighbourhood, who listen and answer"),
    PolicyKind(
        "social_prevention",
        "school, work and care for young people at risk",
        intensity="share of recruits kept away",
        default_intensity=0.3,
    ),
    PolicyKind("urban_upgrading", "transport, light, schools and public space in excluded neighbourhoods"),
    PolicyKind(
        "truce",
        "organisations are offered something that makes peace worth more to them",
        options={
            "between": Option("organisations", "who is party to it; all of the place when left out"),
            "payment": Option("quantity", "what each is offered; by its members when left out", unit="usd/month"),
        },
    ),
    PolicyKind(
        "demobilisation",
        "members are offered a way out",
        options={"organisation": Option("organisation", "whose members; everybody's when left out")},
    ),
    PolicyKind(
        "demand_reduction",
        "prevention and treatment lower demand",
        intensity="share of demand taken off",
        default_intensity=0.1,
        options={"market": _MARKET},
    ),
    PolicyKind(
        "legal_regulation",
        "a market is taken over by legal sellers",
        intensity="share of the market that legal sellers take over",
        default_intensity=0.5,
        options={"market": _MARKET},
    ),
    PolicyKind("private_security_regulation", "private guards are licensed, trained and inspected"),
):
    declare_policy(_kind)
