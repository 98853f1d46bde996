"""What a visitor chooses: where to start, and how a budget is shared out."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from typing import Any

from htmltools import TagList
from shiny import Inputs, Outputs, Session, reactive, render, ui

from corredor.app.costing import PriceList, cost_usd
from corredor.app.desk import Cancelled, WorkError
from corredor.app.drafting import Choice, Plain, choices_in, first_months, portfolio
from corredor.app.ground import ground
from corredor.app.page import LONGEST_YEARS, NOTHING, USUAL_YEARS
from corredor.app.situations import EVERYWHERE, REGIONS, TEACHING, base_of, places, situation
from corredor.app.visit import Visit
from corredor.app.words import numerals, say
from corredor.core.policy_kinds import policy_kinds
from corredor.figures.wording import number
from corredor.scenario.scenario import Scenario

LOADED = "loaded"
"""The situation that a visitor has brought."""


@dataclass(frozen=True)
class Start:
    """Where a visitor starts.

    Attributes:
        base: the situation.
        situation: its id.
        fixed: policies of a loaded scenario that no row can show.
        file: what the visitor calls the scenario; empty for one that ships.
    """

    base: Scenario
    situation: str
    fixed: tuple[Plain, ...] = ()
    file: str = ""


@dataclass(frozen=True)
class Draft:
    """What is chosen at a moment.

    Attributes:
        plain: the scenario.
        pairs: replicates wanted.
        spent: expected cost, US$; nothing while it is not known.
        budget: US$.
    """

    plain: Plain
    pairs: int
    spent: float | None
    budget: float

    @property
    def affordable(self) -> bool:
        return self.spent is None or self.spent <= self.budget * (1.0 + 1e-9)


class Choosing:
    """The form of one visitor.

    Args:
        visit: whose.
        input: what the form says.
        output: where costs are shown.
        session: of the browser.
    """

    def __init__(self, visit: Visit, input: Inputs, output: Outputs, session: Session) -> None:
        self._visit, self._input, self._session = visit, input, session
        self._limits = visit.room.limits
        self.start: reactive.Value[Start | None] = reactive.Value(None)
        self._prices: reactive.Value[PriceList] = reactive.Value({})
        self._loaded: Start | None = None
        # Region and situation come back one after the other; until both have, what is loaded stays.
        self._brought_to, self._awaited = "", False
        self._filled: dict[int, str] = {}
        self._ramps: dict[int, tuple[str, float]] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._react()
        self._show(output)

    @property
    def language(self) -> str:
        return str(self._input.language())

    def bring(self, base: Scenario, file: str) -> None:
        """Start from a scenario that was loaded; to be called in a reactive context."""
        offered = places(base.region.name, base.region.resolution)
        _, fixed = choices_in(base, offered, self._limits.policies)
        self._loaded = Start(base, LOADED, tuple(fixed), file)
        with reactive.isolate():
            self._brought_to = base.region.name if base.region.name in REGIONS else str(self._input.region())
        self._awaited = True
        if base.region.name in REGIONS:
            ui.update_select("region", selected=base.region.name, session=self._session)
        names = {each.scenario: each.scenario for each in REGIONS.get(base.region.name, ())}
        ui.update_select("situation", choices={LOADED: file, **names}, selected=LOADED, session=self._session)
        self._settle(self._loaded)

    def draft(self) -> Draft | None:
        """What is chosen now; nothing while the form is not filled in."""
        start = self.start()
        if start is None:
            return None
        years = self._number("years", 2, min(LONGEST_YEARS, self._limits.months // 12))
        choices = [choice for n in self._rows() if (choice := self._choice(n, start.base, int(years))) is not None]
        pairs = min(int(self._input.pairs()), self._limits.replicates)
        plain = portfolio(start.base, int(years), pairs, choices, start.fixed)
        costs = [self._cost(choice) for choice in choices]
        spent = None if any(cost is None for cost in costs) else sum(cost for cost in costs if cost is not None)
        return Draft(plain, pairs, spent, 1e6 * self._number("budget", 0.0, 1e9))

    def _rows(self) -> range:
        return range(1, self._limits.policies + 1)

    def _number(self, name: str, low: float, high: float) -> float:
        value = self._input[name]()
        number = float(value) if isinstance(value, int | float) and math.isfinite(value) else low
        return min(max(number, low), high)

    def _choice(self, row: int, base: Scenario, years: int) -> Choice | None:
        kind, place = str(self._input[f"kind_{row}"]()), str(self._input[f"place_{row}"]())
        if kind not in policy_kinds():
            return None
        offered = places(base.region.name, base.region.resolution)
        first_year = int(base.start[:4])
        first = int(self._number(f"first_{row}", first_year, first_year + years - 1))
        last = int(self._number(f"last_{row}", first, first_year + years - 1))
        intensity = self._number(f"intensity_{row}", 0.0, 1e4)
        there = place if place in offered else EVERYWHERE
        ramped, ramp = self._ramps.get(row, ("", 0.0))
        return Choice(kind, there, first, last, round(intensity, 4), ramp if ramped == kind else 0.0)

    def _cost(self, choice: Choice) -> float | None:
        months = 12 * (choice.last - choice.first + 1)
        return cost_usd(self._prices(), choice.kind, choice.place, choice.intensity, months)

    def _react(self) -> None:
        @reactive.effect
        @reactive.event(self._input.region, self._input.situation)
        def _settled() -> None:
            region, name = str(self._input.region()), str(self._input.situation())
            if self._loaded is not None and region == self._brought_to and (name == LOADED or self._awaited):
                self._awaited = name != LOADED
                return
            self._loaded = None
            offered = [each.scenario for each in REGIONS.get(region, REGIONS[TEACHING])]
            chosen = situation(region, name).scenario
            ui.update_select("situation", choices={each: each for each in offered}, selected=chosen)
            self._settle(Start(base_of(region, chosen), chosen))

        for row in self._rows():
            self._react_to_kind(row)

    def _react_to_kind(self, row: int) -> None:
        @reactive.effect
        @reactive.event(self._input[f"kind_{row}"], ignore_init=True)
        def _usual() -> None:
            kind = str(self._input[f"kind_{row}"]())
            filled = self._filled.pop(row, None)
            if kind in policy_kinds() and filled != kind:
                ui.update_numeric(f"intensity_{row}", value=policy_kinds()[kind].default_intensity)

    def _settle(self, start: Start) -> None:
        """Fill in the form for a start."""
        with reactive.isolate():
            if self.start() == start:
                return
        self.start.set(start)
        base = start.base
        offered = places(base.region.name, base.region.resolution)
        choices, _ = choices_in(base, offered, self._limits.policies)
        most = min(LONGEST_YEARS, self._limits.months // 12)
        years = min(max(base.months // 12, 2), most if start.file else USUAL_YEARS)
        ui.update_numeric("years", value=years, max=most, session=self._session)
        self._fill(choices, offered, base, years)
        self._later(self._session.send_custom_message("land", ground(base)))
        self._later(self._session.send_custom_message("rows", {"count": len(choices)}))
        self._later(self._ask(start))

    def _fill(self, choices: list[Choice], offered: tuple[str, ...], base: Scenario, years: int) -> None:
        self._filled = {row: choice.kind for row, choice in enumerate(choices, 1)}
        # No row shows over how many months a policy grows; it is kept for as long as the kind is.
        self._ramps = {row: (choice.kind, choice.months_to_full) for row, choice in enumerate(choices, 1)}
        first = int(base.start[:4])
        last = first + years - 1
        for row in self._rows():
            choice = choices[row - 1] if row <= len(choices) else Choice(NOTHING, EVERYWHERE, first, last, 1.0)
            until = min(choice.last, last)
            session = self._session
            ui.update_select(f"kind_{row}", selected=choice.kind, session=session)
            ui.update_select(
                f"place_{row}", choices=self._places(offered, base), selected=choice.place, session=session
            )
            ui.update_numeric(
                f"first_{row}", value=choice.first, min=first, max=first + LONGEST_YEARS - 1, session=session
            )
            ui.update_numeric(f"last_{row}", value=until, min=first, max=first + LONGEST_YEARS - 1, session=session)
            ui.update_numeric(f"intensity_{row}", value=choice.intensity, session=session)

    def _places(self, offered: tuple[str, ...], base: Scenario) -> dict[str, str]:
        """Places by id with names for those that have no string of the page: countries that were invented."""
        region = base.load_region()
        invented = dict(zip(region.countries, region.country_names, strict=True))
        return {place: invented.get(place.partition(":")[2], place) for place in offered}

    async def _ask(self, start: Start) -> None:
        """Learn what policies cost here."""
        try:
            prices = await self._visit.room.prices(first_months(start.base))
        except (WorkError, Cancelled):
            prices = {}
        async with reactive.lock():
            with reactive.isolate():
                if self.start() is start:
                    self._prices.set(prices)
            await reactive.flush()

    def _later(self, doing: Any) -> None:
        task = asyncio.create_task(doing)
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    def _show(self, output: Outputs) -> None:
        @output(id="description")
        @render.text
        def _description() -> str:
            start = self.start()
            if start is None:
                return ""
            if start.file:
                return say(self.language, "loaded", file=start.file, name=start.base.name)
            return say(self.language, f"about.{start.situation}")

        @output(id="spending")
        @render.ui
        def _spending() -> Any:
            draft = self.draft()
            return None if draft is None else spending(self.language, draft)

        @output(id="fixed")
        @render.ui
        def _fixed() -> Any:
            start = self.start()
            if start is None or not start.fixed:
                return None
            names = ", ".join(str(entry["name"]) for entry in start.fixed)
            return ui.tags.p(say(self.language, "fixed", names=names), class_="told")

        for row in self._rows():
            self._show_row(output, row)

    def _show_row(self, output: Outputs, row: int) -> None:
        @output(id=f"meaning_{row}", suspend_when_hidden=False)
        @render.ui
        def _meaning() -> Any:
            start = self.start()
            choice = (
                None if start is None else self._choice(row, start.base, int(self._number("years", 2, LONGEST_YEARS)))
            )
            if choice is None:
                return None
            cost = self._cost(choice)
            money = (
                say(self.language, "cost.unknown")
                if cost is None
                else say(self.language, "cost", amount=millions(self.language, cost))
            )
            return TagList(
                ui.tags.p(say(self.language, intensity_key(choice.kind)), class_="hint"),
                ui.tags.p(ui.tags.strong(money)),
            )


def intensity_key(kind: str) -> str:
    """The string that says what the intensity of a kind stands for."""
    return (
        f"intensity.{kind}"
        if policy_kinds()[kind].intensity != policy_kinds()["kingpin"].intensity
        else "intensity.effort"
    )


def millions(language: str, usd: float) -> str:
    """US dollars in millions, as people write them."""
    return numerals(language, number(usd / 1e6))


def spending(language: str, draft: Draft) -> Any:
    """The budget as a bar, and what of it is used."""
    spent = draft.spent or 0.0
    share = min(spent / draft.budget, 1.0) if draft.budget else float(spent > 0)
    key = "spent" if draft.affordable else "overspent"
    text = say(language, key, spent=millions(language, spent), budget=millions(language, draft.budget))
    return TagList(
        ui.tags.div(
            ui.tags.i(style=f"width: {100 * share:.0f}%"),
            class_="spent" if draft.affordable else "spent over",
            aria_hidden="true",
        ),
        ui.tags.p(text, class_="hint" if draft.affordable else "problems", role="status"),
    )
