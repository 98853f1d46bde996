"""A registered forecast cannot be changed unnoticed, and is scored by the rule that was frozen with it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from corredor.calibration.crps import crps
from corredor.calibration.forecast import Forecast, members_around
from corredor.calibration.registered import ChangedError, open_registered, rates_of, register, score_registered
from corredor.cli import main
from corredor.runs.errors import FolderError

ROWS = pd.DataFrame({"group": ["AAA", "AAA", "BBB"], "year": [2025, 2026, 2025], "population": [1e6, 1e6, 4e6]})
CAME = pd.DataFrame(
    {
        "place": ["AAA", "AAA", "BBB", "CCC"],
        "year": [2025, 2026, 2025, 2025],
        "homicides": [200.0, 210.0, 400.0, 5.0],
        "population": [1e6, 1.1e6, 4e6, 1e5],
    }
)
HEADER = """\
# title: made by hand
# level: country
# compiled: 2028-01
# series homicides: person | nobody | people killed on purpose
# series population: person | nobody | people
"""


def saying(name: str, counts: list[float]) -> Forecast:
    return Forecast(name, ROWS, members_around(np.array(counts), np.full(3, 0.05)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    register(tmp_path / "frozen", [saying("ours", [200, 200, 400]), saying("rival", [90, 90, 900])], {"made": "today"})
    return tmp_path / "frozen"


def test_what_was_frozen_is_read_back_with_its_rule(folder: Path) -> None:
    found = open_registered(folder)
    assert found.record["years"] == [2025, 2026]
    assert found.record["places"] == ["AAA", "BBB"]
    assert any("continuous ranked probability score" in line for line in found.record["rule"])
    again = found.rates.loc["ours"].mean(axis=1)
    assert again.to_numpy() == pytest.approx([20.0, 20.0, 10.0], rel=0.02)
    assert len(found.seal) == 64


def test_a_file_that_was_changed_is_refused(folder: Path) -> None:
    rates = folder / "forecast.csv"
    whole = rates.read_text("utf-8")
    rates.write_text(whole.replace("AAA", "BBB", 1), "utf-8")
    with pytest.raises(ChangedError, match=r"forecast\.csv"):
        open_registered(folder)
    rates.write_text(whole, "utf-8")
    assert open_registered(folder).record["ours"] == "ours"


def test_a_rule_that_was_changed_is_refused_as_well(folder: Path) -> None:
    record = folder / "registered.json"
    said = json.loads(record.read_text("utf-8"))
    said["rule"][2] = "Places in which we did badly are left out."
    record.write_text(json.dumps(said), "utf-8")
    with pytest.raises(ChangedError, match="sealed"):
        open_registered(folder)


def test_nothing_is_registered_twice_in_one_place(folder: Path) -> None:
    with pytest.raises(FolderError, match="holds a registered forecast"):
        register(folder, [saying("ours", [1, 1, 1])], {})


def test_scores_are_those_of_the_counts_that_rates_and_the_published_population_make(folder: Path) -> None:
    registered = open_registered(folder)
    table = score_registered(registered, CAME)
    assert table.loc["ours", "n"] == 3
    members = registered.rates.loc["ours"].to_numpy() * np.array([[1e6], [1.1e6], [4e6]]) / 1e5
    assert table.loc["ours", "crps"] == pytest.approx(crps(np.array([200.0, 210.0, 400.0]), members).mean())
    assert table.loc["rival", "worse_by"] > 0.0
    assert list(table.index) == ["ours", "rival"]


def test_a_place_without_a_figure_is_left_out_for_all_alike(folder: Path) -> None:
    table = score_registered(open_registered(folder), CAME[CAME["place"] != "BBB"])
    assert set(table["n"]) == {2}
    with pytest.raises(ValueError, match="2025 to 2026"):
        score_registered(open_registered(folder), CAME.assign(year=2024))


def test_rates_keep_what_counts_say() -> None:
    forecast = saying("ours", [200, 200, 400])
    people = ROWS["population"].to_numpy()
    assert rates_of(forecast).mean(axis=1).to_numpy() == pytest.approx(
        1e5 * forecast.members.mean(axis=1) / people, rel=0.01
    )


def test_the_command_scores_and_refuses(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = CAME.melt(["place", "year"], var_name="series")
    came = tmp_path / "came.csv"
    came.write_text(HEADER + rows.sort_values(["place", "year", "series"]).to_csv(index=False), "utf-8")
    assert main(["forecast", str(folder), "--score", str(came), "--json", str(tmp_path / "said.json")]) == 0
    assert "ours" in capsys.readouterr().out
    assert {row["forecast"] for row in json.loads((tmp_path / "said.json").read_text("utf-8"))} == {"ours", "rival"}
    (folder / "forecast.csv").write_text("nothing", "utf-8")
    assert main(["forecast", str(folder), "--score", str(came)]) != 0
    assert "registered" in capsys.readouterr().err
