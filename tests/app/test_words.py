"""What the page says exists in every language."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from corredor.app.choosing import intensity_key
from corredor.app.situations import REGIONS, base_of, places
from corredor.app.words import LANGUAGES, say, words
from corredor.core.policy_kinds import policy_kinds
from corredor.region import catalogue

PACKAGE = Path(catalogue.__file__).parents[1] / "app"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_missing_in_any_language(language: str) -> None:
    assert set(words(language)) == set(words("en"))
    assert [key for key, text in words(language).items() if not text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_puts_in_the_same_values(language: str) -> None:
    assert [key for key, text in words(language).items() if fields(text) != fields(words("en")[key])] == []


def test_translations_differ_from_the_english() -> None:
    own = {"es": 0, "pt": 0}
    for language in own:
        own[language] = sum(text != words("en")[key] for key, text in words(language).items())
    assert min(own.values()) > 0.6 * len(words("en"))


def test_every_string_that_the_page_names_exists() -> None:
    named: set[str] = set()
    for path in PACKAGE.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'\bsaid\("([a-z0-9_.]+)"\)', text))
        named |= set(re.findall(r'\bsay\([\w.]+, "([a-z0-9_.]+)"', text))
        named |= set(re.findall(r'Notice\("([a-z0-9_.]+)"', text))
    for path in (PACKAGE / "static").glob("*.js"):
        named |= set(re.findall(r'corredorSay\("([a-z0-9_.]+)"', path.read_text(encoding="utf-8")))
    assert len(named) > 60
    assert named - set(words("en")) == set()


def test_every_policy_place_and_situation_has_a_name() -> None:
    known = set(words("en"))
    for kind in policy_kinds():
        assert f"kind.{kind}" in known
        assert intensity_key(kind) in known
    for region, situations in REGIONS.items():
        assert f"region.{region}" in known
        for each in situations:
            assert {f"situation.{each.scenario}", f"about.{each.scenario}"} <= known
        base = base_of(region, situations[0].scenario)
        invented = set(base.load_region().countries) if region == "two-corridors" else set()
        offered = places(base.region.name, base.region.resolution)
        assert {f"place.{place}" for place in offered if place.partition(":")[2] not in invented} <= known


def test_kinds_whose_intensity_is_not_effort_say_what_it_is() -> None:
    effort = policy_kinds()["kingpin"].intensity
    for kind, known in policy_kinds().items():
        assert (say("en", intensity_key(kind)) == say("en", "intensity.effort")) == (known.intensity == effort)
