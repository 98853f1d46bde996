"""The cases of the founding texts: what their scenarios give, and how a raw before and after splits.

``python tools/case_splits.py --pairs 20`` runs the arms of every case and writes the generated parts of
``docs/cases.md``; ``--case juarez`` those of one. Nothing is kept but the page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

import corredor
from case_questions import CASES, Case, Line, Split
from case_runs import Floats, Series, others, record, treated_places
from corredor.scenario import Scenario, load
from corredor.scenario.shipped import shipped_folder

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "cases.md"
BLOCK: Final = re.compile(r"(<!-- generated: (?P<name>[a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)
RATE: Final = 12e5


class Parts(NamedTuple):
    """A change by pair, and what it is made of; the parts add up to it. Shape (pairs,) each."""

    before: Floats
    change: Floats
    package: Floats
    own_end: Floats
    regression: Floats


def split_change(treated: tuple[Floats, Floats], untreated: tuple[Floats, Floats], regression: float) -> Parts:
    """Take a change apart: what the package did, what selection alone would give, and the rest, the war's own end.

    Args:
        treated: rates before and after with it, shape (pairs,) each.
        untreated: the same without it.
        regression: relative change that follows a worst year elsewhere, beyond what follows any year.
    """
    change, without = treated[1] - treated[0], untreated[1] - untreated[0]
    selected = regression * untreated[0]
    return Parts(treated[0], change, change - without, without - selected, selected)


def regression_to_the_mean(killed: Floats, people: Floats, before: int, after: int, lag: int) -> float:
    """Relative change after a place's worst year, less that after any year of the same places.

    A place becomes a case in its worst year. The difference is what this choice alone brings; whatever moves all years
    alike is in both terms and drops out.

    Args:
        killed: by pair, month and place, shape (pairs, months, U).
        people: the same.
        before: months of the first span.
        after: months of the second.
        lag: months from the first month of one span to that of the other.
    """
    starts = np.arange(0, killed.shape[1] - max(before, lag + after) + 1, 12)
    first = np.stack([mean_rate(killed, people, s, before) for s in starts])
    then = np.stack([mean_rate(killed, people, s + lag, after) for s in starts])
    worst = first.argmax(axis=0)[None]
    chosen = [np.take_along_axis(values, worst, axis=0).sum() for values in (then, first)]
    return float(chosen[0] / chosen[1] - then.sum() / first.sum())


def mean_rate(killed: Floats, people: Floats, start: int, months: int) -> Floats:
    """Homicides per 100 000 a year over some months, shape (pairs, U)."""
    span = slice(start, start + months)
    return np.asarray(RATE * killed[:, span].sum(axis=1) / people[:, span].sum(axis=1))


def split_of(split: Split, case: Case, arms: Mapping[str, Series], scenario: Scenario) -> Parts:
    """One split from the runs of the arms."""
    region = scenario.load_region()
    here = np.flatnonzero(treated_places(region, case))
    at = [scenario.month_of_run(span.first) for span in (split.before, split.after)]

    def rates(name: str) -> tuple[Floats, Floats]:
        killed, people = (summed(arms[name][series], [here]) for series in (split.series, "people"))
        before = mean_rate(killed, people, at[0], split.before.months)
        return before[:, 0], mean_rate(killed, people, at[1], split.after.months)[:, 0]

    calm, elsewhere = arms[split.calm], others(region, case)
    regression = regression_to_the_mean(
        summed(calm[split.series], elsewhere),
        summed(calm["people"], elsewhere),
        split.before.months,
        split.after.months,
        at[1] - at[0],
    )
    return split_change(rates(split.treated), rates(split.untreated), regression)


def summed(values: Floats, groups: Sequence[NDArray[Any]]) -> Floats:
    """Sums over groups of places, shape (pairs, months, groups)."""
    return np.stack([values[:, :, members].sum(axis=2) for members in groups], axis=2)


def line_of(line: Line, case: Case, arms: Mapping[str, Series], scenario: Scenario) -> Floats:
    """The difference that a policy makes, by pair; NaN where there is nothing to divide by."""
    region = scenario.load_region()
    here = treated_places(region, case)
    chosen = {"place": here, "elsewhere": ~here, "all": np.ones(len(here), bool)}[line.where]
    start = scenario.month_of_run(line.over.first)
    span = slice(start, start + line.over.months)

    def mean(arm: str) -> Floats:
        values = arms[arm][line.series][:, span]
        if values.ndim == 2:
            return np.asarray(values.sum(axis=1) if line.form == "count" else values.mean(axis=1))
        people = arms[arm]["people"][:, span][:, :, chosen]
        if line.series in ("conviction", "leaks", "trust"):
            return np.asarray((values[:, :, chosen] * people).sum(axis=(1, 2)) / people.sum(axis=(1, 2)))
        return np.asarray(values[:, :, chosen].sum(axis=(1, 2)))

    treated, untreated = mean(line.treated), mean(line.untreated)
    if line.form == "percent":
        return np.divide(
            100.0 * (treated - untreated), untreated, out=np.full_like(treated, np.nan), where=untreated > 0
        )
    return (100.0 if line.form == "points" else 1.0) * (treated - untreated)


def interval(values: Floats, digits: int = 2) -> str:
    """Mean over pairs, with its 90 % bootstrap interval: means add up, medians would not."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return "–"
    draws = np.random.default_rng(1).integers(0, len(known), (2000, len(known)))
    low, high = np.quantile(known[draws].mean(axis=1), (0.05, 0.95))
    return f"{known.mean():.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"


