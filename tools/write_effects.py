"""Write what is generated of docs/effects.md and of the pages in docs/effects.

Of docs/effects.md every case with its bands, cuts and placebos, as the program has them; at the top of each page of a
case what the board in docs/results/effects.md found. ``python tools/write_effects.py`` after a case or the board has
changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from corredor.effects.case import Case
from corredor.effects.laboratory import arm_path
from corredor.effects.registry import case_of, cases
from corredor.scenario import load

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, BOARD, PAGES = DOCS / "effects.md", DOCS / "results" / "effects.md", DOCS / "effects"
BLOCK = re.compile(r"(<!-- generated: cases -->\n).*?(<!-- end -->)", re.DOTALL)
HEAD = re.compile(r"(<!-- generated: board -->\n).*?(<!-- end -->)", re.DOTALL)
STAMP = re.compile(r"^Date (\S+), .*?commit (\S+), (master seed \d+), (\d+ pairs),", re.MULTILINE)
CASE = re.compile(r"^### (?:● )?`(\w+)`: (.*)$", re.MULTILINE)
WHERE = re.compile(r"\. (\S+ at [\d.]+°)\.")
COLUMNS = "| | what | asked | found, median [90 %] | holds |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Row:
    kind: str
    what: str
    asked: str
    found: str
    holds: str
    unit: str

    @property
    def told(self) -> str:
        """What was judged, with its unit."""
        return self.what if self.unit == "1" else f"{self.what} ({self.unit})"


@dataclass(frozen=True)
class OnBoard:
    """What the board says of a case; ``where`` is its region and cell size, ``rows`` are those that are judged."""

    verdict: str
    where: str
    rows: tuple[Row, ...]
    date: str
    commit: str
    seed: str
    pairs: str


def words(case: Case) -> str:
    """One case as a section."""
    scenario = load(arm_path(case.name, "treatment"))
    lines = [
        f"### {'● ' if case.marked else ''}`{case.name}`",
        "",
        f"{case.title}. Region `{scenario.region.name}` at {scenario.region.resolution:g}°, from {scenario.start}, "
        f"{scenario.months} months. Documented in {', '.join(case.documented)}.",
        "",
        f"- *Treatment*: {scenario.description}",
        f"- *Carried by*: {case.mediator}.",
        f"- *Could have failed*: {case.feedback}",
    ]
    lines += [f"- *Baseline*: {b.name} ({b.unit}), {b.band.text}." for b in case.baselines]
    for outcome in case.outcomes:
        asked = f"asked: {outcome.rule.text}" if outcome.rule else "shown beside"
        told = f"; documented: {outcome.documented}" if outcome.documented else ""
        lines.append(f"- *Outcome*: {outcome.name} ({outcome.unit}), {asked}{told}.")
    for cut in case.cuts:
        left = f"its median must be {cut.within.text}" if cut.within else f"under {cut.left:.2g} of it may be left"
        lines.append(
            f"- *Cut*: {cut.name} ({load(arm_path(case.name, cut.treatment)).description}) On "
            f"{'; '.join(cut.outcomes)}: {left}, and {cut.first_order.name} must stay."
        )
    for placebo in case.placebos:
        lines.append(f"- *Placebo*: {placebo.name}, {placebo.meaning}; on {'; '.join(placebo.outcomes)}.")
    return "\n".join(lines) + "\n"


def render(text: str) -> str:
    """The page with its cases brought up to date.

    Raises:
        ValueError: if the page has no place for them.
    """
    if not BLOCK.search(text):
        raise ValueError("docs/effects.md has no place for the cases")
    body = "\n".join(words(case) for case in cases())
    return BLOCK.sub(lambda match: f"{match[1]}\n{body}\n{match[2]}", text)


def read_board(text: str) -> dict[str, OnBoard]:
    """What a page of the board says of each case, by name.

    Raises:
        ValueError: if the text is no such page.
    """
    stamp = STAMP.search(text)
    if not stamp:
        raise ValueError("docs/results/effects.md has no line 'Date …'")
    date, commit, seed, pairs = stamp.groups()
    found = {}
    _, *parts = CASE.split(text)
    for name, verdict, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        where = WHERE.search(body)
        if not where:
            raise ValueError(f"docs/results/effects.md does not say where {name} was run")
        cells = [line[2:].split(" | ") for line in body.splitlines() if line.startswith("| ")]
        rows = [Row(*row[:2], *row[3:5], row[6], row[2]) for row in cells if row[6].strip("*") in ("yes", "no")]
        found[name] = OnBoard(verdict, where[1], together(rows), date, commit, seed, pairs)
    return found


def together(rows: list[Row]) -> tuple[Row, ...]:
    """The rows, with those in one that ask the same of the same cut or placebo and hold or fail alike."""

    def alike(row: Row) -> tuple[str, ...]:
        of = row.what.partition(": ")[0] if row.kind in ("cut", "placebo") else row.what
        return row.kind, of, row.asked, row.holds

    merged = []
    for (_, of, _, _), group in groupby(rows, alike):
        first, *others = group
        told = "; ".join([first.told, *(row.told.removeprefix(f"{of}: ") for row in others)])
        numbers = "; ".join(row.found for row in (first, *others))
        merged.append(Row(first.kind, told, first.asked.split(" without ")[0], numbers, first.holds, "1"))
    return tuple(merged)


def head(case: Case, on: OnBoard) -> str:
    """The top of a case's page: what was asked and found, in a row for each thing judged."""
    mark = "may be chosen while looking at it (●)" if case.marked else "may not be chosen while looking at it"
    rows = [f"| {r.kind} | {r.told} | {r.asked} | {r.found} | {r.holds} |" for r in on.rows]
    return "\n".join(
        [
            f"`{case.name}`. *Asked*: {case.title}. *Found* on [the board](../results/effects.md) of {on.date} (commit "
            f"{on.commit}, {on.where}, {on.pairs}, {on.seed}): **{on.verdict}**.",
            f"Parameters {mark} ([rules](../effects.md#the-rules)). Simulated, not a forecast.",
            "",
            COLUMNS,
            *rows,
        ]
    )


def render_head(text: str, name: str, board: dict[str, OnBoard]) -> str:
    """The page of a case with what the board found.

    Args:
        text: the page.
        name: of the case.
        board: from ``read_board``.

    Raises:
        ValueError: if the page has no place for it.
    """
    if not HEAD.search(text):
        raise ValueError(f"docs/effects/{name}.md has no place for what the board found")
    body = head(case_of(name), board[name])
    return HEAD.sub(lambda match: f"{match[1]}\n{body}\n\n{match[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    found = read_board(BOARD.read_text(encoding="utf-8"))
    for path in sorted(PAGES.glob("*.md")):
        path.write_text(render_head(path.read_text(encoding="utf-8"), path.stem, found), encoding="utf-8")
