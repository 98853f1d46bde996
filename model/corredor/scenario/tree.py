"""A scenario file as a tree in which every value knows where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corredor.scenario.problems import Mark

Scalar = str | int | float | bool | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]
Loc = tuple[str | int, ...]
"""Keys and positions that lead from the top to a value."""


@dataclass
class Node:
    """A value with its mark.

    Attributes:
        value: a scalar, a list of nodes, or nodes by key.
        mark: where the value begins.
        key: where its key is written (the value's own mark for items of a list).
    """

    value: Scalar | list[Node] | dict[str, Node]
    mark: Mark
    key: Mark

    def child(self, step: str | int) -> Node | None:
        """What is under a key or at a position, or nothing."""
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            return self.value[step]
        return None

    def nearest(self, loc: Loc) -> tuple[Node, bool]:
        """The node at ``loc``, or the last one on the way to it; true if it is the very one."""
        node = self
        for step in loc:
            found = node.child(step)
            if found is None:
                return node, False
            node = found
        return node, True

    def plain(self) -> Plain:
        """The value without marks."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def walk(self, loc: Loc = ()) -> Iterator[tuple[Loc, Node]]:
        """Every node with its location, itself first."""
        yield loc, self
        if isinstance(self.value, dict):
            for key, node in self.value.items():
                yield from node.walk((*loc, key))
        elif isinstance(self.value, list):
            for position, node in enumerate(self.value):
                yield from node.walk((*loc, position))

    def leaves(self, loc: Loc = ()) -> Iterator[tuple[Loc, Node]]:
        """Every scalar and every empty collection, with its location."""
        return ((at, node) for at, node in self.walk(loc) if not (isinstance(node.value, dict | list) and node.value))


def merge(parent: Node, child: Node) -> Node:
    """What the child says wins, leaf by leaf; lists are replaced as a whole."""
    if not isinstance(parent.value, dict) or not isinstance(child.value, dict):
        return child
    merged = dict(parent.value)
    for key, node in child.value.items():
        merged[key] = merge(merged[key], node) if key in merged else node
    return Node(merged, child.mark, child.key)


def replace_at(tree: Node, loc: Loc, new: Node) -> Node:
    """The same tree with another node at ``loc``; mappings on the way are made where there are none."""
    if not loc:
        return new
    step, rest = loc[0], loc[1:]
    if isinstance(tree.value, list) and isinstance(step, int):
        items = list(tree.value)
        items[step] = replace_at(items[step], rest, new)
        return Node(items, tree.mark, tree.key)
    children = dict(tree.value) if isinstance(tree.value, dict) else {}
    below = children.get(str(step), Node({}, new.mark, new.key))
    children[str(step)] = replace_at(below, rest, new)
    return Node(children, tree.mark, tree.key)


def marked(node: Node, mark: Mark) -> Node:
    """The same values, all of them with one mark."""
    value = node.value
    if isinstance(value, dict):
        value = {key: marked(child, mark) for key, child in value.items()}
    elif isinstance(value, list):
        value = [marked(child, mark) for child in value]
    return Node(value, mark, mark)


def path_of(tree: Node, loc: Sequence[str | int]) -> str:
    """A location as errors, ``--set`` and provenance write it: items of a list by name, where no other has the same."""
    steps: list[str] = []
    node: Node | None = tree
    for step in loc:
        here, node = node, node.child(step) if node is not None else None
        name = item_name(here, step) if here is not None and isinstance(step, int) else None
        steps.append(str(step) if name is None else name)
    return ".".join(steps)


def item_name(items: Node, position: int) -> str | None:
    """The name (or else the kind) of an item of a list, if no other item is called the same."""
    if not isinstance(items.value, list):
        return None
    names = [_name(node) for node in items.value]
    if not 0 <= position < len(names) or names.count(names[position]) > 1:
        return None
    return names[position]


def _name(node: Node) -> str | None:
    called = node.child("name") or node.child("kind")
    return called.value if called is not None and isinstance(called.value, str) else None
