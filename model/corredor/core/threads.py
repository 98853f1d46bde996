"""Libraries kept to one thread, so that processes can be forked from this one without harm."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ONE_THREAD: Final[Mapping[str, str]] = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""What linear algebra, Numba and the allocator of Arrow read when they are loaded."""
_TASKS: Final = Path("/proc/self/task")


def stay_single() -> None:
    """Ask libraries that are loaded later for no threads of their own; what the user has set stays."""
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)


def single_threaded() -> bool:
    """Whether this process has one thread, those of libraries counted; false where nobody says (Linux does)."""
    return _TASKS.is_dir() and len(list(_TASKS.iterdir())) == 1
