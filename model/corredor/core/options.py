"""What a kind of policy or event may be told beyond what all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

OptionType = Literal[
    "choice", "choices", "share", "change", "count", "flag", "quantity", "organisation", "organisations"
]

OPTION_TYPES: Final[dict[OptionType, str]] = {
    "choice": "one of the words listed",
    "choices": "a list of the words listed",
    "share": "a share from 0 to 1, or in %",
    "change": "a relative change above -1, e.g. -0.15 or 20 %",
    "count": "a whole number from 0",
    "flag": "on or off",
    "quantity": "a number with its unit, not negative",
    "organisation": "strongest, weakest, random, a name, or {at: a place}",
    "organisations": "a list of organisations",
}


@dataclass(frozen=True)
class Option:
    """One option of one kind.

    Attributes:
        type: how it is written; see ``OPTION_TYPES``.
        meaning: one sentence.
        default: used when it is left out; ``None`` for none.
        required: refused when it is left out.
        choices: the words allowed, for ``choice`` and ``choices``.
        unit: what a ``quantity`` is converted to.
    """

    type: OptionType
    meaning: str
    default: str | float | bool | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    unit: str = "1"


HOW_REMOVED: Final = ("captured", "killed", "extradited")
MARKET_GROUPS: Final = ("usa", "europe", "domestic")
TRANSPORT_MODES: Final = ("road", "river", "coastal_sea", "open_sea", "flight", "landing")
