"""Write the generated parts of docs/claims.md from docs/claims.csv: who carries each claim of the founding texts.

Run it after a row has changed: ``python tools/write_claims.py``.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from corredor.core.event_kinds import EVENT_KINDS
from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.core.policy_kinds import policy_kinds
from corredor.runs.columns import TABLES
from corredor.runs.outcomes import OUTCOMES
from corredor.scenario.registry import known_parameters
from corredor.scenario.shipped import shipped_folder, shipped_scenarios

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "claims.md"
BLOCK = re.compile(r"(<!-- generated: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
LATER: Final = "later study"
LEFT_OUT: Final = "left out"


class Claim(NamedTuple):
    """One claim of a founding text, in our words, and what of the model carries it.

    Attributes:
        number: from 1, in the order of the texts.
        source: the text.
        claim: a short paraphrase.
        figure: the number that the text gives, if any.
        carried_by: kind of the first name, or ``later study``, or ``left out``.
        names: ids that exist in the project.
        note: how it is carried, or why it is not.
    """

    number: int
    source: str
    claim: str
    figure: str
    carried_by: str
    names: tuple[str, ...]
    note: str


def claims() -> list[Claim]:
    """Every row of the table."""
    with (DOCS / "claims.csv").open(encoding="utf-8", newline="") as file:
        return [
            Claim(
                int(row["number"]),
                row["source"],
                row["claim"],
                row["figure"],
                row["carried_by"],
                tuple(name for name in row["name"].split(";") if name),
                row["note"],
            )
            for row in csv.DictReader(file)
        ]


def registries() -> dict[str, Collection[str]]:
    """Every id that can carry a claim, by kind."""
    return {
        "mechanism": MECHANISMS,
        "process": PROCESSES,
        "policy": policy_kinds(),
        "event": EVENT_KINDS,
        "scenario": {*shipped_scenarios(), *(f"cases/{case.name}" for case in (shipped_folder() / "cases").iterdir())},
        "parameter": known_parameters(),
        "measure": {*OUTCOMES, *(column.name for columns in TABLES.values() for column in columns)},
    }


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def counts(rows: list[Claim]) -> str:
    """How many claims each kind carries."""
    found = Counter(row.carried_by for row in rows)
    order = (*registries(), LATER, LEFT_OUT)
    lines = [(kind, str(found[kind])) for kind in order]
    return table(("carried by", "claims"), [*lines, ("all", str(len(rows)))])


def by_text(rows: list[Claim]) -> str:
    """A section for each text, with its claims in order."""
    head = ("", "claim", "figure", "carried by", "how, or why not")
    return "\n".join(
        f"### {source}\n\n" + table(head, map(cells, group)) for source, group in groupby(rows, lambda row: row.source)
    )


def cells(row: Claim) -> tuple[str, ...]:
    """One row of the page."""
    names = ", ".join(f"`{name}`" for name in row.names)
    return str(row.number), row.claim, row.figure, f"{row.carried_by}: {names}" if names else row.carried_by, row.note


def render(text: str) -> str:
    """The page with its generated parts brought up to date.

    Raises:
        ValueError: if the page lacks a place for one of them.
    """
    rows = claims()
    parts = {"counts": counts(rows), "claims": by_text(rows)}
    if {match["name"] for match in BLOCK.finditer(text)} != set(parts):
        raise ValueError("docs/claims.md needs a place for each of " + ", ".join(parts))
    return BLOCK.sub(lambda match: match[1] + parts[match["name"]] + match[3], text)


if __name__ == "__main__":
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
