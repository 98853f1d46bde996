"""Chains of events through the causes that a run recorded, and whether its control tells the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from corredor.figures.family_tree import typical_replicate
from corredor.figures.phrases import Told, teller
from corredor.figures.territory_map import DESTINATION
from corredor.figures.windows import first_acts
from corredor.runs.run import Run
from corredor.scenario.dates import month_number

KILLING: Final = "turf_killings"
POLICY: Final = "policy_start"

Steps = tuple[tuple[str, frozenset[str]], ...]
"""Of each event of a chain its kind and the founders from whom the organisations concerned descend."""

Rank = tuple[bool, bool, int, bool, float]
"""By the scenario, not before it acts, steps, in the replicate that other figures draw, people killed."""


@dataclass(frozen=True)
class Chain:
    """One chain of events.

    Attributes:
        replicate: whose.
        steps: the first cause first, a killing last; none if nobody was killed over ground for a recorded cause.
        by_scenario: true if it begins with a policy or an event of the scenario.
        in_control: months of the first and the last event of the like chain in the control's same replicate, nearest
            in time; ``None`` if there is none there.
    """

    replicate: int
    steps: tuple[Told, ...]
    by_scenario: bool
    in_control: tuple[pd.Timestamp, pd.Timestamp] | None


@dataclass(frozen=True)
class _Causes:
    """The events of one replicate, by id."""

    cause: Mapping[int, int]
    kind: Mapping[int, str]
    month: Mapping[int, pd.Timestamp]
    killed: Mapping[int, float]
    depth: Mapping[int, int]
    root: Mapping[int, int]

    def chain(self, number: int) -> list[int]:
        """Ids of an event and of what led to it, the first cause first."""
        found = [number]
        while self.cause[found[-1]] >= 0:
            found.append(self.cause[found[-1]])
        return found[::-1]


def chain_told(run: Run, control: Run | None = None) -> Chain:
    """The chain of causes that ends in turf killings and that a report follows, of all replicates.

    Events in ``DESTINATION`` are left out. A chain that begins with a policy or an event of the scenario goes first,
    then one that begins no earlier than the first of them; of these the longest, of equally long ones that of the
    replicate that other figures draw, and then that with most people killed.
    """
    typical, best = typical_replicate(run), None
    for replicate, events in run.events.groupby("replicate"):
        rank, ids = _best(run, events, int(str(replicate)) == typical)
        if ids and (best is None or rank > best[0]):
            best = rank, int(str(replicate)), ids
    if best is None:
        return Chain(typical, (), False, None)
    rank, replicate, ids = best
    rows = run.events[run.events["replicate"] == replicate].set_index("id", drop=False)
    tell = teller(run, replicate).tell
    same = None if control is None else _in_control(run, control, replicate, ids)
    return Chain(replicate, tuple(tell(rows.loc[[i]].iloc[0]) for i in ids), rank[0], same)


def _best(run: Run, events: pd.DataFrame, typical: bool) -> tuple[Rank, list[int]]:
    """Rank and ids of the best chain of one replicate; no ids if it has none."""
    causes, said, start = _read(events), _said(run, events), first_acts(run.scenario)

    def rank(number: int) -> Rank:
        root = causes.root[number]
        late = start is not None and month_number(f"{causes.month[root]:%Y-%m}") >= start
        return root in said, late, causes.depth[number], typical, causes.killed[number]

    killings = [number for number in causes.killed if causes.depth[number] > 1]
    if not killings:
        return (False, False, 0, typical, 0.0), []
    best = max(killings, key=rank)
    return rank(best), causes.chain(best)


def _read(events: pd.DataFrame) -> _Causes:
    """The causes of one replicate's events; a chain that passes through ``DESTINATION`` has depth 0."""
    number = events["id"].astype(int)
    cause = dict(zip(number, events["cause"].astype(int), strict=True))
    country = dict(zip(number, events["iso3"], strict=True))
    depth: dict[int, int] = {}
    root: dict[int, int] = {}
    for i in sorted(cause):
        above, first = cause[i], cause[i] < 0
        depth[i] = 0 if country[i] == DESTINATION else 1 if first else depth[above] + 1 if depth[above] else 0
        root[i] = i if first else root[above]
    killings = events[events["kind"] == KILLING]
    killed = pd.to_numeric(killings["detail"], errors="coerce").fillna(0.0)
    return _Causes(
        cause,
        dict(zip(number, events["kind"].astype(str), strict=True)),
        dict(zip(number, pd.to_datetime(events["month"]), strict=True)),
        dict(zip(killings["id"].astype(int), killed.astype(float), strict=True)),
        depth,
        root,
    )


