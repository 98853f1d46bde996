"""Boards beside one another: which verdicts flip, and by what."""

import json

import pytest

from corredor.cli import main
from corredor.effects.robustness import beside
from corredor.effects.robustness_page import draw, page
from corredor.figures.style import alt_text
from corredor.runs.errors import FolderError


def finding(name, holds, outcome=None):
    return {"name": name, "outcome": outcome or name, "holds": holds, "median": 1.0, "interval": [0.5, 1.5]}


def record(case, *, outcome=True, placebo=True, resolution=1.0, **told):
    return {
        "id": case,
        "region": "americas",
        "resolution": resolution,
        "pairs": 50,
        "severity": None,
        "verdict": "reproduced" if outcome and placebo else "short",
        "baselines": [],
        "outcomes": [finding("share", outcome), finding("shown beside", None)],
        "cuts": [finding("nobody learns", True, "share")],
        "placebos": [finding("elsewhere", placebo, "share")],
        **told,
    }


@pytest.fixture
def write(tmp_path):
    def board(name, *records):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "verdicts.json").write_text(json.dumps(records), "utf-8")
        return folder

    return board


def test_a_case_that_flips_anywhere_is_fragile_and_says_by_what(write):
    usual = write("usual", record("truce"), record("momentum", outcome=False))
    coarse = write("coarse", record("truce", placebo=False, resolution=2.0), record("momentum", outcome=False))
    found = beside([str(usual), f"at 2°={coarse}"])
    assert found.fragile == ("truce",)
    (flip,) = found.flips("truce")
    assert flip.board == "at 2°"
    assert flip.turned == ("placebo 'elsewhere: share' falls short",)
    assert found.flips("momentum") == ()


def test_a_case_that_the_first_board_lacks_cannot_flip(write):
    found = beside([str(write("usual", record("truce"))), str(write("other", record("momentum")))])
    assert found.fragile == ()
    assert found.cases == ("truce", "momentum")
    assert "| `momentum` | – | ✓ (1°, 50) |" in page(found, None, "command")


def test_a_board_that_was_run_in_parts_is_one_board(write):
    parts = [f"fine={write('a', record('truce'))}", f"fine={write('b', record('momentum'))}"]
    found = beside(parts)
    assert list(found.boards) == ["fine"]
    assert set(found.boards["fine"]) == {"truce", "momentum"}
    with pytest.raises(FolderError, match="has 'truce' already"):
        beside([*parts, f"fine={write('c', record('truce'))}"])


def test_boards_of_different_programs_are_said_to_be(write):
    one = write("one", record("truce", code="a", parameters="p", seed=1))
    other = write("other", record("truce", code="b", parameters="p", seed=2))
    found = beside([str(one), str(other)])
    assert found.mixed == ("the program",)
    assert "Boards differ in the program" in page(found, None, "command")
    assert "seed 2" in page(found, None, "command")


def test_what_is_no_board_is_refused(tmp_path):
    with pytest.raises(FolderError, match="is not there"):
        beside([str(tmp_path)])
    (tmp_path / "verdicts.json").write_text('{"truce": 1}', "utf-8")
    with pytest.raises(FolderError, match="is not what"):
        beside([str(tmp_path)])


def test_the_command_writes_what_flips_and_returns_three(write, tmp_path, capsys):
    boards = [str(write("usual", record("truce"))), str(write("seed 2", record("truce", outcome=False)))]
    page_file, json_file = tmp_path / "robustness.md", tmp_path / "rows.json"
    given = [argument for board in boards for argument in ("--board", board)]
    options = ["--page", str(page_file), "--figures", str(tmp_path), "--json", str(json_file)]
    assert main(["effects", *given, *options]) == 3
    assert "1 of 1 flip" in capsys.readouterr().out
    assert "1 of 1 cases are fragile" in page_file.read_text("utf-8")
    assert "](robustness.png)" in page_file.read_text("utf-8")
    (row,) = json.loads(json_file.read_text("utf-8"))
    assert row["verdicts"] == {"usual": "reproduced", "seed 2": "short"}
    assert main(["effects", *given[:2], "--quiet"]) == 0


def test_the_figure_says_in_words_which_cases_are_fragile(write):
    found = beside([str(write("usual", record("truce"))), str(write("other", record("truce", outcome=False)))])
    assert "Fragile: truce" in alt_text(draw(found))
