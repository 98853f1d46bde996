"""Where the calibration folder is: observed tables, targets, studies, results."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def calibration_folder() -> Path:
    """The shipped folder: inside the installed package, or beside the sources when installed to be edited.

    Raises:
        FileNotFoundError: if the package was installed without it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_shipped" / "calibration", package.parent.parent / "calibration"):
        if (folder / "observed" / "breaks.csv").is_file():
            return folder
    raise FileNotFoundError("corredor was installed without its calibration folder — install it again")


def shipped_targets() -> dict[str, Path]:
    """Every shipped file of targets by name, sorted."""
    return {path.stem: path for path in sorted((calibration_folder() / "targets").glob("*.yaml"))}


def shipped_studies() -> dict[str, Path]:
    """Every shipped study of calibration by name, sorted."""
    return {path.stem: path for path in sorted((calibration_folder() / "studies").glob("*.yaml"))}
