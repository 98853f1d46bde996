from pathlib import Path

import pytest

from corredor.runs.columns import AREA_VALUES, TABLES
from corredor.runs.grid import FIELDS
from corredor.runs.outcomes import OUTCOMES

DOCUMENT = (Path(__file__).parents[2] / "docs" / "run-folder.md").read_text("utf-8")


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_explained_as_the_files_explain_it(table):
    section = DOCUMENT.split(f"\n## {table}\n")[1].split("\n## ")[0]
    columns = TABLES[table] if table != "divisions" else [c for c in TABLES[table] if c.name == "iso_3166_2"]
    for column in columns:
        assert f"| `{column.name}` | {column.unit} | {column.meaning} |" in section


def test_divisions_have_the_columns_of_countries():
    national = [c.name for c in TABLES["national"]]
    assert [c.name.replace("iso_3166_2", "iso3") for c in TABLES["divisions"]] == national
    assert AREA_VALUES[0].name in DOCUMENT.split("do not depend on the kind")[0].split("From ")[-1]


def test_every_outcome_and_field_is_explained():
    for name, outcome in OUTCOMES.items():
        assert f"| `{name}` | {outcome.unit} | {outcome.meaning} |" in DOCUMENT
    assert all(f"`{field.name}`" in DOCUMENT for field in FIELDS)