def table_of_splits(case: Case, arms: Mapping[str, Series], scenario: Scenario) -> str:
    """Homicides per 100 000 a year: the worst year, the change, and its three parts."""
    rows = [
        "| | before | change | package | war's own end | regression to the mean | change, % |",
        "|---|" * 1 + "---|" * 6,
    ]
    for split in case.splits:
        parts = split_of(split, case, arms, scenario)
        percent = 100.0 * parts.change.mean() / parts.before.mean()
        rows.append(f"| {split.title} | " + " | ".join(interval(part) for part in parts) + f" | {percent:.0f} |")
    return "\n".join(rows) + "\n"


def table_of_lines(case: Case, arms: Mapping[str, Series], scenario: Scenario) -> str:
    """What a policy changes besides."""
    forms = {"percent": "%", "points": "points of 100", "count": "number"}
    rows = ["| outcome, with less without | when | unit | mean [90 %] |", "|---|---|---|---|"]
    for line in case.lines:
        values = interval(line_of(line, case, arms, scenario), 1 if line.form == "percent" else 2)
        when = f"{line.over.first}, {line.over.months} months"
        rows.append(f"| {line.title} | {when} | {forms[line.form]} | {values} |")
    return "\n".join(rows) + "\n"


def arms_of(case: Case) -> list[str]:
    """Names of the arms that a case looks at."""
    used = [arm for s in case.splits for arm in (s.treated, s.untreated, s.calm)]
    used += [arm for line in case.lines for arm in (line.treated, line.untreated)]
    return list(dict.fromkeys(used))


def arm(case: str, name: str, seed: int, resolution: str | None) -> Scenario:
    """The scenario of an arm, at its own resolution or another."""
    overrides = {"seed": str(seed)} | ({"region.resolution": resolution} if resolution else {})
    return load(shipped_folder() / "cases" / case / f"{name}.yaml", overrides)


def block(name: str, pairs: int, seed: int, resolution: str | None) -> str:
    """Everything that the page says from runs of one case."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=PAGE.parent)
    case = CASES[name]
    scenarios = {each: arm(name, each, seed, resolution) for each in arms_of(case)}
    arms = {each: record(scenario, case, pairs) for each, scenario in scenarios.items()}
    first = next(iter(scenarios.values()))
    option = f" --resolution '{resolution}'" if resolution else ""
    head = (
        f"Run {dt.date.today()}, corredor {corredor.__version__} (commit {commit.stdout.strip()}), master seed {seed}, "
        f"{pairs} pairs, {first.region.name} at {first.region.resolution:g}°: "
        f"`python tools/case_splits.py --case {name} --pairs {pairs} --seed {seed}{option}`.\n"
    )
    parts = [head]
    parts += [table_of_splits(case, arms, first)] if case.splits else []
    parts += [table_of_lines(case, arms, first)] if case.lines else []
    return "\n".join(parts)


def render(page: str, blocks: Mapping[str, str]) -> str:
    """The page with the blocks that were run anew.

    Raises:
        ValueError: if the page lacks a place for a case.
    """
    if {match["name"] for match in BLOCK.finditer(page)} != set(CASES):
        raise ValueError("docs/cases.md needs a place for each of " + ", ".join(CASES))
    return BLOCK.sub(lambda m: m[1] + blocks[m["name"]] + m[3] if m["name"] in blocks else m[0], page)


def main() -> None:
    """Run the cases and write the page."""
    parser = argparse.ArgumentParser(description="splits of the founding texts' cases")
    parser.add_argument("--case", action="append", choices=list(CASES), help="one case; all if none is named")
    parser.add_argument("--pairs", type=int, default=20, help="replicates of each arm")
    parser.add_argument("--seed", type=int, default=1, help="master seed")
    parser.add_argument("--resolution", help="instead of the scenarios' own, e.g. '2 deg'")
    parser.add_argument("--print", action="store_true", help="print, and leave the page as it is")
    arguments = parser.parse_args()
    for name in arguments.case or CASES:
        found = block(name, arguments.pairs, arguments.seed, arguments.resolution)
        if arguments.print:
            print(f"{name}\n{found}")
        else:
            PAGE.write_text(render(PAGE.read_text("utf-8"), {name: found}), "utf-8")


if __name__ == "__main__":
    main()
