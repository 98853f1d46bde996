"""Everything the page says, in three languages: ``words/en.json``, ``es.json`` and ``pt.json``, with the same keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from corredor.report.translation import LANGUAGES, numerals

__all__ = ["LANGUAGES", "numerals", "say", "words"]


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Mapping[str, str]:
    """All strings of a language by key; of English if there is no such language."""
    known = language if language in LANGUAGES else "en"
    text = files("corredor.app").joinpath("words", f"{known}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))


def say(language: str, key: str, **values: object) -> str:
    """One string with its values put in.

    Raises:
        KeyError: if there is no such string.
    """
    return words(language)[key].format(**values)
