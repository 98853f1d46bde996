"""When a run is looked at: before anything was done, and while it was being done."""

from __future__ import annotations

from dataclasses import dataclass

from corredor.runs.run import Run
from corredor.runs.window import Window, acting, compared_months
from corredor.scenario.dates import month_name, month_number
from corredor.scenario.scenario import Scenario


@dataclass(frozen=True)
class Windows:
    """Two stretches of a run.

    Attributes:
        before: the year before the first policy or event, or the first year of the run.
        after: the months in which the policies act, or the last year of the run; with a control, the months in which
            ``corredor compare`` compares the two.
    """

    before: Window
    after: Window


def windows(run: Run, control: Run | None = None) -> Windows:
    """The months in which maps and intervals of a run are taken.

    Raises:
        FolderError: if the run and its control are no pair.
    """
    scenario = run.scenario
    months = run.national["month"]
    first, end = month_number(f"{months.min():%Y-%m}"), month_number(f"{months.max():%Y-%m}") + 1
    start = first_acts(scenario)
    year = first // 12 if start is None else max(start // 12 - 1, first // 12)
    before = _year(min(year, (end - 1) // 12), first, end)
    if control is not None:
        return Windows(before, compared_months(control, run))
    after = acting(scenario, scenario.policies)
    if after is None or month_number(after.since) >= end or after.since <= before.since:
        after = _year((end - 1) // 12, first, end)
    return Windows(before, Window(after.since, min(after.until, month_name(end))))


def first_acts(scenario: Scenario) -> int | None:
    """The month, counted from year 0, of the first policy or dated event of a scenario, if it has any."""
    dated = [policy.start or scenario.start for policy in scenario.policies]
    starts = [month_number(date) for date in (*dated, *(event.date for event in scenario.events if event.date))]
    return min(starts, default=None)


def _year(year: int, first: int, end: int) -> Window:
    """A calendar year, as far as the run goes."""
    return Window(month_name(max(12 * year, first)), month_name(min(12 * (year + 1), end)))


def span(window: Window) -> str:
    """The calendar years that a map of a window shows: ``1994`` or ``1988–1995``."""
    first, last = window.years[0], window.years[-1]
    return str(first) if first == last else f"{first}–{last}"
