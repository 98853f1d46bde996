"""The log of full board runs: which code and parameters led to which verdicts."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
from pathlib import Path
from typing import Final

import corredor
from corredor.effects.board import Board
from corredor.runs.provenance import code_digest

COLUMNS: Final = (
    "date",
    "version",
    "commit",
    "code",
    "parameters",
    "seed",
    "pairs",
    "resolution",
    "case",
    "marked",
    "verdict",
    "severity",
    "short",
)


def add_to_log(path: Path, board: Board) -> None:
    """Add a line for each case; the head of the table is written where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerows(log_lines(board))


def log_lines(board: Board) -> list[dict[str, str]]:
    """The lines of a board, in the order of its cases."""
    shared = {
        "date": dt.date.today().isoformat(),
        "version": corredor.__version__,
        "commit": commit(),
        "code": code_digest(),
        "parameters": board.parameters,
        "seed": str(board.seed),
        "pairs": str(board.pairs),
    }
    return [
        shared
        | {
            "resolution": f"{verdict.resolution:g}",
            "case": verdict.case.name,
            "marked": "yes" if verdict.case.marked else "no",
            "verdict": "reproduced" if verdict.reproduced else "short",
            "severity": "" if verdict.severity is None else f"{verdict.severity:.3f}",
            "short": "; ".join(verdict.short),
        }
        for verdict in board.verdicts
    ]


def commit() -> str:
    """The commit of the checkout, with a ``+`` if something was changed since; empty outside a checkout."""
    root = Path(corredor.__file__).resolve().parent

    def git(*arguments: str) -> str:
        told = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
        return told.stdout.strip() if told.returncode == 0 else ""

    try:
        short = git("rev-parse", "--short", "HEAD")
        return f"{short}+" if short and git("status", "--porcelain", "--", ".") else short
    except OSError:
        return ""
