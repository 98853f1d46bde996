"""What can be wrong with a scenario, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A place in a source: a file with line and column (from 1), or the option or call that a value came from."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    @property
    def origin(self) -> str:
        """``file:line``, which is enough to find a value."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: ``file:line:column: path: what is wrong — what would be right``."""

    mark: Mark
    path: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.mark), self.path, self.what) if part)


class ScenarioError(ValueError):
    """A scenario that cannot be used, with everything that is wrong with it, in the order of the file.

    Attributes:
        problems: at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = list(dict.fromkeys(problems))
        files = list(dict.fromkeys(problem.mark.file for problem in found))
        self.problems: tuple[Problem, ...] = tuple(
            sorted(found, key=lambda p: (files.index(p.mark.file), p.mark.line or 0, p.mark.column or 0))
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``" — did you mean 'x'?"`` if something known is close, else ``otherwise``."""
    names = list(known)
    lowered = {name.lower(): name for name in names}
    close = difflib.get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), list(lowered), n=1, cutoff=0.6)
    close = close or difflib.get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    return f" — did you mean '{lowered[close[0]]}'?" if close else otherwise


def one_of(known: Iterable[str], most: int = 12) -> str:
    """``" — one of a, b, c"``, shortened when there are many."""
    names = list(known)
    more = f" … ({len(names)} in all)" if len(names) > most else ""
    return f" — one of {', '.join(names[:most])}{more}"
