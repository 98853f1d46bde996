"""Put what a bench measured into docs/results/bench.md.

``corredor bench --chart docs/images/month_by_process.png --json bench.json``, then
``python tools/write_bench.py bench.json --machine "two cores of …"``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import re
from pathlib import Path
from typing import Any

import corredor
from corredor.runs.provenance import DECISIVE, code_digest, package_versions

PAGE = Path(__file__).resolve().parents[1] / "docs" / "results" / "bench.md"
BLOCK = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->)", re.DOTALL)


def number(value: float | None) -> str:
    """Three digits that count."""
    return "" if value is None else f"{value:.3g}"


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as a table, missed goals in bold."""
    lines = ["| what | reference | median | quartiles | goal | met |", "|---|---|---:|---:|---:|---|"]
    for row in rows:
        met = {True: "yes", False: "**no**", None: ""}[row["met"]]
        quartiles = f"{number(row['low'])} – {number(row['high'])}"
        cells = (row["name"], row["reference"], number(row["ratio"]), quartiles, number(row["goal"]), met)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Read the rows and write the block."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--machine", required=True)
    arguments = parser.parse_args()
    rows = json.loads(arguments.rows.read_text(encoding="utf-8"))
    judged = [row for row in rows if row["met"] is not None]
    packages = ", ".join(f"{name} {package_versions()[name]}" for name in DECISIVE)
    head = (
        f"Date {dt.date.today().isoformat()}, corredor {corredor.__version__} (code {code_digest()}), in one run of "
        f"`corredor bench`.\nMachine: {arguments.machine}. Python {platform.python_version()}, {packages}.\n"
        f"{sum(row['met'] for row in judged)} of {len(judged)} goals are met."
    )
    text = PAGE.read_text(encoding="utf-8")
    if not BLOCK.search(text):
        raise SystemExit(f"{PAGE.name} has no place for the table")
    PAGE.write_text(BLOCK.sub(lambda m: f"{m[1]}{head}\n\n{table(rows)}\n{m[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
