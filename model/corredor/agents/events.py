"""The log of events, each with the event that led to it, so that a chain can be followed from cause to killing."""

from __future__ import annotations

from typing import NamedTuple


class Event(NamedTuple):
    """One thing that happened.

    Attributes:
        id: number in the run, from 0.
        month: of the run, from 0.
        kind: e.g. ``leader_removed``, ``split``, ``war``, ``peace``, ``absorbed``, ``turf_killings``, ``policy_start``.
        organisation, other: rows of the organisations concerned, or -1.
        place: place, or -1.
        detail: a few words or a number.
        cause: id of the event that led to it, or -1.
    """

    id: int
    month: int
    kind: str
    organisation: int = -1
    other: int = -1
    place: int = -1
    detail: str = ""
    cause: int = -1


class EventLog:
    """Events in the order in which they happened."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def record(
        self,
        month: int,
        kind: str,
        *,
        organisation: int = -1,
        other: int = -1,
        place: int = -1,
        detail: str = "",
        cause: int = -1,
    ) -> int:
        """Append an event and return its id."""
        event = Event(len(self.events), month, kind, organisation, other, place, detail, cause)
        self.events.append(event)
        return event.id

    def chain(self, event_id: int) -> list[Event]:
        """The event and what led to it, the root cause first."""
        found: list[Event] = []
        while event_id >= 0:
            found.append(self.events[event_id])
            event_id = found[-1].cause
        return found[::-1]

    def rows(self) -> list[dict[str, object]]:
        """Events as plain rows for a table."""
        return [event._asdict() for event in self.events]
