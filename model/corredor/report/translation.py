"""Pages and figures in another language: English sentences by their translations, with places for what changes.

The catalogue of a language is ``words/es.json`` or ``words/pt.json``. Its keys are the English texts, with places for
what changes, told apart by their first letter: ``{n…}`` is a number, ``{w…}`` one with its sign and interval,
``{m…}`` one that moves, ``{t…}`` a text that is translated in its turn, ``{l…}`` and ``{s…}`` are lists of such (by
commas, by semicolons), ``{k…}`` is a short code, ``{c…}`` a name that some languages have a word for, and any other
what is the same in all. A text without a translation stays English and is remembered.
"""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

LANGUAGES: Final = MappingProxyType({"en": "English", "es": "Español", "pt": "Português"})
_COMMAS: Final = str.maketrans({",": "\u202f", ".": ","})
_FIGURES: Final = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")
_ENDS: Final = re.compile(r"\[([^\]]*?), ")
_LETTER: Final = re.compile(r"[^\W\d_]")
_PLACE: Final = re.compile(r"\\\{(\w+)\\\}")
_PLACES: Final = MappingProxyType(
    {
        "n": r"[-−+≈]?\s?\d[\d,.]*(?:e[-+]?\d+)?",
        "w": r"(?:[-−+≈]\s?\d[\d,.]*|0(?:\.\d+)?)(?: ?\[[^\]]+\])?",
        "k": r"[A-Z0-9]{1,2}",
        "m": r"[-−+]?[\d,.]+ → [-−+]?[\d,.]+ \([^)]*\)",
    }
)
_COMMA_LIST: Final = re.compile(r", (?![^\[]*\])| and ")
_AND: Final = MappingProxyType({"es": " y ", "pt": " e "})
_UNITS: Final = "title|h1|h2|h3|p|li|th|td|dt|dd|figcaption|summary|a"
_UNIT: Final = re.compile(
    rf"<({_UNITS})\b([^>]*)>((?:(?!<(?:{_UNITS}|ul|ol|dl|div|table|figure)\b).)*?)</\1>", re.DOTALL
)
_SPOKEN: Final = re.compile(r'\b(alt|aria-label)="([^"]*)"')


def numerals(language: str, text: str) -> str:
    """Numbers as the house writes them, ``12,300.5``, as the language does: a comma and narrow gaps in two of three."""
    return text if language == "en" else text.translate(_COMMAS)


class Translator:
    """Says in one language what others have written in English.

    Args:
        language: one of ``LANGUAGES``.
        catalogue: translations by English text.

    Attributes:
        missing: texts that it had to leave in English.
    """

    def __init__(self, language: str, catalogue: Mapping[str, str]) -> None:
        self.language, self._whole = language, catalogue
        patterned = sorted((key for key in catalogue if "{" in key), key=len, reverse=True)
        self._patterns = [(_pattern(key), catalogue[key]) for key in patterned]
        self.missing: set[str] = set()

    def __call__(self, text: str) -> str:
        """A text in the language; as it is where there is nothing to translate in it."""
        key = " ".join(text.split())
        if self.language == "en" or not _LETTER.search(key):
            return self._numbered(text)
        found = self._known(key)
        if found is None:
            self.missing.add(key)
            return text
        return found

    def _known(self, key: str) -> str | None:
        if key in self._whole:
            return self._whole[key]
        for pattern, translation in self._patterns:
            matched = pattern.fullmatch(key)
            if matched is not None:
                return translation.format(**{name: self._part(name, of) for name, of in matched.groupdict().items()})
        lowered = key[:1].lower() + key[1:]
        if lowered != key and (found := self._known(lowered)) is not None:
            return found[:1].upper() + found[1:]
        return None

    def _part(self, name: str, text: str) -> str:
        if name.startswith("t"):
            return self(text)
        if name.startswith("c"):
            return self._known(text) or text
        if name.startswith("l"):
            parts = [self(part) for part in _COMMA_LIST.split(text)]
            return _AND[self.language].join(filter(None, (", ".join(parts[:-1]), parts[-1])))
        if name.startswith("s"):
            return "; ".join(self(part) for part in text.split("; "))
        return self._numbered(text) if name[0] in _PLACES else text

    def _numbered(self, text: str) -> str:
        if self.language == "en":
            return text
        told = _FIGURES.sub(lambda found: numerals(self.language, found[0]), text)
        return _ENDS.sub(r"[\1; ", told)  # a comma would be one of decimals

    def page(self, text: str) -> str:
        """An HTML page in the language; elements with ``translate="no"`` are left as they are."""
        if self.language == "en":
            return text
        told = _UNIT.sub(self._unit, text)
        told = _SPOKEN.sub(lambda m: f'{m[1]}="{html.escape(self(html.unescape(m[2])))}"', told)
        return told.replace('<html lang="en">', f'<html lang="{self.language}">', 1)

    def _unit(self, found: re.Match[str]) -> str:
        name, attributes, inner = found.groups()
        if 'translate="no"' in attributes or not inner.strip():
            return found[0]
        return f"<{name}{attributes}>{self(inner.replace('&#39;', chr(39)))}</{name}>"

    def figure(self, figure: Figure) -> Figure:
        """A figure with its texts and its text alternative in the language."""
        if self.language == "en":
            return figure
        for text in figure.findobj(Text):
            if isinstance(text, Text) and _LETTER.search(text.get_text()):
                text.set_text(self._wrapped(text.get_text()))
        for axes in figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                formatter = axis.get_major_formatter()
                if isinstance(formatter, FixedFormatter):
                    formatter.seq = [self._wrapped(label) for label in formatter.seq]
        figure.set_label(self(str(figure.get_label())))
        return figure

    def _wrapped(self, text: str) -> str:
        """In lines about as long as those of the text."""
        longest = max(map(len, text.splitlines()))
        told = self(text)
        return textwrap.fill(told, max(longest, 12)) if "\n" in text.strip() else told


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(
        _PLACE.sub(lambda place: f"(?P<{place[1]}>{_PLACES.get(place[1][0], '.+?')})", re.escape(key)), re.DOTALL
    )


@lru_cache(maxsize=8)
def catalogue(language: str, package: str = "corredor.report") -> Mapping[str, str]:
    """The translations that a package ships; none into English."""
    if language == "en":
        return MappingProxyType({})
    text = files(package).joinpath("words", f"{language}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))
