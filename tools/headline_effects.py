"""The three headline scenarios over paired replicates, each beside its control and its cut.

``python tools/headline_effects.py --replicates 20 --out FOLDER`` runs what FOLDER does not hold yet and writes
``docs/results/headlines.md``. Magnitudes are for later; the question here is the direction, pair by pair.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import bootstrap

import corredor
from corredor.figures.corridor_shares import LABELS, NORTHWARD
from corredor.runs.measures import corridor_share, homicide_rates, share_of_crossings
from corredor.scenario.roles import roles

RESULT = Path(__file__).parent.parent / "docs" / "results" / "headlines.md"
Column = pd.Series
SCENARIOS = (
    "balloon_control",
    "balloon_effect",
    "balloon_control_cut",
    "balloon_effect_cut",
    "baseline",
    "kingpin_fragmentation",
    "kingpin_control_cut",
    "kingpin_fragmentation_cut",
    "transit_violence_equal",
    "transit_violence_no_cocaine",
)


@dataclass(frozen=True)
class Line:
    """One outcome over pairs: what it is, which sign is expected (0 for no claim), and one value for each pair."""

    scenario: str
    outcome: str
    expected: int
    values: np.ndarray

    def cells(self) -> str:
        """A row of the table."""
        values = self.values[np.isfinite(self.values)]
        found = bootstrap((values,), np.median, confidence_level=0.9, rng=np.random.default_rng(1), method="percentile")
        low, high = found.confidence_interval
        agree = "" if self.expected == 0 else f"{np.mean(np.sign(values) == self.expected):.0%}"
        sign = {1: "> 0", -1: "< 0", 0: ""}[self.expected]
        median = f"{np.median(values):.3g} [{low:.3g}, {high:.3g}]"
        return f"| {self.scenario} | {self.outcome} | {sign} | {median} | {agree} | {len(values)} |"


def since(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Rows of the months from ``first`` to ``last``, ``YYYY-MM``, both included."""
    month = pd.to_datetime(frame["month"])
    return frame[(month >= first) & (month <= last)]


def balloon(runs: dict[str, Any], cut: str = "") -> list[Line]:
    """The Caribbean's share of the flow to the United States in the last year, and what is delivered, 1989 to 1995."""
    treated, control = runs[f"balloon_effect{cut}"], runs[f"balloon_control{cut}"]
    delivered = [
        since(r.region, "1989-01", "1995-12")
        .groupby("replicate")[[f"kg_delivered_{m}" for m in corredor_markets()]]
        .sum()
        for r in (treated, control)
    ]
    change = 100 * (delivered[0].sum(axis=1) / delivered[1].sum(axis=1) - 1)
    name = "balloon_effect" + (", cut: no learning" if cut else "")
    lines = ways(name, "balloon_control" + name.removeprefix("balloon_effect"), treated, control)
    lines.append(Line(name, "delivered to all markets, %", 0, change.to_numpy()))
    if not cut:
        lines += [line for year in range(1988, 1996) for line in balloon_in(year, treated, control)]
    return lines


def ways(name: str, control_name: str, treated: Any, control: Any) -> list[Line]:
    """Where the flow to the United States goes in the last year, without the surge and by how much it differs."""
    (sent, crossed), (usual, usually) = (shares_in_the_last_year(run) for run in (treated, control))
    moved, crosses = crossed - usually, "share of what crosses any corridor to the US, last year"
    bound, none = "share of US-bound flow, last year", "US-bound flow that crosses no corridor, last year"
    rows = [
        (control_name, f"Caribbean: {crosses}, %", 0, usually["caribbean"]),
        (control_name, f"Caribbean: {bound}, %", 0, usual["caribbean"]),
        (control_name, f"{none}, %", 0, 1 - usual.sum(axis=1)),
        (name, f"{LABELS['caribbean']}: {crosses}, points", -1, moved["caribbean"]),
        (name, f"{LABELS['central_america']}: {crosses}, points", 0, moved["central_america"]),
        (name, f"{LABELS['pacific']}: {crosses}, points", 0, moved["pacific"]),
        (name, f"Caribbean: {bound}, points", -1, (sent - usual)["caribbean"]),
        (name, f"{none}, points", 0, usual.sum(axis=1) - sent.sum(axis=1)),
    ]
    return [Line(who, what, expected, 100 * values.to_numpy()) for who, what, expected, values in rows]


