"""Waters that a coarse grid would join over land too narrow for it to have a cell, or part where they are one."""

from __future__ import annotations

from typing import Final

import numpy as np

from corredor.region.region import Bools, Ints

STEPS: Final = ((0, 1), (1, -1), (1, 0), (1, 1))
"""To half of the eight neighbours; the others are the same pairs the other way round."""


def closed_steps(row: Ints, column: Ints, land: Bools, fine_land: Bools, shape: tuple[int, int]) -> Ints:
    """Pairs of neighbouring sea cells between which no boat can pass, shape (m, 2), each in both orders.

    Two sea cells are open to one another if, on the finest mask and within the rectangle that both span, the largest
    water of the one is the largest water of the other (waters touch along sides and corners). At 2 degrees the middle
    of Cuba has no cell of land; boats would sail through it without going round or landing, as they cannot where cells
    are smaller.

    Args:
        row: of each cell, shape (n,).
        column: of each cell, shape (n,).
        land: of each cell, shape (n,).
        fine_land: the finest mask over the same window, its shape a multiple of ``shape``.
        shape: rows and columns of the window in these cells.
    """
    from scipy.ndimage import label

    size = fine_land.shape[0] // shape[0]
    number = np.full((shape[0] + 1, shape[1] + 2), -1, dtype=np.int32)
    sea = np.flatnonzero(~land).astype(np.int32)
    number[row[sea], column[sea] + 1] = sea
    some_land = fine_land.reshape(shape[0], size, shape[1], size).any(axis=(1, 3))
    corners = np.ones((3, 3))
    closed = []
    for down, right in STEPS if size > 1 else ():
        beside = number[row[sea] + down, column[sea] + 1 + right]
        for a, b in zip(sea[beside >= 0], beside[beside >= 0], strict=True):
            top, left = row[a], min(column[a], column[b])
            block = np.s_[top : top + down + 1, left : left + abs(right) + 1]
            if not some_land[block].any():
                continue
            fine = fine_land[top * size : (top + down + 1) * size, left * size : (left + abs(right) + 1) * size]
            water, _ = label(~fine, corners)
            if _largest(water, row[a] - top, column[a] - left, size) != _largest(
                water, row[b] - top, column[b] - left, size
            ):
                closed += [(a, b), (b, a)]
    return np.array(closed, dtype=np.int32).reshape(-1, 2)


def straits(row: Ints, column: Ints, land: Bools, fine_land: Bools, shape: tuple[int, int]) -> Ints:
    """Pairs of sea cells corner to corner, land on both sides, that are one water, shape (m, 2), each in both orders.

    Of two such diagonals only one can be open. It is the water's if, on the finest mask and within the four cells, the
    largest water of the one is the largest water of the other (here waters touch along sides alone). At 2 degrees the
    Gulf of California is a row of such cells, which would otherwise be lakes with a road between them.

    The arguments are those of ``closed_steps``.
    """
    from scipy.ndimage import label

    size = fine_land.shape[0] // shape[0]
    number = np.full((shape[0] + 1, shape[1] + 2), -1, dtype=np.int32)
    number[row, column + 1] = np.arange(len(row))
    dry = np.append(land, False)
    found = []
    for right in (-1, 1) if size > 1 else ():
        below, beside, across = (
            number[row + 1, column + 1],
            number[row, column + 1 + right],
            number[row + 1, column + 1 + right],
        )
        narrow = ~land & (across >= 0) & ~dry[across] & dry[below] & dry[beside]
        for a in np.flatnonzero(narrow):
            top, left = row[a], min(column[a], column[a] + right)
            water, _ = label(~fine_land[top * size : (top + 2) * size, left * size : (left + 2) * size])
            ends = [_largest(water, i, int(j), size) for i, j in ((0, column[a] - left), (1, column[a] + right - left))]
            if ends[0] == ends[1] > 0:
                found += [(a, across[a]), (across[a], a)]
    return np.array(found, dtype=np.int32).reshape(-1, 2)


def _largest(water: Ints, i: int, j: int, size: int) -> int:
    """Label of the largest water within cell (i, j) of a block of cells; 0 if it has none."""
    there = np.bincount(water[i * size : (i + 1) * size, j * size : (j + 1) * size].ravel())
    return int(there[1:].argmax()) + 1 if len(there) > 1 else 0
