"""What ``docs/scenarios.md`` says about scenarios is so."""

import re
from pathlib import Path

import pytest

from corredor.core.event_kinds import EVENT_KINDS
from corredor.core.policy_kinds import policy_kinds
from corredor.scenario import load
from corredor.scenario.entries import EventEntry, PolicyEntry
from corredor.scenario.explaining import TOP_KEYS
from corredor.scenario.places import PLACE_KEYS
from corredor.scenario.roles import ROLES
from corredor.scenario.scenario import RECORDABLE
from corredor.scenario.shipped import shipped_scenarios

PAGE = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
ROWS = {row.split("`")[1]: row for row in PAGE.splitlines() if row.startswith("| `")}


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_can_be_run(text, tmp_path):
    whole = text if text.startswith("corredor:") else f"corredor: 1\nname: Example\nextends: baseline\n{text}"
    (tmp_path / "example.yaml").write_text(whole, encoding="utf-8")
    load(tmp_path / "example.yaml")


@pytest.mark.parametrize("word", [*TOP_KEYS, *PLACE_KEYS, *PolicyEntry.model_fields, *EventEntry.model_fields, *ROLES])
def test_a_key_is_explained(word):
    assert f"`{word}`" in PAGE


def test_all_that_can_be_recorded_is_named():
    assert all(f"`{word}`" in ROWS["record"] for word in RECORDABLE)


@pytest.mark.parametrize("kind", [*policy_kinds().values(), *EVENT_KINDS.values()], ids=lambda kind: kind.kind)
def test_a_kind_is_in_its_table_with_its_options(kind):
    row = ROWS[kind.kind]
    assert kind.meaning in row
    for name, option in kind.options.items():
        assert all(f"`{word}`" in row for word in (name, *option.choices))


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_shipped_scenario_is_named(name):
    assert f"`{name}`" in PAGE
