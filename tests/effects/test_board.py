"""The fast board runs from YAML to verdicts, the same each time, and the command says what falls short."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
import worlds

import corredor
from corredor.cli import main
from corredor.effects.board import Board, effects
from corredor.effects.board_figure import draw_board
from corredor.effects.log import COLUMNS, add_to_log
from corredor.effects.page import page
from corredor.effects.registry import NAMES, cases
from corredor.effects.story_figure import draw_story
from corredor.figures.style import alt_text
from corredor.runs.errors import FolderError

pytestmark = pytest.mark.once
QUICK = "hidden_crime"


@pytest.fixture(scope="module")
def fast_board(tmp_path_factory):
    """The fast board of one case, with its story drawn while its arms are in memory."""
    folder = tmp_path_factory.mktemp("board") / "out"
    # Figures cannot tell how much homicide is registered, and the draw of the baseline lies below the published share.
    published = folder.parent / "published.yaml"
    published.write_text("corredor: 1\nparameters: {reporting.homicide_low: 0.85}\n", encoding="utf-8")
    drawn = []
    board = effects(
        [QUICK],
        fast=True,
        parameters=published,
        out=folder,
        workers=2,
        quiet=True,
        on_arms=lambda verdict, arms: drawn.append(draw_story(verdict, arms)),
    )
    return board, folder, drawn[0]


def test_most_crime_stays_hidden_where_trust_is_low(fast_board):
    (verdict,) = fast_board[0].verdicts
    assert verdict.case.name == QUICK
    assert (verdict.pairs, verdict.resolution) == (8, 2.0)
    assert verdict.reproduced, verdict.short


def test_a_case_of_the_board_has_the_keys_that_the_interface_fixes(fast_board):
    (row,) = fast_board[0].rows()
    assert set(row) == {"id", "region", "resolution", "pairs", "severity", "verdict", "outcomes"}
    assert {outcome["verdict"] for outcome in row["outcomes"]} == {"reproduced"}
    outcome = row["outcomes"][0]
    assert set(outcome) == {"name", "unit", "band", "median", "interval", "cuts", "placebo", "verdict"}
    assert outcome["band"] == [0.85, 0.95]
    assert outcome["interval"][0] <= outcome["median"] <= outcome["interval"][1]
    assert row["verdict"] == outcome["verdict"] == "reproduced"
    json.dumps(row, allow_nan=False)


def test_what_is_there_is_not_run_again_and_says_the_same(fast_board):
    board, folder, _ = fast_board
    with pytest.raises(FolderError, match="--resume"):
        effects([QUICK], fast=True, out=folder, quiet=True)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet") if path.is_file()}
    published = folder.parent / "published.yaml"
    again = effects([QUICK], fast=True, parameters=published, out=folder, resume=True, quiet=True)
    assert again.rows() == board.rows()
    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet") if path.is_file()}


def test_the_figures_say_in_words_what_they_show(fast_board):
    board, _, story = fast_board
    assert "homicide" in alt_text(story)
    assert "as documented" in alt_text(draw_board(board.verdicts))


def test_a_board_with_both_groups_shows_them_apart():
    marked = worlds.verdict()
    marked = replace(marked, case=replace(marked.case, marked=True))
    other = worlds.verdict(placebo=worlds.SyntheticArm(0.5, 1.0))
    board = Board((marked, other), 50, 1, None, "set", None)
    assert not board.reproduced
    assert "1 of 2 cases are reproduced" in page(board)
    assert "parameters may be chosen while looking at them: 1 of 1; unmarked cases: only run: 0 of 1." in page(board)
    assert f"| {other.case.title} | **no** | placebo: elsewhere |" in page(board)
    assert "falls short (placebo: elsewhere)" in page(board)
    assert "falls short" in alt_text(draw_board(board.verdicts))


def test_the_page_tells_how_many_pairs_have_the_sign_that_is_asked():
    half = worlds.verdict(worlds.sign(), treatment=worlds.SyntheticArm(0.0, 1.0, noise=1.0))
    (found,) = half.outcomes
    assert f", so in {found.agree:.0%} of pairs | 50 | **no** |" in page(Board((half,), 50, 1, None, "set", None))


def test_only_a_board_of_all_cases_and_enough_pairs_is_whole():
    verdicts = tuple(SimpleNamespace(case=SimpleNamespace(name=name)) for name in NAMES)
    assert Board(verdicts, 50, 1, None, "set", None).whole
    assert not Board(verdicts, 49, 1, None, "set", None).whole
    assert not Board(verdicts[1:], 50, 1, None, "set", None).whole


def test_the_log_gets_a_line_for_each_case(tmp_path):
    path = tmp_path / "log.csv"
    board = Board((worlds.verdict(), worlds.verdict()), 50, 1, None, "set", None)
    add_to_log(path, board)
    add_to_log(path, board)
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 5


def test_the_command_returns_three_where_a_case_falls_short(monkeypatch, tmp_path, capsys):
    from corredor.effects import board as module

    def short(names, **options):
        verdict = worlds.verdict(treatment=worlds.SyntheticArm(9.0, 1.0))
        options["on_verdict"](verdict)
        return Board((verdict,), 50, 1, None, "set", None)

    monkeypatch.setattr(module, "effects", short)
    assert main(["effects", QUICK, "--json", str(tmp_path / "board.json")]) == 3
    assert json.loads((tmp_path / "board.json").read_text("utf-8"))[0]["verdict"] == "short"
    assert "falls short" in capsys.readouterr().out


def test_the_command_refuses_an_effect_that_does_not_exist(capsys):
    assert main(["effects", "spraying_week"]) == 2
    assert "did you mean 'spraying_weak'" in capsys.readouterr().err


def test_the_package_is_also_the_function_of_the_interface():
    assert callable(corredor.effects)
    assert {case.name for case in cases(fast=True)} >= {QUICK, "crop_balloon", "truce"}
