"""The cases there are, by name, in the order of the table of effects."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Final

from corredor.effects.case import Case

NAMES: Final = (
    "corridor_balloon",
    "crop_balloon",
    "crackdown_rerouting",
    "interdiction_arithmetic",
    "kingpin_violence",
    "kingpin_fragmentation",
    "transit_violence",
    "transit_spike",
    "scarcity",
    "price_violence",
    "truce",
    "recruitment_or_arrest",
    "spraying_weak",
    "military_deployment",
    "momentum",
    "four_dimensions",
    "judicial_capacity",
    "neighbourhood_upgrading",
    "hidden_crime",
    "diversification",
)


class UnknownCase(ValueError):
    """There is no case of this name."""


def case_of(name: str) -> Case:
    """The case of a name.

    Raises:
        UnknownCase: if there is none; the message suggests one.
    """
    if name not in NAMES:
        from corredor.core.mechanisms import suggest

        raise UnknownCase(
            f"no effect is called '{name}'{suggest(name, dict.fromkeys(NAMES))} — there are {', '.join(NAMES)}"
        )
    case: Case = importlib.import_module(f"corredor.effects.cases.{name}").CASE
    return case


def cases(names: Sequence[str] = (), *, fast: bool = False) -> list[Case]:
    """The cases of some names, or all.

    Args:
        names: of cases, all if none is given.
        fast: only those that fit into the board that every change must pass.

    Raises:
        UnknownCase: if one does not exist.
    """
    chosen = [case_of(name) for name in (names or NAMES)]
    return [case for case in chosen if case.fast or not fast]
