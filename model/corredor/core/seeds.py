"""The seed of each replicate, from the scenario's seed and the replicate's number alone."""

from __future__ import annotations

import hashlib

_LARGEST = 2**63 - 1


def replicate_seed(seed: int, replicate: int) -> int:
    """The seed of one replicate: the same on every machine, for any number of replicates and in any order.

    Two scenarios of the same seed give replicate ``k`` the same numbers; that is what pairs them.

    Args:
        seed: the scenario's, any non-negative integer below 2**63.
        replicate: its number, from 0.

    Returns:
        An integer from 0 to 2**63 - 1.

    Raises:
        ValueError: if either is negative, or the seed too large.
    """
    if not 0 <= seed <= _LARGEST:
        raise ValueError(f"seed {seed} must be between 0 and 2**63 - 1")
    if replicate < 0:
        raise ValueError(f"replicate {replicate} is negative — replicates are numbered from 0")
    digest = hashlib.blake2b(f"{seed}/replicate/{replicate}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") & _LARGEST
