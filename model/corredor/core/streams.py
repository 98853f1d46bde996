"""Named random streams, so that two runs that differ in one policy share every number the policy does not touch.

A draw depends on (seed, name, month) and on its position or key, never on what any other process has drawn before.
"""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

_MASK = 0xFFFFFFFFFFFFFFFF
_LONGEST_SPIN_UP = 2**20
"""Months before the start are negative, and a generator's counter may not be."""


@cache
def stream_key(name: str) -> int:
    """64-bit key of a stream's name, the same on every machine and Python."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


class Streams:
    """All random numbers of one run.

    Args:
        seed: the run's seed, any non-negative integer below 2**63.
    """

    def __init__(self, seed: int) -> None:
        if not 0 <= seed < 2**63:
            raise ValueError(f"seed {seed} must be between 0 and 2**63 - 1")
        self.seed = seed

    def generator(self, name: str, month: int) -> np.random.Generator:
        """A generator of its own for this name and month; for arrays laid out by place or cell."""
        bits = np.random.Philox(key=[self.seed, stream_key(name)], counter=[0, 0, 0, month + _LONGEST_SPIN_UP])
        return np.random.Generator(bits)

    def uniforms(self, name: str, month: int, ids: ArrayLike) -> NDArray[np.float64]:
        """One uniform in [0, 1) per identity: organisation 17 draws the same whoever else is alive.

        Args:
            name: the stream.
            month: of the run.
            ids: identities, any shape of non-negative integers.

        Returns:
            An array of the shape of ``ids``.
        """
        from corredor.kernels.hashing import uniforms

        numbers = np.asarray(ids, dtype=np.uint64)
        drawn = np.empty(numbers.shape)
        uniforms(np.uint64(self.kernel_key(name, month)), numbers.ravel(), drawn.reshape(-1))
        return drawn

    def kernel_key(self, name: str, month: int) -> int:
        """A 64-bit key from which a Numba kernel hashes its own counter-based uniforms."""
        text = f"{self.seed}/{name}/{month}".encode()
        return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little") & _MASK
