"""The scenario that ``corredor new`` writes."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

ENDINGS = (".yaml", ".yml")


def new(name: str, folder: str | Path = ".") -> Path:
    """Write a commented scenario that can be run as it is, as ``corredor new`` does.

    Args:
        name: of the file, with or without its ending; the scenario's name is made of it.
        folder: where.

    Returns:
        The file.

    Raises:
        ValueError: if ``name`` is no name.
        FileExistsError: if the file is there already; nothing is ever written over.
        OSError: if it cannot be written.
    """
    path = Path(folder) / (name if name.endswith(ENDINGS) else f"{name}{ENDINGS[0]}")
    title = path.stem.replace("_", " ").replace("-", " ").strip().capitalize()
    if not title:
        raise ValueError(f"'{name}' is no name for a scenario")
    with path.open("x", encoding="utf-8") as file:
        file.write(template(title))
    return path


def template(name: str) -> str:
    """A commented scenario called ``name`` that can be run as it is."""
    text = files("corredor.scenario").joinpath("template.yaml").read_text(encoding="utf-8")
    return text.replace("name: NAME", f"name: {json.dumps(name, ensure_ascii=False)}", 1)
