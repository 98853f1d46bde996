"""Each claim of the founding texts is carried by something that exists, or left out for a reason that is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def tool(developers_tool: Callable[[str], ModuleType]) -> ModuleType:
    """The developer's tool that writes the page."""
    return developers_tool("write_claims")


def test_each_of_the_149_claims_has_a_row_in_order(tool: ModuleType) -> None:
    assert [row.number for row in tool.claims()] == list(range(1, 150))
    assert [row.number for row in tool.claims() if not row.claim or not row.source] == []


def test_whatever_carries_a_claim_exists(tool: ModuleType) -> None:
    known = {name for names in tool.registries().values() for name in names}
    assert [(row.number, name) for row in tool.claims() for name in row.names if name not in known] == []


def test_a_carried_claim_names_first_what_its_kind_says(tool: ModuleType) -> None:
    kinds = tool.registries()
    carried = [row for row in tool.claims() if row.carried_by not in (tool.LATER, tool.LEFT_OUT)]
    assert [row.number for row in carried if row.names[:1] == () or row.names[0] not in kinds[row.carried_by]] == []


def test_what_is_left_out_names_nothing_and_says_why(tool: ModuleType) -> None:
    left_out = [row for row in tool.claims() if row.carried_by == tool.LEFT_OUT]
    assert left_out
    assert [row.number for row in left_out if row.names or len(row.note.split()) < 4] == []


def test_a_claim_for_a_later_study_says_which_and_what_there_is_already(tool: ModuleType) -> None:
    later = [row for row in tool.claims() if row.carried_by == tool.LATER]
    assert [row.number for row in later if not row.names or not row.note.startswith("Comes with a later study: ")] == []


def test_the_page_has_not_drifted_from_the_table(tool: ModuleType) -> None:
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    assert tool.render(page) == page, "run `python tools/write_claims.py`"


def test_a_page_without_a_place_for_the_table_is_refused(tool: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"claims\.md needs a place"):
        tool.render("# Claims\n")
