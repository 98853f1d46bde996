"""Boards beside one another: the same cases at other resolutions and seeds, and which verdicts flip."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from corredor.effects.board import VERDICTS
from corredor.effects.registry import NAMES
from corredor.runs.errors import FolderError

LISTS: Final = ("baselines", "outcomes", "cuts", "placebos")
REPRODUCED: Final = "reproduced"


@dataclass(frozen=True)
class Standing:
    """One case on one board.

    Attributes:
        reproduced: the verdict.
        resolution, pairs: how it was run.
        seed: of all arms, or ``None`` where the board does not say.
        code, parameters: digests of the program and of the set, empty where the board does not say.
        held: by kind and name of each thing that was judged, whether it holds; ``None`` where nothing was asked.
    """

    reproduced: bool
    resolution: float
    pairs: int
    seed: int | None
    code: str
    parameters: str
    held: Mapping[str, bool | None]


@dataclass(frozen=True)
class Flip:
    """A verdict that another board does not share.

    Attributes:
        board: whose.
        turned: what was judged otherwise there, with the answer given there.
    """

    board: str
    turned: tuple[str, ...]


@dataclass(frozen=True)
class Robustness:
    """Boards beside one another.

    Attributes:
        boards: by label, in the order in which they were given; standings by case. The first is what others are held
            against.
    """

    boards: Mapping[str, Mapping[str, Standing]]

    @property
    def first(self) -> str:
        """Label of the board that others are held against."""
        return next(iter(self.boards))

    @property
    def cases(self) -> tuple[str, ...]:
        """Cases of any board, in the order of the table of effects."""
        there = {name for board in self.boards.values() for name in board}
        return tuple(name for name in (*NAMES, *sorted(there - {*NAMES})) if name in there)

    def flips(self, case: str) -> tuple[Flip, ...]:
        """The boards whose verdict on a case is not that of the first."""
        usual = self.boards[self.first].get(case)
        if usual is None:
            return ()
        others = {label: board[case] for label, board in self.boards.items() if case in board}
        return tuple(
            Flip(label, _turned(usual, other))
            for label, other in others.items()
            if other.reproduced != usual.reproduced
        )

    @property
    def fragile(self) -> tuple[str, ...]:
        """Cases whose verdict flips on any board."""
        return tuple(case for case in self.cases if self.flips(case))

    @property
    def mixed(self) -> tuple[str, ...]:
        """What boards do not share that they should: the program, the parameter set."""
        standings = [standing for board in self.boards.values() for standing in board.values()]
        named = (("the program", "code"), ("the parameter set", "parameters"))
        return tuple(words for words, name in named if len({getattr(each, name) for each in standings}) > 1)

    def rows(self) -> list[dict[str, Any]]:
        """One entry a case, for JSON."""
        return [
            {
                "id": case,
                "fragile": case in self.fragile,
                "verdicts": {
                    label: REPRODUCED if board[case].reproduced else "short"
                    for label, board in self.boards.items()
                    if case in board
                },
                "flips": [{"board": flip.board, "turned": list(flip.turned)} for flip in self.flips(case)],
            }
            for case in self.cases
        ]


def _turned(usual: Standing, other: Standing) -> tuple[str, ...]:
    """What holds on one of two boards and not on the other."""
    return tuple(
        f"{name} {'holds' if now else 'falls short'}"
        for name, now in other.held.items()
        if now is not None and usual.held.get(name) not in (None, now)
    )


def beside(given: Sequence[str]) -> Robustness:
    """Read boards.

    Args:
        given: ``LABEL=PATH`` or ``PATH`` each, of a board's folder or its ``verdicts.json``. Files of one label are
            parts of one board, so that it can have been run at several times.

    Raises:
        FolderError: if there is no such file, it is none of a board, or a case is in two parts of one board.
    """
    boards: dict[str, dict[str, Standing]] = {}
    for each in given:
        label, path = _labelled(each)
        board = boards.setdefault(label, {})
        for name, standing in _standings(path).items():
            if name in board:
                raise FolderError(f"{path}: the board '{label}' has '{name}' already — give it another label")
            board[name] = standing
    return Robustness(boards)


def _labelled(given: str) -> tuple[str, Path]:
    label, equals, path = given.partition("=")
    file = Path(path if equals else given)
    if file.is_dir():
        file = file / VERDICTS
    return (label if equals else file.parent.name), file


def _standings(path: Path) -> dict[str, Standing]:
    try:
        return {record["id"]: _standing(record) for record in json.loads(path.read_text("utf-8"))}
    except FileNotFoundError:
        raise FolderError(f"{path} is not there — 'corredor effects --out FOLDER' writes FOLDER/{VERDICTS}") from None
    except (KeyError, TypeError, ValueError):
        raise FolderError(f"{path} is not what 'corredor effects' wrote") from None


def _standing(record: Mapping[str, Any]) -> Standing:
    held = {f"{kind.removesuffix('s')} '{_name(found)}'": found["holds"] for kind in LISTS for found in record[kind]}
    return Standing(
        record["verdict"] == REPRODUCED,
        record["resolution"],
        record["pairs"],
        record.get("seed"),
        record.get("code", ""),
        record.get("parameters", ""),
        held,
    )


def _name(found: Mapping[str, Any]) -> str:
    return str(found["name"] if found["name"] == found["outcome"] else f"{found['name']}: {found['outcome']}")
