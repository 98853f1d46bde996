"""Every case of the table is there, with arms that can be run and words that say what it claims."""

import csv
import re
from functools import lru_cache
from pathlib import Path

import pytest

from corredor.effects.laboratory import arm_path
from corredor.effects.parameters import parameter_hash, read_parameter_set
from corredor.effects.registry import NAMES, UnknownCase, case_of, cases
from corredor.effects.rules import Band
from corredor.scenario import ScenarioError, load
from corredor.scenario.shipped import shipped_folder

ROOT = Path(__file__).parents[2]
MARKED = {
    "corridor_balloon", "crop_balloon", "interdiction_arithmetic", "kingpin_violence", "transit_violence", "scarcity",
    "price_violence", "recruitment_or_arrest", "spraying_weak", "four_dimensions",
}  # fmt: skip


@lru_cache(maxsize=200)
def loaded(name, arm):
    return load(arm_path(name, arm))


@pytest.mark.parametrize("name", NAMES)
def test_every_arm_ships_and_can_be_run(name):
    for arm in case_of(name).arms:
        assert len(loaded(name, arm).description) > 20, arm


@pytest.mark.parametrize("name", NAMES)
def test_all_arms_of_a_case_run_over_the_same_months_of_the_same_region(name):
    arms = [loaded(name, arm) for arm in case_of(name).arms]
    assert len({(arm.region.name, arm.start, arm.months) for arm in arms}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_cut_differs_from_the_full_arm_in_what_it_cuts_and_keeps_the_policy(name):
    for cut in case_of(name).cuts:
        full, without = (loaded(name, arm) for arm in ("treatment", cut.treatment))
        assert full.policies == without.policies
        assert (full.mechanisms, full.parameters, full.events) != (
            without.mechanisms,
            without.parameters,
            without.events,
        )


def test_an_arm_is_found_by_name_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load("effects/truce/treatment") == loaded("truce", "treatment")
    with pytest.raises(ScenarioError):
        load("effects/truce/no_such_arm")


def test_ten_cases_are_marked_and_ten_are_only_run():
    assert {case.name for case in cases() if case.marked} == MARKED
    assert len(NAMES) == 20


@pytest.mark.parametrize("name", NAMES)
def test_a_case_says_what_carries_it_and_what_could_have_made_it_fail(name):
    case = case_of(name)
    assert len(case.mediator) > 8
    assert len(case.feedback) > 80
    assert case.cuts
    names = [outcome.name for outcome in case.outcomes]
    assert len(set(names)) == len(names)
    for pair in (*case.cuts, *case.placebos):
        assert set(pair.outcomes) <= set(names)


def test_documented_rows_are_rows_of_the_evidence():
    rows = set(re.findall(r"^\| ([A-Z]+-?\d+) \|", (ROOT / "docs" / "evidence.md").read_text("utf-8"), re.MULTILINE))
    assert {row for case in cases() for row in case.documented} <= rows


def test_no_arm_ships_that_no_case_uses():
    used = {arm_path(name, arm) for name in NAMES for arm in case_of(name).arms}
    shipped = set((shipped_folder() / "effects").glob("*/*.yaml"))
    parents = {path.parent / load_extends(path) for path in shipped if load_extends(path).endswith(".yaml")}
    assert shipped <= used | parents


def load_extends(path):
    return re.search(r"^extends: (\S+)$", path.read_text("utf-8"), re.MULTILINE)[1]


def test_a_slip_in_a_name_is_answered_with_the_right_one():
    with pytest.raises(UnknownCase, match="did you mean 'corridor_balloon'"):
        case_of("coridor_balloon")


def test_the_shipped_set_is_read_and_a_wrong_one_is_refused(tmp_path):
    assert all(isinstance(value, float) for value in read_parameter_set().values())
    wrong = tmp_path / "set.yaml"
    wrong.write_text("corredor: 1\nparameters: {routes.sensitivty: 2}\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"routes\.sensitivity"):
        read_parameter_set(wrong)
    assert parameter_hash({}) != parameter_hash({"routes.sensitivity": 2.0})


def test_bands_are_those_of_the_table():
    def bands(name):
        return [outcome.rule.band for outcome in case_of(name).outcomes if isinstance(outcome.rule, Band)]

    assert bands("corridor_balloon") == [(-80.0, -40.0), (-15.0, 10.0)]
    assert bands("spraying_weak") == [(0.01, 0.10)]
    assert bands("price_violence") == [(0.08, 0.25)]
    assert bands("kingpin_fragmentation") == [(4.0, 40.0)]


def test_the_log_of_full_runs_has_its_columns():
    path = ROOT / "docs" / "results" / "effects_log.csv"
    if path.exists():
        from corredor.effects.log import COLUMNS

        with path.open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == COLUMNS


def test_the_page_has_not_drifted_from_the_cases(developers_tool):
    tool = developers_tool("write_effects")
    text = (ROOT / "docs" / "effects.md").read_text("utf-8")
    assert tool.render(text) == text, "run python tools/write_effects.py"


def test_pages_of_cases_begin_with_what_the_board_found(developers_tool):
    tool = developers_tool("write_effects")
    board = tool.read_board(tool.BOARD.read_text("utf-8"))
    assert set(board) == set(NAMES)
    pages = {path.stem: path.read_text("utf-8") for path in tool.PAGES.glob("*.md")}
    short = {name for name, found in board.items() if found.verdict != "reproduced"}
    assert short <= set(pages)
    for name, text in pages.items():
        assert tool.render_head(text, name, board) == text, "run python tools/write_effects.py"
        title, _, after = text.partition("\n\n")
        assert re.fullmatch(r"# [^\d]+", title), "a number in a title outlives its board"
        assert after.startswith("<!-- generated: board -->")


def test_rows_that_a_board_does_not_judge_are_left_out_and_like_rows_stand_in_one(developers_tool):
    tool = developers_tool("write_effects")
    found = tool.read_board(tool.BOARD.read_text("utf-8"))["interdiction_arithmetic"]
    told = [row.what for row in found.rows]
    assert not any("Central America" in what for what in told)
    assert "where nothing flows: seized (percent); value per seizure (percent); spread (percent)" in told
    with pytest.raises(ValueError, match="Date"):
        tool.read_board("# no board")
