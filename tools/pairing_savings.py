"""How many runs pairing saves: the spread of paired differences beside that of unpaired ones, for three policies.

``python tools/pairing_savings.py [--pairs 20] [--seed 1] [--workers 2]`` writes its table into
``docs/results/ensembles.md``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

import corredor
from corredor.runs.precision import runs_needed
from corredor.runs.provenance import code_digest

RESULT = Path(__file__).parent.parent / "docs" / "results" / "ensembles.md"
SETTINGS = {"region.resolution": "2 deg", "duration": "4 years"}
START, YEARS = "1991-01", 3
POLICIES: dict[str, dict[str, Any]] = {
    "Caribbean surge, three times": {"kind": "interdiction_surge", "where": {"corridor": "caribbean"}, "intensity": 3},
    "community policing in Central America": {
        "kind": "community_policing",
        "where": {"country": ["GTM", "SLV", "HND"]},
    },
    "prison reform in Brazil": {"kind": "prison_reform", "where": {"country": "BRA"}},
}
OUTCOMES = ("homicide_rate", "delivered", "spread", "members")
PRECISION = 0.01
"""Half-width of the interval of a difference, as a share of the level without the policy."""


def table(pairs: int, seed: int, workers: int | None) -> list[str]:
    """Rows: for each policy and outcome the ratio of variances and the runs that a precision takes either way."""
    how: dict[str, Any] = {"replicates": pairs, "seed": seed, "workers": workers, "set": SETTINGS, "quiet": True}
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        control = corredor.run("baseline", out=Path(folder) / "base", **how)
        for number, (name, policy) in enumerate(POLICIES.items()):
            entry = policy | {"start": START, "duration": f"{YEARS} years"}
            file = Path(folder) / f"policy{number}.yaml"
            file.write_text(json.dumps({"corredor": 1, "name": name, "extends": "baseline", "policies": [entry]}))
            rows += compared(name, control, corredor.run(file, out=Path(folder) / file.stem, **how))
    return rows


def compared(name: str, control: corredor.Run, treated: corredor.Run) -> list[str]:
    window = {"since": START, "until": f"{int(START[:4]) + YEARS}{START[4:]}"}
    without, with_it = (run.scorecard(**window) for run in (control, treated))
    rows = []
    for outcome in OUTCOMES:
        a, b = without[outcome].to_numpy(), with_it[outcome].to_numpy()
        difference, half_width = b - a, PRECISION * abs(a.mean())
        apart = a.var(ddof=1) + b.var(ddof=1)
        saving = apart / difference.var(ddof=1) if difference.any() else math.inf
        paired = runs_needed(difference, half_width)
        unpaired = runs_needed(np.sqrt(apart) * standard(len(a)), half_width)
        change, alike = difference.mean() / a.mean(), np.corrcoef(a, b)[0, 1]
        cells = (name, outcome, f"{change:+.1%}", f"{alike:.2f}", f"{saving:.3g}", f"{2 * paired:.0f}")
        rows.append(f"| {' | '.join(cells)} | {2 * unpaired:.0f} |")
    return rows


def standard(n: int) -> np.ndarray:
    """Values of variance 1."""
    values = np.arange(n) - (n - 1) / 2
    return values / values.std(ddof=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int)
    given = parser.parse_args()
    began, load = time.perf_counter(), os.getloadavg()[0]
    rows = table(given.pairs, given.seed, given.workers)
    command = f"python tools/pairing_savings.py --pairs {given.pairs} --seed {given.seed}"
    about = (
        f"`{command}`, {dt.date.today()}, corredor {corredor.__version__} (code `{code_digest()}`): the baseline at 2°,"
        f" {SETTINGS['duration']}, policies from {START} for {YEARS} years, outcomes over those years,"
        f" {given.pairs} pairs; {time.perf_counter() - began:.0f} s at a load of {load:.1f} when it began."
    )
    head = (
        f"| policy | outcome | difference | correlation of pairs | variance unpaired / paired |"
        f" runs for ±{PRECISION:.0%}, paired | unpaired |\n|---|---|---:|---:|---:|---:|---:|"
    )
    write("pairing", "\n".join([about, "", head, *rows]))


def write(name: str, content: str) -> None:
    """Put a text between the marks of a name in the page of results."""
    page = RESULT.read_text("utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    RESULT.write_text(f"{before}{begin}\n{content}\n{end}{after}", "utf-8")
    print(content)


if __name__ == "__main__":
    main()
