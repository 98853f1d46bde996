"""Events in words. Places are told no finer than by first-level division."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from corredor.core.options import HOW_REMOVED
from corredor.runs.run import Run


@dataclass(frozen=True)
class Told:
    """One event as a reader is told it.

    Attributes:
        month: its first day.
        kind: of event.
        what: a sentence without a full stop.
        where: ``division, country``, ``country``, or empty.
        id: of the event in its replicate.
    """

    month: pd.Timestamp
    kind: str
    what: str
    where: str
    id: int


@dataclass(frozen=True)
class Teller:
    """Tells events of one replicate with the names of its organisations and of its places."""

    organisations: Mapping[int, str]
    divisions: Mapping[str, str]
    countries: Mapping[str, str]

    def tell(self, event: pd.Series) -> Told:
        """One row of the events table in words."""
        kind = str(event["kind"])
        one = self.organisations.get(int(event["organisation"]), "")
        other = self.organisations.get(int(event["other"]), "")
        detail = "" if pd.isna(event["detail"]) else str(event["detail"]).strip()
        phrase = _PHRASES.get(kind, _plain(kind))
        return Told(
            pd.Timestamp(event["month"]), kind, phrase(one, other, detail), self._where(event), int(event["id"])
        )

    def _where(self, event: pd.Series) -> str:
        codes = (self.divisions.get(str(event["iso_3166_2"])), self.countries.get(str(event["iso3"])))
        return ", ".join(name for name in codes if name)


def organisation_names(run: Run, replicate: int) -> dict[int, str]:
    """The fictional names of a replicate's organisations by their number."""
    rows = run.organisations[run.organisations["replicate"] == replicate].drop_duplicates("organisation")
    return dict(zip(rows["organisation"].astype(int), rows["name"].astype(str), strict=True))


def teller(run: Run, replicate: int) -> Teller:
    """A teller for one replicate of a run."""
    place = run.geography
    return Teller(
        organisation_names(run, replicate),
        dict(zip(place.divisions, place.division_names, strict=True)),
        dict(zip(place.countries, place.country_names, strict=True)),
    )


def _plain(kind: str) -> Callable[[str, str, str], str]:
    words = kind.replace("_", " ").capitalize()

    def phrase(one: str, other: str, detail: str) -> str:
        who = " and ".join(name for name in (one, other) if name)
        return f"{words}{f': {who}' if who else ''}{f' ({detail})' if detail else ''}"

    return phrase


def _removed(rank: str) -> Callable[[str, str, str], str]:
    def phrase(one: str, other: str, detail: str) -> str:
        of = one or "an organisation"
        if detail == "successor failed":
            return f"The new leader of {of} does not last"
        if detail == "died":
            return f"{rank} of {of} dies"
        how = detail if detail in HOW_REMOVED else "removed"
        return f"{rank} of {of} is {how}{f' by {other}' if other else ''}"

    return phrase


def _split(one: str, other: str, detail: str) -> str:
    return f"{one or 'An organisation'} splits" + (f", and {other} is born" if other else "")


def _killings(one: str, other: str, detail: str) -> str:
    count = "1 person is killed" if detail == "1" else f"{detail} people are killed" if detail else "People are killed"
    sides = f" where {one} and {other} fight" if one and other else f" where {one} fights" if one else ""
    return f"{count}{sides} over ground"


def _peace(one: str, other: str, detail: str) -> str:
    under = " under a ceasefire" if detail == "ceasefire" else ""
    return f"{one or 'One organisation'} and {other or 'another'} make peace{under}"


_PHRASES: Final[Mapping[str, Callable[[str, str, str], str]]] = {
    "policy_start": lambda one, other, detail: f"A policy starts: {detail}",
    "policy_end": lambda one, other, detail: f"A policy ends: {detail}",
    "leader_removed": _removed("The leader"),
    "lieutenant_removed": _removed("A lieutenant"),
    "split": _split,
    "war": lambda one, other, detail: f"{one or 'One organisation'} and {other or 'another'} go to war",
    "peace": _peace,
    "absorbed": lambda one, other, detail: (
        f"{one or 'An organisation'} ends, and {other or 'others'} take its people in"
    ),
    "dissolved": lambda one, other, detail: f"{one or 'An organisation'} ends, and its people disperse",
    "turf_killings": _killings,
}
"""How each kind of event that the processes log is told; others (those of a scenario) are told by their name."""
