"""The kinds of event that happen without a policy, and what each may be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from corredor.core.options import HOW_REMOVED, MARKET_GROUPS, Option


@dataclass(frozen=True)
class EventKind:
    """One kind of event.

    Attributes:
        kind: its id.
        meaning: what happens, one sentence.
        lasting: true if it has a duration.
        options: what this kind may be told beyond what all events share.
    """

    kind: str
    meaning: str
    lasting: bool = False
    options: Mapping[str, Option] = field(default_factory=dict)


_ORGANISATION = Option("organisation", "the organisation concerned", default="strongest")
_CHANGE = Option("change", "by how much, relative to what it was", required=True)

EVENT_KINDS: Final[Mapping[str, EventKind]] = {
    kind.kind: kind
    for kind in (
        EventKind(
            "leader_removed",
            "a leader, a lieutenant, or whoever commands in some places is captured, killed or extradited",
            options={
                "organisation": _ORGANISATION,
                "how": Option("choice", "what becomes of them", default="captured", choices=HOW_REMOVED),
                "rank": Option("choice", "who falls", default="leader", choices=("leader", "lieutenant", "commander")),
            },
        ),
        EventKind("split", "lieutenants leave with their cells", options={"organisation": _ORGANISATION}),
        EventKind(
            "arrival",
            "an organisation comes from outside",
            options={
                "members": Option("count", "how many come", required=True),
                "transnational": Option("flag", "whether it can send loads abroad", default=False),
            },
        ),
        EventKind("government_change", "a government changes, and with it what it had begun"),
        EventKind(
            "price_shock",
            "the price at a market jumps",
            lasting=True,
            options={"market": Option("choice", "where", default="usa", choices=MARKET_GROUPS), "change": _CHANGE},
        ),
        EventKind("capacity_shock", "coca yields more or less cocaine", lasting=True, options={"change": _CHANGE}),
        EventKind("exclusion_shock", "exclusion jumps, as in a slump", lasting=True, options={"change": _CHANGE}),
        EventKind(
            "ceasefire",
            "organisations hold their fire for a while",
            lasting=True,
            options={"between": Option("organisations", "who; all of the place when left out")},
        ),
        EventKind(
            "patience_shock",
            "the future counts for more or less when leaders decide between peace and war",
            lasting=True,
            options={
                "organisations": Option("organisations", "whose leaders; all of the place when left out"),
                "change": _CHANGE,
            },
        ),
        EventKind("protection_reset", "officials who protected organisations are replaced all at once"),
    )
}
