"""The scenarios that ship, found by name from any folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def shipped_folder() -> Path:
    """Where the shipped scenarios are: inside the installed package, or beside the sources when installed to be edited.

    Raises:
        FileNotFoundError: if the package was installed without them.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_shipped" / "scenarios", package.parent.parent / "scenarios"):
        if (folder / "baseline.yaml").is_file():
            return folder
    raise FileNotFoundError("corredor was installed without its scenarios — install it again")


def shipped_scenarios() -> dict[str, Path]:
    """Every shipped scenario by name, sorted."""
    return {path.stem: path for path in sorted(shipped_folder().glob("*.yaml"))}
