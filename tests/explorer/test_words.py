"""The explorer speaks three languages, and says everything in each."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from corredor.explorer.words import LANGUAGES, words
from corredor.runs.outcomes import OUTCOMES
from corredor.runs.studies.maps import LAYERS
from corredor.tradeoffs.objectives import SCORECARD

TEMPLATE = files("corredor.explorer").joinpath("template")
MARK = re.compile(r"\{(\w+)\}")


def used() -> set[str]:
    """Keys that the page and its script ask for."""
    page = TEMPLATE.joinpath("explorer.html").read_text("utf-8")
    script = TEMPLATE.joinpath("explorer.js").read_text("utf-8")
    keys = set(re.findall(r'data-t="(\w+)"', page)) | set(re.findall(r'\bt\("(\w+)"', script))
    keys |= {"exact", "between", "nearest", "better", "worse", "unclear", "same"}
    keys |= {f"status_{status}" for status in ("in", "beaten", "rights", "rights_kept", "budget")}
    keys |= set(re.findall(r'"(key_\w+)"', script)) | {f"layer_{layer}" for layer in LAYERS}
    keys |= {f"outcome_{name}" for name in SCORECARD} | {f"unit_{OUTCOMES[name].unit}" for name in SCORECARD}
    return {key for key in keys if not key.endswith("_")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_missing_and_none_is_left_over(language: str) -> None:
    assert set(words(language)) == used()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_says_something_and_takes_the_same_values(language: str) -> None:
    english = words("en")
    for key, text in words(language).items():
        assert text.strip(), key
        assert sorted(MARK.findall(text)) == sorted(MARK.findall(english[key])), key


@pytest.mark.parametrize("language", ["es", "pt"])
def test_nothing_is_left_in_english(language: str) -> None:
    english, alike = words("en"), {"unit_1/100 000", "outcome_spread"}
    same = {key for key, text in words(language).items() if text == english[key] and len(text) > 6}
    assert same <= alike
