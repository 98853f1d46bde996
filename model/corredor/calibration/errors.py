"""What is wrong with figures that somebody handed in."""

from __future__ import annotations

from collections.abc import Sequence


class DataError(ValueError):
    """A table of figures that cannot be used, with everything that is wrong with it.

    Attributes:
        file: what was read.
        problems: at least one, in words, with what would be right.
    """

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))
