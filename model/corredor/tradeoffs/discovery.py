"""Scenario discovery: which uncertainties make a bundle fail (Bryant and Lempert 2010)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pandas as pd

from corredor.tradeoffs.prim import Box, Limit, Prim, balanced
from corredor.tradeoffs.results import Tradeoffs

FEWEST_WORLDS: Final = 20
FEWEST_OF_EACH: Final = 5
"""Failures, and worlds without, below which a box would be drawn around chance."""


@dataclass(frozen=True)
class Discovery:
    """Where a bundle fails.

    Attributes:
        bundle: its number.
        failures: worlds in which it does not meet every goal.
        worlds: in all.
        box: where failures are many, doubtful limits left out; nothing if it was not looked for.
        trajectory: boxes from all worlds to the last one pasted.
        said: the result in one sentence.
    """

    bundle: int
    failures: int
    worlds: int
    box: Box | None
    trajectory: tuple[Box, ...]
    said: str


@lru_cache(maxsize=256)
def discover(results: Tradeoffs, bundle: int) -> Discovery:
    """Look for the worlds in which a bundle fails to meet every goal."""
    failed, worlds = results.failed(bundle), results.worlds
    failures, count = int(failed.sum()), len(failed)
    why_not = _why_not(failures, count, len(worlds.columns))
    if why_not:
        return Discovery(bundle, failures, count, None, (), why_not)
    prim = Prim(worlds, failed)
    trajectory = prim.trajectory()
    box = prim.without_doubtful(balanced(trajectory))
    return Discovery(bundle, failures, count, box, tuple(trajectory), _said(box, results, failures))


def _why_not(failures: int, worlds: int, uncertainties: int) -> str:
    if not uncertainties:
        return "The study has no uncertainties."
    if failures == 0:
        return f"It meets every goal in all {worlds} worlds."
    if failures == worlds:
        return f"It misses a goal in every one of the {worlds} worlds, whatever the uncertainties."
    if worlds < FEWEST_WORLDS or min(failures, worlds - failures) < FEWEST_OF_EACH:
        return (
            f"It misses a goal in {failures} of {worlds} worlds: too few, of one kind or the other, to say which "
            "uncertainties decide."
        )
    return ""


def _said(box: Box, results: Tradeoffs, failures: int) -> str:
    if not box.limits:
        return "No uncertainty, and no few together, tell the worlds in which it fails from the others."
    units = {factor.path: factor.unit for factor in results.plan.study.factors}
    told = " and ".join(
        limit_told(name, limit, results.worlds[name], units.get(name, "")) for name, limit in box.limits.items()
    )
    return (
        f"It fails above all where {told}: {box.density:.0%} of those worlds fail, and they hold {box.coverage:.0%} of "
        f"its {failures} failures."
    )


def limit_told(name: str, limit: Limit, values: pd.Series, unit: str = "") -> str:
    """A limit in words, with the ends that matter; ``values`` are those of all worlds."""
    if isinstance(limit, frozenset):
        return f"{name} is {' or '.join(sorted(limit))}"
    shown = f" {unit}" if unit else ""
    if limit[0] <= values.min():
        return f"{name} is at most {limit[1]:.3g}{shown}"
    if limit[1] >= values.max():
        return f"{name} is at least {limit[0]:.3g}{shown}"
    return f"{name} lies from {limit[0]:.3g} to {limit[1]:.3g}{shown}"
