"""What only the whole scenario can tell: dates inside the run, places that exist, names used once, sizes that fit."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from corredor.region import catalogue
from corredor.region.region import Region
from corredor.scenario.entries import At, Entry, EventEntry, PolicyEntry
from corredor.scenario.memory import too_large
from corredor.scenario.places import Place
from corredor.scenario.planning import months_of
from corredor.scenario.problems import did_you_mean
from corredor.scenario.registry import outside_range, working_policies
from corredor.scenario.resolving import PlaceError, resolve_place
from corredor.scenario.scenario import WITHOUT_POLICIES, Scenario
from corredor.scenario.shipped import shipped_scenarios
from corredor.scenario.tree import Loc

HOMICIDE_FROM = "1990-01"
GOVERNANCE_FROM = "1996-01"

Finding = tuple[Loc, str]
"""Where, and what."""


def errors(scenario: Scenario, stand_ins: Collection[str] = ()) -> Iterator[Finding]:
    """What makes a scenario impossible to run.

    Args:
        scenario: to be checked.
        stand_ins: top-level keys whose values only stand in for wrong ones, so that nothing can be said about them.
    """
    yield from _kinds(scenario)
    yield from _names(scenario)
    if "control" not in stand_ins:
        yield from _control(scenario)
    if "start" not in stand_ins:
        yield from _dates(scenario)
    blamed = None if stand_ins else too_large(scenario)
    if blamed is not None:
        yield (blamed[0],), blamed[1]
    elif "region" not in stand_ins:
        yield from _places(scenario)


def _dates(scenario: Scenario) -> Iterator[Finding]:
    for i, policy in enumerate(scenario.policies):
        yield from (((("policies", i, *loc)), what) for loc, what in _policy_dates(scenario, policy))
    for i, event in enumerate(scenario.events):
        yield from (((("events", i, *loc)), what) for loc, what in _event_dates(scenario, event))


def _kinds(scenario: Scenario) -> Iterator[Finding]:
    """Kinds that a researcher has declared, and for which no class says what they do."""
    for i, policy in enumerate(scenario.policies):
        if policy.kind not in working_policies():
            what = (
                f"no class says what policies of kind '{policy.kind}' do — register one with corredor.policies.policy"
            )
            yield ("policies", i, "kind"), what


def warnings(scenario: Scenario) -> Iterator[Finding]:
    """What can be run, but should be known."""
    observed = scenario.region.name not in catalogue.SYNTHETIC
    if observed and scenario.start < HOMICIDE_FROM:
        yield ("start",), f"homicide is observed from {HOMICIDE_FROM[:4]}: earlier months start from its first value"
    if observed and scenario.start < GOVERNANCE_FROM:
        yield ("start",), f"governance is observed from {GOVERNANCE_FROM[:4]}: earlier months hold its first value"
    for name, what in outside_range(scenario.parameters).items():
        yield ("parameters", name), what
    for i, policy in enumerate(scenario.policies):
        if policy.duration is not None and months_of(scenario, policy)[1] > scenario.months:
            yield ("policies", i, "duration"), f"goes on after the run, which ends before {scenario.end}"


def _policy_dates(scenario: Scenario, policy: PolicyEntry) -> Iterator[Finding]:
    if policy.start is not None:
        yield from _inside(scenario, "start", policy.start)
    if policy.end is not None:
        yield from _inside(scenario, "end", policy.end, last=scenario.months)


def _event_dates(scenario: Scenario, event: EventEntry) -> Iterator[Finding]:
    if event.date is not None:
        yield from _inside(scenario, "date", event.date)
    if event.until is not None:
        yield from _inside(scenario, "until", event.until, last=scenario.months)
    if event.date is None and event.every is not None and event.every >= scenario.months:
        yield ("every",), f"never happens: the run lasts {scenario.months} months"


def _inside(scenario: Scenario, key: str, month: str, last: int | None = None) -> Iterator[Finding]:
    latest = scenario.months - 1 if last is None else last
    if scenario.month_of_run(month) < 0:
        yield (key,), f"{month} is before the run, which starts in {scenario.start}"
    elif scenario.month_of_run(month) > latest:
        yield (key,), f"{month} is after the run, which ends before {scenario.end}"


def _names(scenario: Scenario) -> Iterator[Finding]:
    seen: set[str] = set()
    for i, policy in enumerate(scenario.policies):
        if policy.name in seen:
            yield ("policies", i), f"another policy is called '{policy.name}' too — give each a name of its own"
        seen.add(policy.name)


def _control(scenario: Scenario) -> Iterator[Finding]:
    control = scenario.control
    if control is None or control == WITHOUT_POLICIES or control.endswith((".yaml", ".yml")):
        return
    if control not in shipped_scenarios():
        right = did_you_mean(control, shipped_scenarios(), " — a file is written with its ending, e.g. mine.yaml")
        yield ("control",), f"there is no scenario '{control}'{right}"


def _places(scenario: Scenario) -> Iterator[Finding]:
    named: list[tuple[Loc, Entry]] = [(("policies", i), entry) for i, entry in enumerate(scenario.policies)]
    named += [(("events", i), entry) for i, entry in enumerate(scenario.events)]
    wheres: list[tuple[Loc, tuple[Place, ...]]] = []
    for loc, entry in named:
        if entry.where is not None:
            wheres.append(((*loc, "where"), entry.where))
        for option, value in entry.options.items():
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, At):
                    wheres.append(((*loc, option, "at"), item.at))
    if wheres:
        region = scenario.load_region()
        for loc, where in wheres:
            yield from _place(region, loc, where)


def _place(region: Region, loc: Loc, where: tuple[Place, ...]) -> Iterator[Finding]:
    for i, place in enumerate(where):
        try:
            resolve_place(region, place)
        except PlaceError as error:
            yield (*loc, i, error.key), str(error)