def _said(run: Run, events: pd.DataFrame) -> set[int]:
    """Ids of the events that the scenario itself brings about: others of the same kind come of the model."""
    begin = month_number(run.scenario.start)
    planned = {
        (begin + event.month, _logged(event.kind, str(event.options.get("rank"))))
        for event in run.scenario.plan(run.geography).events
    }
    first = events[(events["cause"] < 0) & events["kind"].isin({POLICY, *(kind for _, kind in planned)})]
    told = zip(first["id"].astype(int), first["month"], first["kind"].astype(str), strict=True)
    return {i for i, month, kind in told if kind == POLICY or (month_number(f"{month:%Y-%m}"), kind) in planned}


def _logged(kind: str, rank: str) -> str:
    """How an event of a scenario is called in the log."""
    below = kind == "leader_removed" and rank in ("lieutenant", "commander")
    return "lieutenant_removed" if below else kind


def _in_control(run: Run, control: Run, replicate: int, ids: list[int]) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """First and last month of the control's chain of the same steps between the same families of organisations."""
    ours = run.events[run.events["replicate"] == replicate]
    theirs = control.events[control.events["replicate"] == replicate]
    sought, when = _steps(run, replicate, ours)(ids), _read(ours).month[ids[-1]]
    causes, steps = _read(theirs), _steps(control, replicate, theirs)
    like = [number for number in causes.killed if causes.depth[number] == len(ids) and steps([number]) == sought[-1:]]
    chains = [chain for chain in map(causes.chain, like) if steps(chain) == sought]
    if not chains:
        return None
    nearest = min(chains, key=lambda chain: abs(causes.month[chain[-1]] - when))
    return causes.month[nearest[0]], causes.month[nearest[-1]]


def _steps(run: Run, replicate: int, events: pd.DataFrame) -> Callable[[list[int]], Steps]:
    """What makes chains of two runs alike, from the ids of their events."""
    founder = _founders(run, replicate)
    number = events["id"].astype(int)
    kind = dict(zip(number, events["kind"].astype(str), strict=True))
    sides = zip(events["organisation"].astype(int), events["other"].astype(int), strict=True)
    between = {
        i: frozenset(founder[side] for side in pair if side in founder) for i, pair in zip(number, sides, strict=True)
    }
    return lambda ids: tuple((kind[i], between[i]) for i in ids)


def _founders(run: Run, replicate: int) -> dict[int, str]:
    """The name of the organisation from which each descends; a number may be another's in another run."""
    rows = run.organisations[run.organisations["replicate"] == replicate].drop_duplicates("organisation")
    number = rows["organisation"].astype(int)
    parent = dict(zip(number, rows["parent"].astype(int), strict=True))
    name = dict(zip(number, rows["name"].astype(str), strict=True))

    def founder(organisation: int) -> str:
        while parent.get(organisation, -1) in name:
            organisation = parent[organisation]
        return name[organisation]

    return {organisation: founder(organisation) for organisation in name}


def origin(chain: Chain, run: Run, control: Run | None) -> list[str]:
    """What a reader must know of where a chain begins, in sentences: who brought it about, and whether it had to be."""
    if not chain.steps:
        return []
    return [_begins(chain, run), _otherwise(chain, control)]


def _begins(chain: Chain, run: Run) -> str:
    if chain.by_scenario:
        return "This chain begins with what the scenario says."
    if not run.scenario.policies and not run.scenario.events:
        return "The scenario has no policy and no event: this chain begins with what the model itself brought about."
    return (
        "This chain does not begin with a policy or an event of the scenario, since none is recorded as the cause of a "
        "killing: a policy changes what is likely, month after month, and is not the cause of one event more "
        "than of another. It begins with what the model itself brought about."
    )


def _otherwise(chain: Chain, control: Run | None) -> str:
    if control is None:
        return "Whether it would have happened all the same is not known without a control."
    where = f"the same replicate of “{control.scenario.name}”"
    if chain.in_control is None:
        return (
            f"It would not have happened in this form without what sets the two runs apart: in {where} no chain of the "
            "same steps joins these organisations, or groups that came out of them. That is weaker than it sounds: "
            "once two runs differ in anything, such details soon differ everywhere."
        )
    first, last = (f"{month:%Y-%m}" for month in chain.in_control)
    return (
        f"Something like it would have happened without what sets the two runs apart: in {where} the same steps join "
        f"the same organisations, or groups that came out of them, from {first} to {last}."
    )
