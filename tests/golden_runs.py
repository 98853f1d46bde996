"""Golden runs: what two short runs gave when they were last recorded, for each supported pair of Python and Mesa.

``python tests/golden_runs.py`` records them anew for the interpreter it runs on. Do so when a change of results is
meant, and say in the commit why they changed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import corredor

FOLDER = Path(__file__).parent / "golden"
RUNS: dict[str, dict[str, str]] = {
    "two_corridors": {"duration": "5 years"},
    "baseline": {"region.resolution": "2 deg", "duration": "18 months"},
}


def golden_file() -> Path:
    """The record of this interpreter."""
    return FOLDER / f"python{sys.version_info.major}.{sys.version_info.minor}.json"


def summary(run: Any) -> dict[str, dict[str, list[Any]]]:
    """Integers and floats of a run that together notice any change: by month, over the whole region."""
    national = run.national
    by_kind = national.groupby(["month", "kind"], observed=True).homicides.sum().unstack()
    everything = national[national.kind == "all"].groupby("month", observed=True)
    monthly = everything[["homicides_reported", "members", "population", "kg_seized", "coca_ha", "extortion"]].sum()
    organisations = run.organisations
    alive = organisations[organisations.alive].groupby("month", observed=True)
    return {
        "integers": {
            **{f"homicides_{kind}": by_kind[kind].round().astype(int).tolist() for kind in by_kind},
            "homicides_reported": monthly.homicides_reported.round().astype(int).tolist(),
            "organisations": alive.size().tolist(),
            "events": run.events.groupby("kind", observed=True).size().sort_index().tolist(),
        },
        "floats": {
            **{name: monthly[name].tolist() for name in ("members", "population", "kg_seized", "coca_ha", "extortion")},
            "cash_usd": alive.cash_usd.sum().tolist(),
        },
    }


def record() -> dict[str, Any]:
    """Run every golden run and sum it up."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            name: summary(corredor.run(name, replicates=1, workers=1, out=Path(folder) / name, set=changes, quiet=True))
            for name, changes in RUNS.items()
        }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    golden_file().write_text(json.dumps(record(), indent=1) + "\n")
    print(f"recorded {golden_file().name}")
