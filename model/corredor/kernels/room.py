"""Room for what a kernel writes: arrays that last from month to month, so that a month asks for no memory."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Room:
    """Arrays by name. They are made anew only when more is wanted than there has been."""

    def __init__(self) -> None:
        self._lots: dict[str, NDArray[Any]] = {}

    def array(self, name: str, *shape: int, kind: DTypeLike = np.float64) -> NDArray[Any]:
        """An array of this shape that holds whatever was last written there, good until it is asked for again.

        Args:
            name: of what is kept in it; always of one kind.
            shape: wanted.
            kind: of its numbers.
        """
        size = math.prod(shape)
        if name not in self._lots or len(self._lots[name]) < size:
            self._lots[name] = np.empty(size + size // SPARE, kind)
        return self._lots[name][:size].reshape(shape)


SPARE = 8
"""A part so much more than is wanted is made, since holdings and organisations become more little by little."""
