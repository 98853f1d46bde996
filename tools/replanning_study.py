"""What planning anew only when costs have moved does to results, against planning anew every month.

``python tools/replanning_study.py --replicates 10 --shipped 40`` runs ``baseline`` at 2°, all rules over ten pairs
and the shipped one over forty, and writes ``docs/results/replanning.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import corredor
from corredor.region.region import CORRIDORS, MARKETS
from corredor.runs.provenance import code_digest

RESULT = Path(__file__).parent.parent / "docs" / "results" / "replanning.md"
RULES = {
    "every month": (0.0, 1),
    "every second month": (0.0, 2),
    "moved by 0.005": (0.005, 1),
    "by 0.01": (0.01, 1),
    "by 0.02": (0.02, 1),
    "by 0.05": (0.05, 1),
    "by 0.1": (0.1, 1),
}
"""Threshold, and months between two looks, by what they amount to."""
MONTHLY, SHIPPED = "every month", "moved by 0.005"
COUNTRIES = ("MEX", "COL", "BRA", "VEN", "GTM")
US_CORRIDORS = ("pacific", "central_america", "western_caribbean", "caribbean", "air")
MONTHS, FIRST = 120, 24


@dataclass(frozen=True)
class Outcome:
    """One run: % of what crosses to the United States by corridor, killings by country and in all, plans, seconds."""

    share: np.ndarray
    killings: np.ndarray
    plans: float
    seconds: float


def outcome(rule: str, replicate: int, resolution: str) -> Outcome:
    """Means over the months from ``FIRST`` on; CPU time of all months."""
    threshold, months = RULES[rule]
    changes = {
        "region.resolution": f"{resolution} deg",
        "routes.replan_threshold": f"{threshold}",
        "routes.replan_months": f"{months} months",
    }
    model = corredor.TraffickingModel(corredor.load("baseline", changes), replicate=replicate)
    region = model.region
    home = region.country[region.places]
    crossed, killed, plans = np.zeros(len(CORRIDORS)), np.zeros(len(region.countries)), 0
    begin = time.process_time()
    for month in range(MONTHS):
        model.step()
        plans += int((model.traffic.plans.month == month).sum())
        if month >= FIRST:
            crossed += model.traffic.corridor_kg[MARKETS.index("usa")]
            killed += np.bincount(home, model.violence.killings.sum(axis=0), len(killed))
    bound = crossed[[CORRIDORS.index(name) for name in US_CORRIDORS]]
    some = [killed[region.countries.index(c)] for c in COUNTRIES]
    return Outcome(
        100 * bound / bound.sum(),
        np.array([*some, killed.sum()]),
        plans / MONTHS,
        time.process_time() - begin,
    )


def rows(runs: dict[str, list[Outcome]]) -> list[str]:
    """The table: differences from monthly planning, paired, mean ± standard error."""
    names = [f"{c.replace('_', ' ')}, points" for c in US_CORRIDORS]
    names += [f"killings {c}, %" for c in (*COUNTRIES, "all")] + ["plans a month", "CPU time, ratio"]
    columns = []
    for each in runs.values():
        pairs = list(zip(each, runs[MONTHLY], strict=True))
        shares = np.array([a.share - b.share for a, b in pairs])
        killings = np.array([100 * (a.killings / b.killings - 1) for a, b in pairs])
        seconds = np.median([a.seconds / b.seconds for a, b in pairs])
        both = np.hstack([shares, killings])
        error = both.std(axis=0, ddof=1) / np.sqrt(len(both))
        cells = [f"{m:+.1f} ± {e:.1f}" for m, e in zip(both.mean(axis=0), error, strict=True)]
        columns.append([*cells, f"{np.mean([a.plans for a, _ in pairs]):.1f}", f"{seconds:.2f}"])
    head = "| | " + " | ".join(runs) + " |"
    body = [f"| {name} | " + " | ".join(column[k] for column in columns) + " |" for k, name in enumerate(names)]
    return [head, "|---|" + "---|" * len(runs), *body]


def main() -> None:
    """Run, and write the table into the result between its marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=10, help="pairs of every rule")
    parser.add_argument("--shipped", type=int, default=40, help="pairs of the shipped rule, not fewer")
    parser.add_argument("--resolution", default="2")
    arguments = parser.parse_args()
    many = max(arguments.shipped, arguments.replicates)
    runs: dict[str, list[Outcome]] = {rule: [] for rule in RULES}
    for replicate in range(many):
        for rule in RULES if replicate < arguments.replicates else (MONTHLY, SHIPPED):
            runs[rule].append(outcome(rule, replicate, arguments.resolution))
    lines = [
        f"Date {dt.date.today().isoformat()}, corredor {corredor.__version__} (code {code_digest()}); written by",
        f"`python tools/replanning_study.py --replicates {arguments.replicates} --shipped {many}`. `baseline` at "
        f"{arguments.resolution}°, {MONTHS // 12} years, means from",
        f"month {FIRST} on, differences from planning every month over {arguments.replicates} pairs ± standard error.",
        "",
        *rows({rule: each[: arguments.replicates] for rule, each in runs.items()}),
        "",
        f"The shipped rule over {many} pairs:",
        "",
        *rows({rule: runs[rule] for rule in (MONTHLY, SHIPPED)}),
    ]
    print("\n".join(lines))
    begin, end = "<!-- table -->", "<!-- end -->"
    text = RESULT.read_text(encoding="utf-8")
    head, tail = text.split(begin)[0], text.split(end)[1]
    RESULT.write_text(f"{head}{begin}\n" + "\n".join(lines) + f"\n{end}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
