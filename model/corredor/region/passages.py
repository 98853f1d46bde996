"""Roads through large cells: the cheapest way that the finest mask has there, not the mean of what lies in them.

A way goes round what is hard wherever there is room. A large cell that is half plain and half mountain is crossed on
the plain; the mean of its parts would hold up everybody in the mountain. The finest mask answers for every cell size.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from corredor.region.region import Bools, Floats, Ints

CLOSED: Final = 1e3
"""Difficulty of what is not land of the grid: no way leads there, since one on land always costs less."""
SETTLED: Final = 1e-9
DIAGONAL: Final = float(np.sqrt(2.0))


@dataclass(frozen=True)
class Ground:
    """What lies within the cells of a grid.

    Attributes:
        size: parts along each side of a cell.
        difficulty: of the parts, shape (rows * size, columns * size): of the land of a cell its own, of water in a cell
            of land the mean of its land, ``CLOSED`` in cells of sea.
    """

    size: int
    difficulty: Floats

    def passages(self, row: Ints, column: Ints, other_row: Ints, other_column: Ints) -> Floats:
        """Difficulty of the steps between pairs of cells beside each other, shape (m,), the same in both directions.

        Beside each other: the cheapest way within the two, from the far side of the one to the far side of the other.
        On a diagonal: within the square of four, between the two cross diagonals. Both over the straight way on easy
        ground, so that uniform ground is as difficult as it is; where a cell has one part it is the mean of both cells.
        Steps are counted in parts, without the narrowing of meridians.
        """
        down, right = other_row - row, other_column - column
        found = np.empty(len(row))
        top, left = np.minimum(row, other_row), np.minimum(column, other_column)
        for along, crossing in ((down == 0, False), (right == 0, True)):
            chosen = np.flatnonzero(along)
            block = self._blocks(top[chosen], left[chosen], (2, 1) if crossing else (1, 2))
            found[chosen] = _straight(block.transpose(0, 2, 1) if crossing else block)
        for sign in (1, -1):
            chosen = np.flatnonzero(down * right == sign)
            found[chosen] = _slanting(self._blocks(top[chosen], left[chosen], (2, 2))[:, :, ::sign])
        return found

    def within(self, row: Ints, column: Ints) -> Floats:
        """Difficulty of cells, shape (m,): the mean of the cheapest ways over them, from side to side either way."""
        block = self._blocks(row, column, (1, 1))
        return np.asarray((_straight(block) + _straight(block.transpose(0, 2, 1))) / 2, dtype=np.float64)

    def _blocks(self, top: Ints, left: Ints, cells: tuple[int, int]) -> Floats:
        i = top[:, None] * self.size + np.arange(cells[0] * self.size)
        j = left[:, None] * self.size + np.arange(cells[1] * self.size)
        return np.asarray(self.difficulty[i[:, :, None], j[:, None, :]], dtype=np.float64)


def ground(size: int, shape: tuple[int, int], land: Bools, row: Ints, column: Ints, difficulty: Floats) -> Ground:
    """Ground of a grid.

    Args:
        size: parts along each side of a cell.
        shape: rows and columns of the grid.
        land: cells of the grid that roads cross, of its shape.
        row: of the parts that are land, shape (p,).
        column: likewise.
        difficulty: likewise.
    """
    cell = row // size * shape[1] + column // size
    count = np.bincount(cell, minlength=land.size)
    mean = np.divide(np.bincount(cell, difficulty, land.size), count, out=np.ones(land.size), where=count > 0)
    filled = np.where(land, mean.reshape(shape), CLOSED)
    parts: Floats = filled.repeat(size, axis=0).repeat(size, axis=1).astype(np.float64)
    known = land.ravel()[cell]
    parts[row[known], column[known]] = difficulty[known]
    return Ground(size, parts)


def middles(size: int, land: Bools, fine_land: Bools) -> tuple[Floats, Floats]:
    """Row and column, in cells and fractions of them, of the middle of the land of cells of land; else of the cell.

    Args:
        size: parts along each side of a cell.
        land: cells of the grid that are land, shape (rows, columns).
        fine_land: parts that are land, shape (rows * size, columns * size).
    """
    rows, columns = land.shape
    parts = fine_land.reshape(rows, size, columns, size) & land[:, None, :, None]
    count = parts.sum(axis=(1, 3))
    at = (np.arange(size) + 0.5) / size
    found = []
    for axis, edge in ((3, np.arange(rows)[:, None]), (1, np.arange(columns)[None, :])):
        along = parts.sum(axis=axis) if axis == 1 else parts.sum(axis=axis).transpose(0, 2, 1)
        middle = np.divide(along @ at, count, out=np.full(land.shape, 0.5), where=count > 0)
        found.append(np.asarray(edge + middle, dtype=np.float64))
    return found[0], found[1]


def _straight(block: Floats) -> Floats:
    """Mean difficulty of the cheapest way through blocks, shape (m, h, w), from the first column to the last."""
    cost = np.full(block.shape, np.inf)
    cost[:, :, 0] = block[:, :, 0] / 2
    _spread(block, cost)
    return np.asarray((cost[:, :, -1] + block[:, :, -1] / 2).min(axis=1, initial=np.inf) / block.shape[2])


def _slanting(block: Floats) -> Floats:
    """The same through square blocks of four cells from the cross diagonal of the first cell to that of the last."""
    size = block.shape[1] // 2
    cost = np.full(block.shape, np.inf)
    at = np.arange(size)
    cost[:, at, size - 1 - at] = 0.0
    _spread(block, cost)
    return np.asarray(cost[:, size + at, 2 * size - 1 - at].min(axis=1, initial=np.inf) / (size * DIAGONAL))


def _spread(block: Floats, cost: Floats) -> None:
    """Lower ``cost`` until no step to one of eight neighbours lowers it; a step costs the mean of both ends."""
    steps = (block[:, 1:] + block[:, :-1]) / 2
    climb = np.concatenate([np.zeros_like(block[:, :1]), np.cumsum(steps, axis=1)], axis=1)
    columns = range(block.shape[2])
    while block.size:
        before = cost.copy()
        for order in (columns, columns[::-1]):
            _along(cost, climb, order[0])
            for last, here in pairwise(order):
                _over(block, cost, last, here)
                _along(cost, climb, here)
        if (before - cost).max() < SETTLED:
            return


def _over(block: Floats, cost: Floats, last: int, here: int) -> None:
    """Steps from one column to the next, straight and slanting."""
    height = block.shape[1]
    for shift in (-1, 0, 1):
        to, from_ = slice(max(shift, 0), height + min(shift, 0)), slice(max(-shift, 0), height + min(-shift, 0))
        step = (block[:, from_, last] + block[:, to, here]) / 2 * (DIAGONAL if shift else 1.0)
        np.minimum(cost[:, to, here], cost[:, from_, last] + step, out=cost[:, to, here])


def _along(cost: Floats, climb: Floats, here: int) -> None:
    """Steps up and down one column: the least over all starts, by what lies between."""
    at, there = climb[:, :, here], cost[:, :, here]
    up = np.minimum.accumulate(there - at, axis=1) + at
    down = np.minimum.accumulate((there + at)[:, ::-1], axis=1)[:, ::-1] - at
    np.minimum(there, np.minimum(up, down), out=there)
