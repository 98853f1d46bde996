"""Studies of sensitivity that ship, found by name."""

from __future__ import annotations

from pathlib import Path

from corredor.scenario.extending import SUFFIXES
from corredor.scenario.shipped import shipped_folder


def shipped_studies() -> dict[str, Path]:
    """Studies of sensitivity that ship, by name."""
    return {path.stem: path for path in sorted((shipped_folder() / "studies" / "sensitivity").glob("*.yaml"))}


def find_study(name_or_path: str | Path) -> Path:
    """The file that a user means: a path, or the name of a study that ships."""
    text = str(name_or_path)
    if isinstance(name_or_path, str) and "/" not in text and Path(text).suffix not in SUFFIXES:
        return shipped_studies().get(text, Path(text))
    return Path(text)