def shares_in_the_last_year(run: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each corridor's share in 1995 of what sets out for the United States, and of what crosses any corridor there."""
    corridors, region = (since(table, "1995-01", "1995-12") for table in (run.corridors, run.region))
    sent = corridor_share(corridors, region, "usa").reindex(columns=list(NORTHWARD), fill_value=0.0)
    return sent, share_of_crossings(corridors, "usa", NORTHWARD)


def balloon_in(year: int, treated: Any, control: Any) -> list[Line]:
    """What is delivered, and what a kilogram costs in the United States, in one year of the surge."""
    rows = [since(run.region, f"{year}-01", f"{year}-12").groupby("replicate") for run in (treated, control)]
    delivered = [r[[f"kg_delivered_{m}" for m in corredor_markets()]].sum().sum(axis=1) for r in rows]
    price = [r["price_usd_kg_usa"].mean() for r in rows]
    return [
        Line("balloon_effect", f"{what} in {year}, %", 0, (100 * (sides[0] / sides[1] - 1)).to_numpy())
        for what, sides in (("delivered to all markets", delivered), ("wholesale price in the United States", price))
    ]


def corredor_markets() -> tuple[str, ...]:
    """Names of the market groups, as the columns of the region's table spell them."""
    from corredor.region.region import MARKETS

    return MARKETS


def groups_in_mexico(run: Any) -> Column:
    """Organisations at home in Mexico that are alive in the last month of 2002, by replicate."""
    last = since(run.organisations, "2002-12", "2002-12")
    return last[last["alive"] & (last["iso3"] == "MEX")].groupby("replicate").size()


def homicide_in_mexico(run: Any, first: str, last: str) -> Column:
    """Homicides in Mexico over some months, by replicate."""
    rows = since(run.national, first, last)
    rows = rows[(rows["iso3"] == "MEX") & (rows["kind"] == "all")]
    return rows.groupby("replicate")["homicides"].sum()


def kingpin(runs: dict[str, Any], cut: str = "") -> list[Line]:
    """Groups and homicide in Mexico, with leaders removed twice a year over without."""
    treated = runs[f"kingpin_fragmentation{cut}"]
    control = runs["kingpin_control_cut" if cut else "baseline"]
    name = "kingpin_fragmentation" + (", cut: nobody sees it" if cut else "")
    ratio = groups_in_mexico(treated) / groups_in_mexico(control)
    lines = [Line(name, "log of groups in Mexico at the end of 2002 over control", 1, np.log(ratio.to_numpy()))]
    for label, span in (("first three years", ("1993-01", "1995-12")), ("all ten years", ("1993-01", "2002-12"))):
        change = 100 * (homicide_in_mexico(treated, *span) / homicide_in_mexico(control, *span) - 1)
        lines.append(Line(name, f"homicide in Mexico, {label}, %", 1 if "three" in label else 0, change.to_numpy()))
    return lines


def rate_of(run: Any, wanted: Callable[[str], bool]) -> Column:
    """Homicides per 100 000 a year from 1995 on, over the countries that ``wanted`` takes, by replicate."""
    rows = since(run.national, "1995-01", "2005-12")
    rows = rows[rows["iso3"].map(wanted).astype(bool)]
    rates = homicide_rates(rows)
    return rates["all"] if isinstance(rates, pd.DataFrame) else rates


def dead(run: Any, wanted: Callable[[str], bool]) -> Column:
    """Homicides from 1995 on, in all the countries that ``wanted`` takes, by replicate."""
    rows = since(run.national, "1995-01", "2005-12")
    rows = rows[rows["iso3"].map(wanted).astype(bool) & (rows["kind"] == "all")]
    return rows.groupby("replicate")["homicides"].sum()


def by_country(run: Any, wanted: Callable[[str], bool]) -> Column:
    """The same rate, as the mean over countries and not over people."""
    rows = since(run.national, "1995-01", "2005-12")
    rows = rows[rows["iso3"].map(wanted).astype(bool)]
    return homicide_rates(rows, by=("iso3",))["all"].groupby("replicate").mean()


def levels(run: Any) -> list[Line]:
    """Homicide by role in the baseline itself, 1995 to 2005."""
    role = roles()
    groups: dict[str, Callable[[str], bool]] = {
        "transit": lambda c: role.get(c) == "transit",
        "source": lambda c: role.get(c) == "source",
        "Colombia": lambda c: c == "COL",
        "Peru and Bolivia": lambda c: role.get(c) == "source" and c != "COL",
        "destination": lambda c: c == "USA",
    }
    found = [Line("baseline", f"{name}, per 100 000", 0, rate_of(run, of).to_numpy()) for name, of in groups.items()]
    for name in ("transit", "source"):
        found.append(Line("baseline", f"{name}, mean over countries", 0, by_country(run, groups[name]).to_numpy()))
    return found


def organised_rate(run: Any, wanted: Callable[[str], bool]) -> Column:
    """The same for killing by organisations alone: turf, retaliation and predation."""
    rows = since(run.national, "1995-01", "2005-12")
    rows = rows[rows["iso3"].map(wanted).astype(bool)]
    people = rows[rows["kind"] == "all"].groupby("replicate")["population"].sum()
    killed = rows[rows["kind"].isin(["turf", "retaliation", "predation"])].groupby("replicate")["homicides"].sum()
    return 12e5 * killed / people


def transit(runs: dict[str, Any]) -> list[Line]:
    """Homicide in transit countries against source and destination, and what closes the gap."""
    role = roles()
    lines = []
    gaps, passing = {}, {}
    for name, label in (
        ("baseline", "transit_violence"),
        ("transit_violence_equal", "transit_violence, cut: states equal"),
        ("transit_violence_no_cocaine", "transit_violence, cut: no cocaine"),
    ):
        run = runs[name]
        through = rate_of(run, lambda c: role.get(c) == "transit")
        colombia_too = rate_of(run, lambda c: role.get(c) == "transit" or c == "COL")
        source = rate_of(run, lambda c: role.get(c) == "source")
        source_only = rate_of(run, lambda c: role.get(c) == "source" and c != "COL")
        destination = rate_of(run, lambda c: c == "USA")
        claim = 1 if name == "baseline" else 0
        victims = dead(run, lambda c: role.get(c) == "transit") / dead(run, lambda c: role.get(c) == "source")
        gaps[label], passing[label] = through - destination, through
        organised = organised_rate(run, lambda c: role.get(c) == "transit")
        grown = organised_rate(run, lambda c: role.get(c) == "source" and c != "COL")
        mexico = rate_of(run, lambda c: c == "MEX")
        lines += [
            Line(label, "homicide in Mexico, per 100 000", 0, mexico.to_numpy()),
            Line(label, "organised killing, transit less Peru and Bolivia", claim, (organised - grown).to_numpy()),
            Line(label, "transit less destination, per 100 000", claim, gaps[label].to_numpy()),
            Line(label, "transit less source, Colombia in transit", claim, (colombia_too - source_only).to_numpy()),
            Line(label, "transit less source, Colombia a source", claim, (through - source).to_numpy()),
            Line(label, "victims, log of transit over source, Colombia a source", claim, np.log(victims.to_numpy())),
        ]
    full = gaps["transit_violence"]
    for label, gap in list(gaps.items())[1:]:
        lines.append(Line(label, "gap to destination that is left, share", 0, (gap / full).to_numpy()))
        more = 100 * (passing["transit_violence"] / passing[label] - 1)
        what = label.split("cut: ")[1]
        lines.append(Line("transit_violence", f"homicide in transit, % more than with {what}", 1, more.to_numpy()))
    return lines


def page(arguments: argparse.Namespace, lines: list[Line]) -> str:
    """The table, with what it was made from."""
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    command = (
        f"python tools/headline_effects.py --replicates {arguments.replicates} "
        f"--resolution '{arguments.resolution}' --seed {arguments.seed} --out FOLDER"
    )
    head = (
        f"# The headline scenarios over {arguments.replicates} pairs\n\n"
        f"Date {dt.date.today()}, corredor {corredor.__version__}, commit {commit}; written by `{command}`.\n\n"
        "Median over pairs with the 90 % bootstrap interval of the median, and the share of pairs with the expected "
        "sign. Directions only: levels are those of one point of a wide posterior. Rates by role and of countries are "
        "those of 1995 to 2005.\n\n"
        "| scenario | outcome | expected | median [90 %] | pairs that agree | pairs |\n|---|---|---|---|---|---|\n"
    )
    return head + "".join(f"{line.cells()}\n" for line in lines)


def main() -> None:
    """Run what is missing, compute, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument("--resolution", default="1 deg")
    parser.add_argument("--seed", type=int, default=1, help="master seed, the same for all scenarios")
    parser.add_argument("--out", type=Path, required=True, help="folder for the runs; finished ones are kept")
    parser.add_argument("--result", type=Path, default=RESULT, help="file to write")
    arguments = parser.parse_args()
    runs = {
        name: corredor.run(
            name,
            replicates=arguments.replicates,
            out=arguments.out / name,
            set={"region.resolution": arguments.resolution, "seed": str(arguments.seed)},
            resume=True,
        )
        for name in SCENARIOS
    }
    lines = [
        *balloon(runs),
        *balloon(runs, "_cut"),
        *kingpin(runs),
        *kingpin(runs, "_cut"),
        *levels(runs["baseline"]),
        *transit(runs),
    ]
    # What is said about the table is written by hand, and stays.
    said = arguments.result.read_text().partition("\n## ") if arguments.result.is_file() else ("", "", "")
    arguments.result.write_text(page(arguments, lines) + "".join(said[1:]))
    print(arguments.result.read_text())


if __name__ == "__main__":
    main()
