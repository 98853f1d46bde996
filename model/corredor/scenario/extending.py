"""``extends``: a scenario that says only what is different from another."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from corredor.scenario.problems import Mark, Problem, ScenarioError, did_you_mean
from corredor.scenario.reading import read_file, read_manifest
from corredor.scenario.shipped import shipped_folder, shipped_scenarios
from corredor.scenario.tree import Node, merge

OWN = ("name", "description", "control")
"""What every scenario says for itself; one that inherited its parent's control would be compared with the wrong run."""
MAX_PARENTS = 10
SUFFIXES = (".yaml", ".yml")


def read_with_parents(path: Path, shown: str, children: tuple[tuple[Path, str], ...] = ()) -> Node:
    """The tree of a file, merged over the scenarios that it extends.

    Args:
        path: the file.
        shown: how errors name it.
        children: the files that led here, the first one first.

    Raises:
        ScenarioError: if a file cannot be read, or the chain goes round or is too long.
    """
    tree = read_manifest(path, shown) if path.suffix == ".json" else read_file(path, shown)
    if not isinstance(tree.value, dict):
        raise ScenarioError([Problem(tree.mark, "", "not a mapping — a scenario starts with 'corredor: 1'")])
    extends = tree.value.get("extends")
    own = Node({key: node for key, node in tree.value.items() if key != "extends"}, tree.mark, tree.key)
    if extends is None:
        return own
    chain = (*children, (path, shown))
    parent, parent_shown = _parent(extends, path, shown)
    if parent in [seen for seen, _ in chain]:
        way = " → ".join([*(name for _, name in chain), parent_shown])
        raise ScenarioError([Problem(extends.mark, "extends", f"goes round in a circle: {way}")])
    if len(chain) > MAX_PARENTS:
        raise ScenarioError([Problem(extends.mark, "extends", f"more than {MAX_PARENTS} scenarios extend one another")])
    base = read_with_parents(parent, parent_shown, chain)
    inherited = {key: node for key, node in _mapping(base).items() if key not in OWN}
    return merge(Node(inherited, base.mark, base.key), own)


def find(name_or_path: str | Path) -> tuple[Path, str]:
    """The file that a user means, and how to show it.

    Raises:
        ScenarioError: if nothing that ships is called so.
    """
    text = str(name_or_path)
    arm = _arm(name_or_path)
    if arm is not None:
        return arm, shown_shipped(text)
    if isinstance(name_or_path, Path) or "/" in text or "\\" in text or Path(text).suffix in (*SUFFIXES, ".json"):
        return Path(text).resolve(), text
    shipped = shipped_scenarios()
    if text not in shipped:
        beside = next((f"{text}{suffix}" for suffix in SUFFIXES if Path(f"{text}{suffix}").is_file()), None)
        path = f" — did you mean {beside}?" if beside else ""
        path = " — write './' before it to mean a file" if Path(text).is_file() else path
        what = f"no scenario of this name ships{path or did_you_mean(text, shipped, _all_of(shipped))}"
        raise ScenarioError([Problem(Mark(text), "", what)])
    return shipped[text].resolve(), shown_shipped(text)


def _arm(name: str | Path) -> Path | None:
    """An arm of a documented effect that ships, if that is what ``effects/CASE/ARM`` means."""
    parts = () if isinstance(name, Path) else PurePosixPath(name).parts
    if len(parts) != 3 or parts[0] != "effects" or ".." in parts:
        return None
    path = shipped_folder() / f"{name}.yaml"
    return path.resolve() if path.is_file() else None


def shown_shipped(name: str) -> str:
    """How a shipped scenario is named in errors, the same wherever it is installed."""
    return f"scenarios/{name}.yaml"


def _parent(extends: Node, path: Path, shown: str) -> tuple[Path, str]:
    name = extends.value
    if not isinstance(name, str) or not name.strip():
        raise _error(extends, "not the name or path of a scenario — e.g. extends: baseline")
    if not name.endswith(SUFFIXES):
        shipped = shipped_scenarios()
        if name in shipped:
            return shipped[name].resolve(), shown_shipped(name)
        beside = f"{name}.yaml" if "/" not in name and (path.parent / f"{name}.yaml").is_file() else None
        right = f" — write {beside} to mean the file beside this one" if beside else None
        raise _error(extends, f"there is no scenario '{name}'{right or did_you_mean(name, shipped, _all_of(shipped))}")
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\", "~")) or ".." in parts or ":" in name:
        raise _error(extends, f"'{name}' leads out of this folder — a scenario may extend files beside or below it")
    parent = (path.parent / name).resolve()
    if not parent.is_relative_to(path.parent.resolve()):
        raise _error(extends, f"'{name}' is a link that leads out of this folder")
    if not parent.is_file():
        there = [file.name for file in sorted(path.parent.glob("*.y*ml"))[:200]]
        raise _error(extends, f"there is no file '{name}'{did_you_mean(name, there)}")
    return parent, str(PurePosixPath(shown.replace("\\", "/")).parent / name)


def _error(node: Node, what: str) -> ScenarioError:
    return ScenarioError([Problem(node.mark, "extends", what)])


def _all_of(shipped: dict[str, Path]) -> str:
    return f" — there are {', '.join(shipped)}"


def _mapping(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}
