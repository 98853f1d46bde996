"""What the page shows of a pair of runs is what the run folders say."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corredor.app.drafting import Choice, as_text, control_of, portfolio
from corredor.app.filming import quintiles, read_film
from corredor.app.frames import logarithmic
from corredor.app.situations import TEACHING, base_of
from corredor.app.work import report, scenario_of, simulate
from corredor.runs import Run, open_run
from corredor.runs.comparison import compare_runs

MONTHS, PAIRS = 24, 2


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("pair")
    surge = Choice("interdiction_surge", "corridor:caribbean", 1991, 1991, 4.0)
    plain = portfolio(base_of(TEACHING, "two_corridors_control"), MONTHS // 12, PAIRS, [surge], ())
    sides = []
    for name, each in (("without", control_of(plain)), ("with", plain)):
        scenario_of(as_text(each), folder / f"{name}.json")
        sides.append((str(folder / f"{name}.json"), str(folder / name)))
    told: list[int] = []
    for replicate in range(PAIRS):
        digest = simulate(told.append, sides, replicate)
    assert told[-1] == 2 * MONTHS
    assert told[: 2 * MONTHS] == sorted(told[: 2 * MONTHS])
    return folder / "without", folder / "with", digest


def test_the_scorecard_is_what_compare_says(pair: tuple[Path, Path, dict[str, Any]]) -> None:
    without, run, digest = pair
    table = compare_runs(open_run(without), open_run(run)).table.set_index("outcome")
    assert digest["replicates"] == PAIRS
    assert digest["window"]["since"] == "1991-01"
    for score in digest["scores"]:
        row = table.loc[score["outcome"]]
        assert score["without"] == pytest.approx(row["base"])
        assert score["with"] == pytest.approx(row["value"])
        assert score["change"]["mean"] == pytest.approx(row["difference"])
        assert score["change"]["low"] is None


def test_pressure_on_one_corridor_is_seen_in_both(pair: tuple[Path, Path, dict[str, Any]]) -> None:
    rows = {row["corridor"]: row for row in pair[2]["corridors"]}
    assert {"caribbean", "central_america"} <= set(rows)
    run = open_run(pair[1])
    late = run.corridors[(run.corridors["month"] >= "1991-01") & (run.corridors["corridor"] == "caribbean")]
    assert rows["caribbean"]["with"] == pytest.approx(late["kg"].sum() / 1e3 / PAIRS)
    for row in rows.values():
        assert row["change"]["mean"] == pytest.approx(row["with"] - row["without"])


def test_parts_of_the_harm_add_up_to_the_whole(pair: tuple[Path, Path, dict[str, Any]]) -> None:
    borne = pair[2]["bearing"]
    whole = sum(row["killed"]["mean"] for row in borne["countries"])
    assert borne["inside"]["mean"] + borne["outside"]["mean"] == pytest.approx(whole)
    assert sum(fifth["mean"] for fifth in borne["exclusion"]) == pytest.approx(whole)
    assert 0.0 < borne["share"] < 1.0


def test_films_hold_what_the_tables_hold(pair: tuple[Path, Path, dict[str, Any]]) -> None:
    run = open_run(pair[1])
    film = read_film(pair[1], 0)
    first = run.national[(run.national["replicate"] == 0) & (run.national["kind"] == "all")]
    assert film.killed.sum() == pytest.approx(first["homicides"].sum())
    assert film.flow.shape == (MONTHS, run.geography.n)
    year = run.cells[(run.cells["replicate"] == 0) & (run.cells["year"] == 1990)]
    assert film.flow[:12].mean(axis=0)[year["cell"]] == pytest.approx(year["flow_kg"].to_numpy(), rel=1e-4)
    assert film.holder[11][year["cell"]].tolist() == year["holder"].tolist()


def test_both_sides_are_the_same_until_the_policy_begins(pair: tuple[Path, Path, dict[str, Any]]) -> None:
    shown = pair[2]["films"]
    cells = open_run(pair[1]).geography.n
    for view in ("flows", "violence", "holders"):
        without, with_ = (
            np.frombuffer(base64.b64decode(shown[view][side]), np.uint8).reshape(MONTHS, cells)
            for side in ("without", "with")
        )
        assert (without[:12] == with_[:12]).all()
    difference = np.frombuffer(base64.b64decode(shown["flows"]["difference"]), np.uint8).reshape(MONTHS, cells)
    assert not difference[:12].any()
    assert difference[12:].any()


def test_no_organisation_path_and_nothing_of_the_destination_is_shown(pair: tuple[Path, Path, dict[str, Any]]) -> None:
    assert set(pair[2]["films"]["flows"]) == {"without", "with", "difference", "scale", "reach"}


def test_series_and_tree_span_the_run(pair: tuple[Path, Path, dict[str, Any]]) -> None:
    digest = pair[2]
    for sides in digest["series"].values():
        assert sides["with"]["months"] == sides["without"]["months"]
        assert sides["with"]["months"][-1] == "1991-12"
    for lane in digest["tree"]["lanes"]:
        assert 0 <= lane["born"] < MONTHS
        assert len(lane["members"]) <= MONTHS - lane["born"]


def test_quintiles_hold_a_fifth_of_the_people_each() -> None:
    people = np.full(1000, 10.0)
    fifths = quintiles(np.linspace(1.0, 0.0, 1000), people)
    assert np.bincount(fifths, people).tolist() == [2000.0] * 5
    assert fifths[0] == 4


def test_levels_grow_with_amounts_and_little_is_left_blank() -> None:
    levels = logarithmic(np.array([0.0, 5.0, 10.0, 100.0, 1000.0, 5000.0]), 10.0, 1000.0)
    assert levels.tolist() == [0, 0, 1, 128, 255, 255]


def test_the_report_is_of_the_pair(
    pair: tuple[Path, Path, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[Path, Path, Path, str]] = []

    def write(run: Run, control: Run, out: Path, language: str) -> Path:
        written.append((run.folder, control.folder, out, language))
        return out

    monkeypatch.setattr("corredor.report.write_report", write)
    assert report(lambda _: None, str(pair[0]), str(pair[1]), str(tmp_path), "es") == str(tmp_path / "report.html")
    assert written == [(pair[1].resolve(), pair[0].resolve(), tmp_path / "report.html", "es")]


def test_the_series_of_countries_are_those_of_the_run(pair: tuple[Path, Path, dict[str, Any]]) -> None:
    run, told = open_run(pair[1]), pair[2]["series_of"]
    everyone = run.national[run.national["kind"] == "all"]
    assert set(told) == set(everyone[everyone["population"] > 0]["iso3"].astype(str))
    last_year = everyone[everyone["month"] >= "1991-01"].groupby(["iso3", "replicate"], observed=True)
    for iso3, each in told.items():
        for name, column, factor in (
            ("crossed", "kg_crossed", 1e-3),
            ("seized", "kg_seized", 1e-3),
            ("displaced", "displaced", 1.0),
        ):
            listed = each["series"][name]["with"]
            assert listed["months"][-1] == "1991-12"
            assert listed["median"][-1] == pytest.approx(factor * last_year[column].sum()[iso3].median())
            assert set(listed["low"]) == {None}, "two pairs are too few for an interval"
        rates = 12e5 * last_year["homicides"].sum()[iso3] / last_year["population"].sum()[iso3]
        assert each["series"]["homicide_rate"]["with"]["median"][-1] == pytest.approx(rates.median())
