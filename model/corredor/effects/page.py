"""The board as a page in Markdown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import corredor
from corredor.effects.board import Board
from corredor.effects.judging import Finding, Verdict
from corredor.effects.log import commit
from corredor.effects.rows_figure import told
from corredor.effects.severity import is_weak

GROUPS = (
    (True, "Marked cases (●): parameters may be chosen while looking at them"),
    (False, "Unmarked cases: only run"),
)
HEAD = "| | what | unit | asked | median [90 %] | pairs | holds | rests on |\n|---|---|---|---|---|---|---|---|"


def write_page(path: Path, board: Board) -> None:
    """Write the page of a board."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(board), encoding="utf-8")


def page(board: Board) -> str:
    """The page as text: the count, a line for each case, then each case with every number it was judged by."""
    done = sum(verdict.reproduced for verdict in board.verdicts)
    groups = [(title, [v for v in board.verdicts if v.case.marked == marked]) for marked, title in GROUPS]
    counted = [(title, group, _count(group)) for title, group in groups if group]
    split = "; ".join(f"{title[0].lower()}{title[1:]}: {count}" for title, _, count in counted)
    lines = [
        "# Documented effects",
        "",
        f"**{done} of {len(board.verdicts)} cases are reproduced** by the rules of [the board](../effects.md). "
        f"By group: {split}.",
        "",
        "| case | reproduced | what falls short |\n|---|---|---|",
        *(_line(verdict) for _, group, _ in counted for verdict in group),
        "",
        f"Date {dt.date.today()}, corredor {corredor.__version__}, commit {commit() or 'unknown'}, master seed "
        f"{board.seed}, {board.pairs} pairs, parameter set {board.parameters}. Simulated, not a forecast.",
    ]
    for title, group, count in counted:
        lines += ["", f"## {title}: {count}"]
        lines += [line for verdict in group for line in _case(verdict)]
    return "\n".join(lines) + "\n"


def _count(group: list[Verdict]) -> str:
    return f"{sum(verdict.reproduced for verdict in group)} of {len(group)}"


def _line(verdict: Verdict) -> str:
    mark = "● " if verdict.case.marked else ""
    return f"| {mark}{verdict.case.title} | {'yes' if verdict.reproduced else '**no**'} | {'; '.join(verdict.short)} |"


def _case(verdict: Verdict) -> list[str]:
    case = verdict.case
    state = "reproduced" if verdict.reproduced else "falls short (" + "; ".join(verdict.short) + ")"
    severity = "" if verdict.severity is None else f" Severity {verdict.severity:.0%}."
    weak = " **A weak test.**" if is_weak(verdict.severity) else ""
    return [
        "",
        f"### {'● ' if case.marked else ''}`{case.name}`: {state}",
        "",
        f"{case.title}. {verdict.region} at {verdict.resolution:g}°.{severity}{weak}",
        "",
        f"Carried by: {case.mediator}. What could have made it fail: {case.feedback} Documented in: "
        f"{', '.join(case.documented)}.",
        "",
        HEAD,
        *(_row("baseline", found) for found in verdict.baselines),
        *(_row("outcome", found) for found in verdict.outcomes),
        *(_row("cut", found) for found in verdict.cuts),
        *(_row("placebo", found) for found in verdict.placebos),
    ]


def _row(kind: str, found: Finding) -> str:
    name = found.of if found.of == found.outcome else f"{found.of}: {found.outcome}"
    holds = "" if found.holds is None else ("yes" if found.holds else "**no**")
    rests = "; ".join(f"{what} {told(summary)}" for what, summary in found.detail.items())
    so = "" if found.agree is None else f", so in {found.agree:.0%} of pairs"
    cells = (kind, name, found.unit, found.rule, f"{told(found.summary)}{so}", str(found.summary.pairs), holds, rests)
    return f"| {' | '.join(cells)} |"
