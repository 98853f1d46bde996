"""Agents as thin handles on rows of one table per type; kernels see the table's plain arrays.

Rows are append-only, so that a row is an identity: organisation 17 is row 17 for the whole run, and draws keyed by it
pair across runs whoever else is alive.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar, cast, overload

import mesa
import numpy as np
from numpy.typing import NDArray

V = TypeVar("V", float, int, bool)


class Column(Generic[V]):
    """A field of an array-backed agent: ``organisation.cash_usd`` reads ``table.cash_usd[organisation.row]``.

    Args:
        default: value of a new row; its type fixes the array's (float64, int64 or bool).
        meaning: one phrase, with the unit, for tables and inspection.
    """

    def __init__(self, default: V, meaning: str) -> None:
        self.default: V = default
        self.meaning = meaning
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, agent: None, owner: type) -> Column[V]: ...
    @overload
    def __get__(self, agent: TableAgent, owner: type) -> V: ...
    def __get__(self, agent: TableAgent | None, owner: type) -> Column[V] | V:
        if agent is None:
            return self
        return cast(V, agent.table.array(self.name)[agent.row].item())

    def __set__(self, agent: TableAgent, value: V) -> None:
        agent.table.array(self.name)[agent.row] = value


class Table:
    """Struct of arrays for one agent type; ``table.cash_usd`` is a zero-copy view of the rows in use.

    A view is good until the next ``append``: take views afresh every step.

    Args:
        agent_type: the class whose ``Column`` fields (its bases' included) become arrays.
        capacity: rows to start with; doubled when full.
    """

    def __init__(self, agent_type: type[TableAgent], capacity: int = 64) -> None:
        self.columns: dict[str, Column[Any]] = {
            key: value
            for base in reversed(agent_type.__mro__)
            for key, value in vars(base).items()
            if isinstance(value, Column)
        }
        self._arrays = {key: np.full(capacity, c.default) for key, c in self.columns.items()}
        self._capacity = capacity
        self._seen: set[str] = set()
        self.n = 0

    def array(self, name: str) -> NDArray[Any]:
        """The rows in use of one column."""
        view: NDArray[Any] = getattr(self, name)
        return view

    def __getattr__(self, name: str) -> NDArray[Any]:
        if not name.startswith("_") and name in self._arrays:
            # Python asks here only for what it does not find: until a row is added it finds the view.
            view = self.__dict__[name] = self._arrays[name][: self.n]
            self._seen.add(name)
            return view
        raise AttributeError(f"no column '{name}'; there are {', '.join(self.__dict__.get('columns', ()))}")

    def put(self, row: int, name: str, value: float | int | bool) -> None:
        """Set one number."""
        self._arrays[name][row] = value

    def append(self) -> int:
        """Add one row of defaults and return its number."""
        if self.n == self._capacity:
            for key, column in self.columns.items():
                old = self._arrays[key]
                self._arrays[key] = np.concatenate([old, np.full(len(old), column.default, old.dtype)])
            self._capacity *= 2
        for key in self._seen:
            del self.__dict__[key]
        self._seen.clear()
        self.n += 1
        return self.n - 1


class TableAgent(mesa.Agent):  # type: ignore[type-arg, unused-ignore]
    """A Mesa agent whose numbers live in a row of a table.

    Args:
        model: the model; the agent registers with it as every Mesa agent does.
        table: where its row is appended.
        state: initial values of columns.
    """

    def __init__(self, model: Any, table: Table, **state: float | int | bool) -> None:
        super().__init__(model)
        self.table = table
        self.row = table.append()
        for name, value in state.items():
            table.put(self.row, name, value)

    def state(self) -> dict[str, float | int | bool]:
        """All columns of this agent, by name."""
        return {name: self.table.array(name)[self.row].item() for name in self.table.columns}
