"""Everything the explorer says, in three languages, with the same keys."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

LANGUAGES: Final = {"en": "English", "es": "Español", "pt": "Português"}


def words(language: str) -> dict[str, str]:
    """All strings of a language by key."""
    text = files("corredor.explorer").joinpath("words", f"{language}.json").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in json.loads(text).items()}
