"""Where results come from: the version of the code, of the packages it stands on, and the machine."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import corredor

DECISIVE: Final = ("mesa", "numba", "numpy", "scipy")
"""Packages on whose version the numbers may depend."""

NOTED: Final = (*DECISIVE, "pandas", "pyarrow", "pydantic", "xarray")


def package_versions() -> dict[str, str]:
    """Versions of the packages that took part."""
    return {name: version(name) for name in NOTED}


def machine() -> dict[str, str | int]:
    """What kind of machine this is; nothing that names it or its user."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count() or 1,
    }


def decisive_versions() -> dict[str, str]:
    """Everything besides scenario and seed on which the numbers may depend."""
    python = ".".join(map(str, sys.version_info[:2]))
    return {"corredor": corredor.__version__, "code": code_digest(), "python": python} | {
        name: version(name) for name in DECISIVE
    }


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Digest of the package's own modules and data, so that runs of different code are never mixed."""
    root = Path(corredor.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".npz", ".csv"} and path.is_file():
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
