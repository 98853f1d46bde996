"""The scenario that ``corredor new`` writes."""

from __future__ import annotations

import json
from importlib.resources import files


def template(name: str) -> str:
    """A commented scenario called ``name`` that can be run as it is."""
    text = files("corredor.scenario").joinpath("template.yaml").read_text(encoding="utf-8")
    return text.replace("name: NAME", f"name: {json.dumps(name, ensure_ascii=False)}", 1)
