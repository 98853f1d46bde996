"""A study file, read key by key: what is wrong is collected, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from corredor.runs.outcomes import OUTCOMES
from corredor.scenario import Scenario, load
from corredor.scenario.extending import SUFFIXES
from corredor.scenario.fields import read_whole_number
from corredor.scenario.problems import Mark, Problem, ScenarioError, did_you_mean, one_of
from corredor.scenario.tree import Node

T = TypeVar("T")


class StudyFile:
    """What every kind of study file has in common.

    Args:
        tree: what the file says.
        folder: where it is; scenarios are looked for from there.
        name: what the study is called if it does not say.

    Raises:
        ScenarioError: if the file is no mapping.
    """

    def __init__(self, tree: Node, folder: Path, name: str) -> None:
        self.tree, self.folder, self.name = tree, folder, name
        self.problems: list[Problem] = []
        if not isinstance(tree.value, dict):
            raise ScenarioError([Problem(tree.mark, "", "not a mapping — a study starts with 'corredor: 1'")])

    def check_keys(self, kind: str, keys: tuple[str, ...], required: tuple[str, ...], right: str) -> None:
        """Note keys that are not known, and those that are missing.

        Args:
            kind: what ``study`` must be.
            keys: all that the file may have.
            required: those that it must have.
            right: said of a missing one.
        """
        for key, node in cast("dict[str, Node]", self.tree.value).items():
            if key not in keys:
                self.wrong(node.key, key, f"unknown key '{key}'{did_you_mean(key, keys, one_of(keys, most=20))}")
        for key in required:
            if self.tree.child(key) is None:
                self.wrong(self.tree.mark, "", f"required key '{key}' is missing — {right}")
        for key, wanted in (("corredor", 1), ("study", kind)):
            given = self.tree.child(key)
            if given is not None and given.value != wanted:
                self.wrong(given.mark, key, f"'{given.value}' — this command reads {key}: {wanted}")

    def wrong(self, mark: Mark, path: str, what: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(mark, path, what))

    def stop_if_wrong(self) -> None:
        """Raise all problems that were noted."""
        if self.problems:
            raise ScenarioError(self.problems)

    def read(self, key: str, reader: Callable[[Any], T], default: T) -> T:
        """The value of a key; the default if it is missing, or wrong."""
        node = self.tree.child(key)
        if node is None:
            return default
        try:
            return reader(node.plain())
        except ValueError as error:
            self.wrong(node.mark, key, str(error))
            return default

    def scenario(self, set: Mapping[str, object]) -> Scenario | None:
        """The scenario that is named, by file beside the study or as it ships."""
        node = self.tree.child("scenario")
        if node is None:
            return None
        name = str(node.value)
        try:
            return load(self.folder / name if Path(name).suffix in SUFFIXES else name, set)
        except ScenarioError as error:
            self.problems += error.problems
            return None


def read_outcomes(given: object) -> tuple[str, ...]:
    """Names of outcomes, one or a list; each once."""
    names = given if isinstance(given, list) else [given]
    for name in names:
        if name not in OUTCOMES:
            raise ValueError(f"no outcome is called '{name}'{did_you_mean(str(name), OUTCOMES, one_of(OUTCOMES))}")
    return tuple(dict.fromkeys(map(str, names)))


def read_replicates(given: object) -> int:
    """Runs of each point."""
    number = read_whole_number(given)
    if not 1 <= number <= 1_000_000:
        raise ValueError(f"{number} replicates — from 1 to 1000000")
    return number


def read_seed(given: object) -> int:
    """The seed of a study."""
    number = read_whole_number(given)
    if not 0 <= number < 2**63:
        raise ValueError(f"seed {number} must be between 0 and 2**63 - 1")
    return number
