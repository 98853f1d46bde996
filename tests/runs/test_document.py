import re
from pathlib import Path

import pytest

import corredor
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


def test_the_worked_example_runs_as_it_is_printed(light_run, monkeypatch, capsys):
    (example,) = (b for b in re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL) if "mean_interval" in b)
    runs = {name: light_run(name, replicates=5) for name in ("balloon_effect", "balloon_control")}
    monkeypatch.setattr(corredor, "open_run", lambda folder: runs[Path(folder).name])
    country = runs["balloon_effect"].geography.countries[0]
    for shown, here in (("1996-01", "1996-06"), ("1989-01", "1996-01"), ("HND", country)):
        example = example.replace(shown, here)
    exec(compile(example, "run-folder.md", "exec"), {})
    assert capsys.readouterr().out.endswith("with, +0.0 [+0.0, +0.0]\n")


def test_divisions_have_the_columns_of_countries():
    national = [c.name for c in TABLES["national"]]
    assert [c.name.replace("iso_3166_2", "iso3") for c in TABLES["divisions"]] == national
    assert AREA_VALUES[0].name in DOCUMENT.split("do not depend on the kind")[0].split("From ")[-1]


def test_every_outcome_and_field_is_explained():
    for name, outcome in OUTCOMES.items():
        assert f"| `{name}` | {outcome.unit} | {outcome.meaning} |" in DOCUMENT
    assert all(f"`{field.name}`" in DOCUMENT for field in FIELDS)
