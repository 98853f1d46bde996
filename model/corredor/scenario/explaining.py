"""From what Pydantic finds wrong to a problem that points at the line and says what would be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from corredor.core.event_kinds import EVENT_KINDS, EventKind
from corredor.core.options import Option
from corredor.core.policy_kinds import PolicyKind, policy_kinds
from corredor.scenario.entries import event_model, policy_model
from corredor.scenario.places import PLACE_KEYS, Box
from corredor.scenario.problems import Problem, did_you_mean, one_of
from corredor.scenario.regions import RegionChoice
from corredor.scenario.scenario import Scenario
from corredor.scenario.tree import Loc, Node, path_of

TOP_KEYS = (*(name for name, field in Scenario.model_fields.items() if not field.exclude), "extends")
_EXAMPLES = {
    "corredor": "write corredor: 1",
    "name": "e.g. name: My scenario",
    "region": "e.g. region: {name: americas, resolution: 1 deg}, or extends: baseline",
    "start": "e.g. start: 1990-01, or extends: baseline",
    "duration": "e.g. duration: 16 years, or extends: baseline",
}


def problems_of(error: ValidationError, tree: Node) -> Iterator[Problem]:
    """One problem for each thing that is wrong."""
    for found in error.errors(include_url=False):
        yield _problem(found, tree)


def written_loc(tree: Node, loc: Iterable[str | int]) -> tuple[Loc, Node, list[str | int]]:
    """Where in the file a value is that Pydantic knows by ``loc``.

    Single values are read as lists of one, so that positions may be in ``loc`` that nobody wrote; they are passed over.

    Returns:
        The location as written, its node, and what is not there.
    """
    node = tree
    written: list[str | int] = []
    missing: list[str | int] = []
    for step in loc:
        found = None if missing else node.child(step)
        if found is not None:
            node = found
            written.append(step)
        elif isinstance(step, str):
            missing.append(step)
    return tuple(written), node, missing


def _problem(found: ErrorDetails, tree: Node) -> Problem:
    kind = found["type"]
    loc, node, missing = written_loc(tree, found["loc"])
    path = path_of(tree, (*loc, *missing))
    if kind == "missing":
        key = str(found["loc"][-1])
        right = _EXAMPLES.get(key, "") if not loc else _meaning(tree, loc, key)
        return Problem(node.mark, path_of(tree, loc), f"required key '{key}' is missing{right and f' — {right}'}")
    if kind == "extra_forbidden":
        key = str(loc[-1])
        known = _known_keys(tree, loc[:-1])
        right = _owners(key, loc) or did_you_mean(key, known, one_of(known, most=20))
        what = f"unknown key '{key}'{right}"
        return Problem(node.key, path, what)
    if kind == "unknown_key":
        return Problem(node.key, path, found["msg"])
    if kind == "kind" and (word := node.child("kind")) is not None:
        return Problem(word.mark, f"{path}.kind", found["msg"])
    if node.value is None and not missing:
        return Problem(node.mark, path, "no value — write one, or remove the line")
    return Problem(node.mark, path, _what(found, node))


def _what(found: ErrorDetails, node: Node) -> str:
    context: Mapping[str, Any] = found.get("ctx", {})
    raw = node.value if not isinstance(node.value, dict | list) else found["input"]
    shown = str(raw)[:60]
    said: dict[str, Callable[[], str]] = {
        "greater_than": lambda: f"{shown} is too small — it must be more than {context['gt']:g}",
        "greater_than_equal": lambda: _below(shown, context["ge"]),
        "less_than": lambda: f"{shown} is too large — it must be less than {context['lt']:g}",
        "less_than_equal": lambda: f"{shown} is too large — it must be at most {context['le']:g}",
        "string_type": lambda: f"'{shown}' is not a text — put it in quotes",
        "float_type": lambda: f"'{shown}' is not a number",
        "float_parsing": lambda: f"'{shown}' is not a number",
        "finite_number": lambda: f"{shown} is not a finite number",
        "tuple_type": lambda: "not a list — write items with '- ' before them",
        "model_type": lambda: "not a mapping — write 'key: value' lines",
        "model_attributes_type": lambda: "not a mapping — write 'key: value' lines",
        "too_short": lambda: "an empty list",
        "string_too_long": lambda: f"a text of more than {context['max_length']} characters",
        "value_error": lambda: str(context.get("error", found["msg"])),
    }
    return said[found["type"]]() if found["type"] in said else found["msg"]


def _below(shown: str, least: float) -> str:
    return f"{shown} is negative" if least == 0 else f"{shown} is too small — it must be at least {least:g}"


def _options_of(tree: Node, loc: Loc) -> Mapping[str, Option]:
    entry, _ = tree.nearest(loc[:2])
    kind = entry.child("kind")
    kinds: Mapping[str, PolicyKind | EventKind] = policy_kinds() if loc[0] == "policies" else EVENT_KINDS
    known = None if kind is None else kinds.get(str(kind.value))
    return {} if known is None else known.options


def _meaning(tree: Node, loc: Loc, key: str) -> str:
    option = _options_of(tree, loc).get(key) if loc[0] in ("policies", "events") else None
    return "" if option is None else option.meaning


def _owners(key: str, loc: Loc) -> str:
    """Which kinds take an option that this one does not."""
    if len(loc) != 3 or loc[0] not in ("policies", "events"):
        return ""
    kinds: Mapping[str, PolicyKind | EventKind] = policy_kinds() if loc[0] == "policies" else EVENT_KINDS
    owners = [name for name, kind in kinds.items() if key in kind.options]
    return f" here — it is an option of {', '.join(owners)}" if owners else ""


def _known_keys(tree: Node, loc: Loc) -> tuple[str, ...]:
    if not loc:
        return TOP_KEYS
    if loc[-1] == "cells":
        return tuple(Box.model_fields)
    if "where" in loc or loc[-1] == "at":
        return PLACE_KEYS
    if loc[-1] == "organisation":
        return ("at",)
    if loc[0] == "region":
        return tuple(RegionChoice.model_fields)
    entry, _ = tree.nearest(loc[:2])
    kind = entry.child("kind")
    name = str(kind.value) if kind is not None else ""
    if loc[0] == "policies" and name in policy_kinds():
        return tuple(policy_model(policy_kinds()[name]).model_fields)
    if loc[0] == "events" and name in EVENT_KINDS:
        return tuple(event_model(name).model_fields)
    return ()
