"""Calibration's own YAML, read safely, with every problem at its file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from corredor.scenario.explaining import written_loc
from corredor.scenario.problems import Mark, Problem, ScenarioError, did_you_mean, one_of
from corredor.scenario.reading import read_file
from corredor.scenario.tree import Loc, Node, path_of

Content = TypeVar("Content", bound=BaseModel)
Finding = tuple[Loc, str]
"""Where, and what."""

INTERCEPTS: Final = ("intercept", "intercepts", "offset", "offsets", "level_by_place")
"""Keys that would give places levels of their own."""


def read_as(model: type[Content], path: Path, shown: str) -> tuple[Content, Node]:
    """A file as a model, and its tree.

    Args:
        model: what the file should hold.
        path: the file.
        shown: how errors name it.

    Raises:
        ScenarioError: with everything that is wrong.
    """
    tree = read_file(path, shown)
    if not isinstance(tree.value, dict):
        raise ScenarioError([Problem(tree.mark, "", "not a mapping — it starts with 'corredor: 1'")])
    try:
        return model.model_validate(tree.plain()), tree
    except ValidationError as error:
        raise ScenarioError(_problems(error, tree, model)) from None


def refuse(findings: Iterable[Finding], tree: Node) -> None:
    """Raise what only the whole file could tell.

    Raises:
        ScenarioError: if there is any finding.
    """
    problems = []
    for loc, what in findings:
        written, node, missing = written_loc(tree, loc)
        problems.append(Problem(node.mark, path_of(tree, (*written, *missing)), what))
    if problems:
        raise ScenarioError(problems)


def find(name_or_path: str | Path, shipped: Mapping[str, Path], what: str) -> tuple[Path, str]:
    """The file that a user means, and how to show it.

    Args:
        name_or_path: a shipped name or a file.
        shipped: what ships, by name.
        what: what they are, for the error.

    Raises:
        ScenarioError: if nothing of this name ships.
    """
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or "/" in text or text.endswith((".yaml", ".yml")):
        return Path(text).resolve(), text
    if text not in shipped:
        right = did_you_mean(text, shipped, f" — there are {', '.join(shipped)}")
        raise ScenarioError([Problem(Mark(text), "", f"no {what} of this name ship{right}")])
    return shipped[text], f"calibration/{what}/{text}.yaml"


def _problems(error: ValidationError, tree: Node, model: type[BaseModel]) -> Iterator[Problem]:
    for found in error.errors(include_url=False):
        # Which of several forms a mapping has, Pydantic puts into the location, and nobody writes it.
        loc, node, missing = written_loc(tree, _without_forms(found["loc"], tree))
        if found["type"] == "missing":
            yield Problem(node.mark, path_of(tree, loc), f"required key '{missing[-1]}' is missing")
        elif found["type"] == "extra_forbidden":
            yield Problem(node.key, path_of(tree, loc), _unknown(str(loc[-1]), _keys_at(model, tree, loc[:-1])))
        elif node.value is None and not missing:
            yield Problem(node.mark, path_of(tree, loc), "no value — write one, or remove the line")
        else:
            yield Problem(node.mark, path_of(tree, (*loc, *missing)), _said(found))


def _without_forms(loc: Loc, tree: Node) -> Loc:
    kept: list[str | int] = []
    for i, step in enumerate(loc):
        last = i == len(loc) - 1
        node, there = tree.nearest((*kept, step))
        tag = not there and not last and isinstance(node.value, dict) and node.child("kind") is not None
        if not tag:
            kept.append(step)
    return tuple(kept)


def _said(found: ErrorDetails) -> str:
    context: Mapping[str, Any] = found.get("ctx", {})
    if found["type"] == "value_error":
        return str(context.get("error", found["msg"]))
    if found["type"] in ("literal_error", "enum"):
        return f"'{str(found['input'])[:40]}' — one of {context['expected']}"
    if found["type"] == "union_tag_invalid":
        return f"'{context['tag']}' is no kind — one of {context['expected_tags']}"
    if found["type"] == "union_tag_not_found":
        return "it has no 'kind'"
    shown = str(found["input"])[:40] if not isinstance(found["input"], dict | list) else ""
    return f"{shown}: {found['msg'][:1].lower()}{found['msg'][1:]}" if shown else found["msg"]


def _unknown(key: str, known: tuple[str, ...]) -> str:
    if key in INTERCEPTS:
        return f"'{key}': no place has a level of its own — differences between places have to come from the model"
    return f"unknown key '{key}'{did_you_mean(key, known, one_of(known, most=20))}"


def _keys_at(model: type[BaseModel], tree: Node, loc: Loc) -> tuple[str, ...]:
    """Keys that are known where an unknown one stands: those of its siblings' model, found by what it lies in."""
    known = getattr(model, "keys_at", None)
    return tuple(known(tree, loc)) if known is not None else tuple(model.model_fields)
