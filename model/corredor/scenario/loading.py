"""From a name or a file to a scenario, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from pydantic import ValidationError

from corredor.scenario import checking
from corredor.scenario.explaining import problems_of, written_loc
from corredor.scenario.extending import find, read_with_parents
from corredor.scenario.overriding import override
from corredor.scenario.problems import Mark, Problem, ScenarioError
from corredor.scenario.scenario import Scenario
from corredor.scenario.tree import Loc, Node, Scalar, path_of

_CONTENTS = ("parameters", "mechanisms", "policies", "events", "record")
"""Of these one wrong item is left out and the rest still checked."""
STAND_INS = {
    "corredor": 1,
    "name": "unnamed",
    "region": {"name": "ring", "resolution": "1 deg"},
    "start": "1990-01",
    "duration": "2400 months",
}
"""Values for required keys that are wrong or missing, so that the rest can still be checked."""


def load(name_or_path: str | Path, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Read, merge, override and check a scenario.

    Args:
        name_or_path: a shipped name (``baseline``), a YAML file, or the ``manifest.json`` of a run.
        overrides: values by path that win over the file, e.g. ``{"routes.sensitivity": "2", "duration": "2 years"}``.

    Raises:
        ScenarioError: with every problem found, each with file, line and column.
    """
    return load_tree(read_with_parents(*find(name_or_path)), overrides)


def load_tree(tree: Node, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Override and check a scenario that has been read; the tree can be used again.

    Args:
        tree: parents merged.
        overrides: values by path that win over the file.

    Raises:
        ScenarioError: with every problem found.
    """
    tree, problems = override(tree, overrides or {})
    scenario, found = _validated(tree)
    problems += found
    if problems or scenario is None:
        raise ScenarioError(problems)
    provenance = {path_of(tree, loc): node.mark.origin for loc, node in tree.leaves()}
    notes = tuple(str(problem) for problem in _located(checking.warnings(scenario), tree, tree))
    return scenario.model_copy(update={"provenance": provenance, "warnings": notes})


def _validated(tree: Node) -> tuple[Scenario | None, list[Problem]]:
    """The scenario, or what is wrong; what can still be checked is, so that all is said at once."""
    problems: list[Problem] = []
    sound, stand_ins = tree, set[str]()
    try:
        scenario = Scenario.model_validate(tree.plain())
    except ValidationError as error:
        problems += problems_of(error, tree)
        sound, stand_ins = _without_wrong(tree, [written_loc(tree, e["loc"]) for e in error.errors()])
        try:
            scenario = Scenario.model_validate(sound.plain())
        except ValidationError:
            return None, problems
    problems += _located(checking.errors(scenario, stand_ins), sound, tree)
    return (None if problems else scenario), problems


def _without_wrong(tree: Node, wrong: Iterable[tuple[Loc, Node, list[str | int]]]) -> tuple[Node, set[str]]:
    """The tree without what is wrong, and the required keys whose values had to be replaced."""
    dropped = {(*loc, *missing)[: 2 if loc and loc[0] in _CONTENTS else 1] for loc, _, missing in wrong}
    kept: dict[str, Node] = {}
    for key, node in cast("dict[str, Node]", tree.value).items():
        value = node.value
        if isinstance(value, list):
            value = [item for i, item in enumerate(value) if (key, i) not in dropped]
        elif isinstance(value, dict):
            value = {name: item for name, item in value.items() if (key, name) not in dropped}
        if (key,) not in dropped:
            kept[key] = Node(value, node.mark, node.key)
    stand_ins = {key for key in STAND_INS if key not in kept}
    kept |= {key: _node(STAND_INS[key], tree.mark) for key in stand_ins}
    return Node(kept, tree.mark, tree.key), stand_ins | {str(loc[0]) for loc in dropped if len(loc) == 1}


def _node(value: object, mark: Mark) -> Node:
    if isinstance(value, dict):
        return Node({key: _node(item, mark) for key, item in value.items()}, mark, mark)
    return Node(cast("Scalar", value), mark, mark)


def _located(findings: Iterable[checking.Finding], sound: Node, tree: Node) -> list[Problem]:
    """Findings with the marks of the nodes they concern, and with their paths in the whole tree."""
    whole = {id(node): loc for loc, node in tree.walk()}
    problems = []
    for loc, what in findings:
        written, node, missing = written_loc(sound, loc)
        at = whole.get(id(node), written)
        problems.append(Problem(node.mark, path_of(tree, (*at, *missing)), what))
    return problems
