"""One chain through the log of events of a run: what led to what, from a first cause to people killed."""

from __future__ import annotations

from typing import Final

import pandas as pd

from corredor.figures.causes import KILLING, POLICY
from corredor.figures.phrases import Told, teller
from corredor.figures.territory_map import DESTINATION
from corredor.runs.run import Run

LINKS: Final = ("leader_removed", "split", "war", KILLING)
"""Kinds of event whose chain is looked for first: capture, split, war, killing."""


def chain_of(run: Run) -> tuple[int, list[Told]]:
    """A chain that ends in killing over ground: of all replicates, the one with most of ``LINKS``.

    Of equals, one that begins with what the scenario says goes first, then one with few other steps, then one with
    many killed. Killings in ``DESTINATION`` are left out. Empty if nobody was killed over ground for a known cause.

    Returns:
        The replicate, and the chain with its root first.
    """
    best: tuple[tuple[float, ...], int, list[int]] = ((), -1, [])
    for replicate, events in run.events.groupby("replicate"):
        ranked, chain = _best_of(events, {POLICY, *(event.kind for event in run.scenario.events)})
        if ranked > best[0]:
            best = ranked, int(str(replicate)), chain
    _, replicate, chain = best
    if not chain:
        return -1, []
    events = run.events[run.events["replicate"] == replicate].set_index("id", drop=False)
    tell = teller(run, replicate).tell
    return replicate, [tell(events.loc[[number]].iloc[0]) for number in chain]


def _best_of(events: pd.DataFrame, roots: set[str]) -> tuple[tuple[float, ...], list[int]]:
    """Rank and ids of the best chain in one replicate."""
    cause = dict(zip(events["id"].astype(int), events["cause"].astype(int), strict=True))
    kind = dict(zip(events["id"].astype(int), events["kind"].astype(str), strict=True))
    killings = events[(events["kind"] == KILLING) & (events["cause"] >= 0) & (events["iso3"] != DESTINATION)]
    killed = pd.to_numeric(killings["detail"], errors="coerce").fillna(0.0)
    best: tuple[tuple[float, ...], list[int]] = ((), [])
    for number, count in zip(killings["id"].astype(int), killed, strict=True):
        chain = [number]
        while cause.get(cause[chain[-1]]) is not None:
            chain.append(cause[chain[-1]])
        kinds = {kind[each] for each in chain}
        rank = (
            float(len(kinds.intersection(LINKS))),
            float(kind[chain[-1]] in roots),
            -float(len(chain)),
            float(count),
        )
        best = max(best, (rank, chain[::-1]))
    return best
