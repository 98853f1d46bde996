"""How a bundle looks in every chart, and what every chart says below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from corredor.figures import style
from corredor.tradeoffs.results import NOTHING, Tradeoffs

REMOVED: Final = "RIGHTS CONSTRAINT REMOVED"
"""Stands on everything that is made without the rights constraint."""
_STYLES: Final = ("-", (0, (6, 2)), (0, (3, 1, 1, 1)))
MOST_COLOURED: Final = len(style.HOLDERS) * len(_STYLES)


@dataclass(frozen=True)
class Look:
    """Colour, line and marker of a bundle."""

    colour: str
    line: Any
    marker: str
    width: float
    order: float


def looks(results: Tradeoffs) -> list[Look]:
    """Of every bundle: doing nothing black, the non-dominated in colour, the beaten grey, the left-out dotted."""
    found, coloured = [], 0
    for bundle in range(results.plan.bundles):
        if bundle == NOTHING:
            found.append(Look(style.INK, "-", "X", 2.6, 6))
        elif results.non_dominated[bundle] and coloured < MOST_COLOURED:
            row, column = divmod(coloured, len(style.HOLDERS))
            found.append(Look(style.HOLDERS[column], _STYLES[row], "oDs"[row], 2.2, 5))
            coloured += 1
        elif results.eligible[bundle]:
            found.append(Look(style.HAIRLINE, "-", "o", 1.4, 2))
        else:
            found.append(Look(style.MUTED, (0, (1, 2)), "v", 1.2, 1))
    return found


def note(results: Tradeoffs) -> str:
    """What stands below every chart."""
    plan = results.plan
    what = f"{plan.bundles} bundles, {plan.worlds} worlds × {plan.study.replicates}"
    return what if results.rights_constraint else f"{REMOVED} · {what}"


def named(results: Tradeoffs, most: int = 12) -> str:
    """Codes and labels of the bundles in the non-dominated set, for a text alternative."""
    inside = np.flatnonzero(results.non_dominated)
    told = "; ".join(f"{results.codes[b]}: {results.labels[b]}" for b in inside[:most])
    return told + (f"; and {len(inside) - most} more" if len(inside) > most else "")
