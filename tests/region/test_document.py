"""The page about the region says what the program has, and names what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from corredor.region import load
from corredor.region.tables import read_table

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "region.md").read_text(encoding="utf-8")
WITHOUT_A_CELL = {"BES", "BLM", "MAF", "SXM"}
OUTSIDE_THE_WINDOW = {"BEL", "CAN", "DEU", "ESP", "FRA", "GBR", "ITA", "NLD", "PRT"}


def test_the_page_has_not_drifted_from_the_program(developers_tool: Callable[[str], ModuleType]) -> None:
    tool = developers_tool("write_region")
    assert tool.render(PAGE) == PAGE, "run `python tools/write_region.py`"
    assert set(re.findall("<!-- generated: ([a-z ]+) -->", PAGE)) == set(tool.BLOCKS)


def test_who_has_a_role_and_no_cell_is_named() -> None:
    listed = {row["iso3"] for row in read_table("roles.csv")} - set(load("americas", 1.0).countries)
    assert listed == WITHOUT_A_CELL | OUTSIDE_THE_WINDOW
    assert all(code in PAGE for code in WITHOUT_A_CELL)


def test_every_island_that_is_left_out_is_named_on_the_page_and_in_the_caveats() -> None:
    said = " ".join(load("americas", 1.0).caveats)
    islands = ("Bermuda", "Saint Martin", "Sint Maarten", "Bonaire", "Sint Eustatius", "Saba", "Falklands")
    assert [name for name in islands if name not in said or name not in PAGE] == []
