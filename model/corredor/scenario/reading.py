"""A YAML file in, a tree with marks out, safely: scalars, lists and mappings are read, and no object is ever built."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from corredor.scenario.problems import Mark, Problem, ScenarioError
from corredor.scenario.tree import Node, Scalar, marked

MAX_BYTES = 256 * 1024
MAX_MANIFEST_BYTES = 2 * 1024**3
"""A manifest lists every replicate; of a million that is several hundred megabytes."""
MAX_VALUES = 20_000
MAX_DEPTH = 16
CORE_TAGS = ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
_PREFIX = "tag:yaml.org,2002:"
_HINTS = (
    ("cannot start any token", "a tab or another character that YAML does not allow here — indent with spaces"),
    (
        "mapping values are not allowed",
        "a second ':' in one line, or a line indented too far — quote text that holds ': '",
    ),
    ("could not find expected ':'", "a key without ':' — write 'key: value'"),
    ("found undefined alias", "an alias (*name) without its anchor (&name)"),
    ("but found another document", "a second document ('---') — a scenario is one document"),
    ("found unexpected end of stream", "a quote that is never closed"),
    ("<stream end>", "a bracket or brace that is never closed"),
)


def read_file(path: Path, shown: str) -> Node:
    """The tree of a file.

    Args:
        path: what to read.
        shown: how errors name it.

    Raises:
        ScenarioError: if it is missing, too large, not UTF-8, empty or not YAML.
    """
    return read_text(_text_of(path, shown, MAX_BYTES), shown)


def read_manifest(path: Path, shown: str) -> Node:
    """The tree of the scenario in a manifest, or of a scenario written as JSON, without reading what else is in it.

    Args:
        path: what to read.
        shown: how errors name it.

    Raises:
        ScenarioError: if it cannot be read, is not JSON, or the scenario in it has too much in it.
    """
    text = _text_of(path, shown, MAX_MANIFEST_BYTES)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScenarioError([Problem(Mark(shown), "", f"not valid JSON: {error}")]) from None
    if not isinstance(content, dict) or "scenario" not in content:
        return read_text(text, shown)
    return marked(read_text(json.dumps(content["scenario"]), shown), Mark(shown))


def _text_of(path: Path, shown: str, limit: int) -> str:
    """The text of a file.

    Raises:
        ScenarioError: if it is missing, too large or not UTF-8.
    """
    try:
        if not path.is_file():
            what = "a folder, not a file" if path.is_dir() else "there is no such file"
            raise ScenarioError([Problem(Mark(shown), "", what)])
        if path.stat().st_size > limit:
            raise ScenarioError([Problem(Mark(shown), "", f"larger than {limit // 1024} kB — this is no scenario")])
        raw = path.read_bytes()
    except OSError as error:
        raise ScenarioError([Problem(Mark(shown), "", f"cannot be read: {error.strerror}")]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError([Problem(Mark(shown, line), "", "not UTF-8 text — save the file as UTF-8")]) from None


def read_text(text: str, shown: str) -> Node:
    """The tree of a text; ``shown`` is how errors name where it came from.

    Raises:
        ScenarioError: if it is empty or not YAML, or has duplicate keys, tags, or too much in it.
    """
    root = _compose(text, shown)
    if root is None:
        raise ScenarioError([Problem(Mark(shown, 1, 1), "", "an empty file — 'corredor new NAME' writes a template")])
    reader = _Reader(shown)
    tree = reader.node(root, None, 0)
    if reader.problems:
        raise ScenarioError(reader.problems)
    return tree


class _TooDeep(Exception):
    """More levels than any scenario has, at a mark."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.at = mark


class _ShallowComposer(Composer):
    """Stops at a depth that no scenario has, long before the stack or a second is used up."""

    levels = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self.levels += 1
        if self.levels > MAX_DEPTH + 1:
            raise _TooDeep(self.parser.peek_event().start_mark)
        composed = super().compose_node(parent, index)
        self.levels -= 1
        return composed


