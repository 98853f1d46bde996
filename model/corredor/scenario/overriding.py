"""``--set PATH=VALUE``: single values that win over what the file says."""

from __future__ import annotations

from collections.abc import Mapping

from corredor.core.mechanisms import MECHANISMS, PROCESSES
from corredor.scenario.explaining import TOP_KEYS
from corredor.scenario.fields import OFF, ON
from corredor.scenario.problems import Mark, Problem, ScenarioError, did_you_mean, one_of
from corredor.scenario.reading import read_text
from corredor.scenario.regions import RegionChoice
from corredor.scenario.registry import known_parameters
from corredor.scenario.tree import Loc, Node, item_name, marked, replace_at

SETTABLE = tuple(key for key in TOP_KEYS if key != "extends")


class _NoSuchPath(ValueError):
    """Says what would have been right."""


def override(tree: Node, overrides: Mapping[str, object]) -> tuple[Node, list[Problem]]:
    """The tree with other values, and what is wrong with the paths and values given.

    Args:
        tree: of a scenario, parents merged.
        overrides: values by path: ``duration``, ``routes.sensitivity``, ``violence.retaliation``,
            ``policies.Caribbean surge.intensity`` (by name or position).
    """
    problems: list[Problem] = []
    for path, value in overrides.items():
        shown = f"--set {path}={value}"
        try:
            loc = _location(tree, path.strip(), str(value).strip().lower())
            new = _value(str(value), shown)
            tree = replace_at(tree, loc, new)
        except _NoSuchPath as error:
            problems.append(Problem(Mark(shown), "", str(error)))
        except ScenarioError as error:
            problems += [Problem(Mark(shown), "", problem.what) for problem in error.problems]
    return tree, problems


def lacks(tree: Node, path: str) -> bool:
    """Whether a path names a policy or event that the tree does not have."""
    group, _, rest = path.strip().partition(".")
    if group not in ("policies", "events") or not rest or path.strip() in known_parameters():
        return False
    return not any(rest.startswith(f"{name}.") for name in _items(tree, group))


def _value(text: str, shown: str) -> Node:
    node = read_text(text if text.strip() else "''", shown)
    return marked(node, Mark(shown))


def _location(tree: Node, path: str, value: str) -> Loc:
    first, _, rest = path.partition(".")
    if first in ("parameters", "mechanisms") and rest:
        return (first, rest)
    if rest and path in known_parameters():
        return ("parameters", path)
    if first in ("policies", "events") and rest:
        return _item_location(tree, first, rest)
    if first == "region" and rest in RegionChoice.model_fields:
        return (first, rest)
    if (path in MECHANISMS and value in (*ON, *OFF)) or path in PROCESSES:
        return ("mechanisms", path)
    if rest and (first in PROCESSES or first == "region"):
        return ("parameters", path)
    if path in SETTABLE:
        return (path,)
    raise _NoSuchPath(f"a scenario has no '{path}'" + did_you_mean(path, SETTABLE, one_of(SETTABLE, most=20)))


def _item_location(tree: Node, group: str, rest: str) -> Loc:
    names = _items(tree, group)
    if not names:
        raise _NoSuchPath(f"the scenario has no {group}")
    for name in sorted(names, key=len, reverse=True):
        if rest.startswith(f"{name}.") and len(rest) > len(name) + 1:
            return (group, names[name], *rest[len(name) + 1 :].split("."))
    called = rest.rpartition(".")[0] or rest
    if called in names:
        raise _NoSuchPath(f"'{called}' is a whole entry — say which value, e.g. {group}.{called}.start")
    raise _NoSuchPath(f"'{group}' has nothing called '{called}'" + did_you_mean(called, names, one_of(names)))


def _items(tree: Node, group: str) -> dict[str, int]:
    """Positions of policies or events by name and by number."""
    items = tree.child(group)
    count = len(items.value) if items is not None and isinstance(items.value, list) else 0
    if items is None:
        return {}
    return {item_name(items, i) or str(i): i for i in range(count)} | {str(i): i for i in range(count)}
