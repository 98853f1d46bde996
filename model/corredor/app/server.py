"""One visitor's page: what they choose, what is run for them, and what they see of it."""

from __future__ import annotations

from typing import Any

from shiny import App, Inputs, Outputs, Session, render

from corredor.app.answers import problems
from corredor.app.choosing import Choosing
from corredor.app.drafting import Plain, choices_in, portfolio
from corredor.app.page import USUAL_PAIRS, USUAL_YEARS, page
from corredor.app.room import Room
from corredor.app.running import Running
from corredor.app.situations import REGIONS, TEACHING, base_of, places
from corredor.app.visit import Visit
from corredor.scenario.scenario import Scenario


def opening() -> tuple[Plain, int]:
    """What the page opens with: the teaching region, its first situation with the policies that it has."""
    base = opening_base()
    choices, fixed = choices_in(base, places(base.region.name, base.region.resolution), len(base.policies))
    return portfolio(base, USUAL_YEARS, USUAL_PAIRS, choices, fixed), USUAL_PAIRS


def opening_base() -> Scenario:
    """The first situation of the teaching region."""
    return base_of(TEACHING, REGIONS[TEACHING][0].scenario)


def turn_away(input: Inputs, output: Outputs) -> None:
    """Say that the room is full, and do nothing else."""

    @output(id="notice")
    @render.ui
    def _full() -> Any:
        return problems(str(input.language()), "limit.visitors", ())


def build(room: Room) -> Any:
    """The application of a room; every browser that connects becomes a visitor of its own."""

    def server(input: Inputs, output: Outputs, session: Session) -> None:
        # What is promised of every session does not name the connection, which those of a server have.
        client = getattr(getattr(session, "http_conn", None), "client", None)
        address = "" if client is None else str(client.host)
        if room.is_full_for(address):
            turn_away(input, output)
            return
        visit = Visit(room, address)
        session.on_ended(visit.leave)
        choosing = Choosing(visit, input, output, session)
        Running(visit, choosing, input, output, session)

    return App(page(room.limits), server)