def _compose(text: str, shown: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _ShallowComposer
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an anchor used twice is legal YAML: the last one counts
            return yaml.compose(text)
    except MarkedYAMLError as error:
        problem = str(error.problem or error.context)
        unclosed = "end of stream" in problem or "<stream end>" in problem
        mark = error.context_mark if unclosed and error.context_mark else error.problem_mark or error.context_mark
        at = Mark(shown, mark.line + 1, mark.column + 1) if mark else Mark(shown)
        hint = next((hint for found, hint in _HINTS if found in problem), f"{problem} — check brackets and indents")
        raise ScenarioError([Problem(at, "", f"not valid YAML: {hint}")]) from None
    except _TooDeep as error:
        at = Mark(shown, error.at.line + 1, error.at.column + 1)
        raise ScenarioError([Problem(at, "", f"nested deeper than {MAX_DEPTH} levels")]) from None
    except (YAMLError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise ScenarioError([Problem(Mark(shown), "", f"not valid YAML: {first}")]) from None


class _Reader:
    """Turns composed YAML into a tree, counting what it sees, so that aliases cannot blow a small file up."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.values = 0
        self.problems: list[Problem] = []

    def node(self, raw: Any, key: Mark | None, depth: int) -> Node:
        mark = self.mark(raw)
        self.values += 1
        if self.values > MAX_VALUES:
            raise ScenarioError([Problem(mark, "", f"more than {MAX_VALUES} values, aliases counted each time")])
        if depth > MAX_DEPTH:
            raise ScenarioError([Problem(mark, "", f"nested deeper than {MAX_DEPTH} levels")])
        tag = str(raw.tag)
        if not tag.startswith(_PREFIX) or tag.removeprefix(_PREFIX) not in CORE_TAGS:
            shown = tag.replace(_PREFIX, "!!")
            self.problems.append(Problem(mark, "", f"the tag '{shown}' is not allowed — a scenario is plain data"))
            return Node(None, mark, key or mark)
        if raw.id == "mapping":
            return Node(self.mapping(raw, depth), mark, key or mark)
        if raw.id == "sequence":
            return Node([self.node(item, None, depth + 1) for item in raw.value], mark, key or mark)
        return Node(self.scalar(raw, tag.removeprefix(_PREFIX), mark), mark, key or mark)

    def mapping(self, raw: Any, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for raw_key, raw_value in raw.value:
            at = self.mark(raw_key)
            if raw_key.id != "scalar":
                self.problems.append(Problem(at, "", "a list or mapping as a key — keys are words"))
                continue
            key = str(raw_key.value)
            if key == "<<":
                self.problems.append(Problem(at, "", "merge keys ('<<') are not supported — use 'extends'"))
                continue
            if key in found:
                first = found[key].key.line
                self.problems.append(Problem(at, key, f"duplicate key '{key}' — it was already given in line {first}"))
                continue
            found[key] = self.node(raw_value, at, depth + 1)
        return found

    def scalar(self, raw: Any, kind: str, mark: Mark) -> Scalar:
        text = str(raw.value)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("true", "yes", "on")
        if kind in ("int", "float") and len(text) > 40:
            self.problems.append(Problem(mark, "", "a number with more than 40 digits"))
            return None
        if kind == "int":
            return _integer(text)
        if kind == "float":
            return _real(text)
        return text

    def mark(self, raw: Any) -> Mark:
        return Mark(self.shown, raw.start_mark.line + 1, raw.start_mark.column + 1)


def _integer(text: str) -> int | str:
    digits = text.replace("_", "")
    try:
        return int(digits)
    except ValueError:
        pass
    try:
        return int(digits, 0)
    except ValueError:
        return text


def _real(text: str) -> float | str:
    plain = text.replace("_", "").lower()
    try:
        return float(plain.replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
