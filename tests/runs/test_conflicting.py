"""The five studies of conflicting evidence can be read, and their maps say where an answer holds."""

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from corredor.runs.studies.reading import read_study

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "scenarios" / "studies" / "conflicting").glob("*.yaml"))


@pytest.fixture(scope="module")
def tool():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import conflicting_evidence
        import conflicting_studies

        yield SimpleNamespace(page=conflicting_evidence, studies=conflicting_studies)
    finally:
        sys.path.remove(str(ROOT / "tools"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_study_is_paired_and_small_and_has_its_section(tool, file):
    plan = read_study(file)
    assert plan.paired
    assert plan.runs <= 700
    assert file.stem in tool.studies.STUDIES
    assert f"<!-- generated: {file.stem} -->" in (ROOT / "docs" / "conflicting-evidence.md").read_text("utf-8")


def test_a_sign_is_sure_where_pairs_agree_and_not_where_they_do_not(tool):
    pairs = np.array([0.9, 1.0, 1.1, 1.0])
    panel = tool.studies.Panel("effect", "1", np.array([[pairs, -pairs, pairs - 1.0]]))
    assert panel.up.tolist() == [[True, False, False]]
    assert panel.down.tolist() == [[False, True, False]]


def reading(tool, monkeypatch, name, effect):
    """A study whose runs differ by what a function of its factors says, and a little noise that pairs share."""
    plan = read_study(next(file for file in FILES if file.stem == name))
    noise = 0.01 * np.linspace(-1.0, 1.0, plan.replicates)
    shape = tuple(len(factor.levels(plan.design.levels)) for factor in plan.factors)
    values = (
        np.array([[effect(*plan.values(p))] for p in range(plan.points)])
        + noise * np.arange(1, plan.points + 1)[:, None]
    )
    values = values.reshape(*shape, plan.replicates)
    monkeypatch.setattr(tool.studies, "array_of", lambda study, outcome: values)
    rates = {"there": values, "next door": -values, "elsewhere": 0.0 * values}
    monkeypatch.setattr(tool.studies, "rates_of", lambda study, division: rates)
    study = SimpleNamespace(plan=plan, scenario=plan.scenario_at)
    return study, tool.studies.STUDIES[name](study)


def test_killing_that_moves_is_seen_on_both_sides(tool, monkeypatch):
    _, found = reading(tool, monkeypatch, "next_door", lambda reach, patience, date: 9.0 * (date == "1994-01"))
    holds = {answer.text: answer.holds.all() for answer in found.answers}
    assert holds["killing rises where the leader falls"]
    assert holds["it falls next door"]
    assert not holds["it rises next door too"]


def test_soldiers_follow_where_the_rival_alone_would_have_done_most_of_it(tool, monkeypatch):
    def effect(clash, members, date, intensity):
        return (members if date == "1993-01" else 0.0) + (20.0 if clash > 2e-3 else -20.0) * intensity

    _, found = reading(tool, monkeypatch, "soldiers", effect)
    raise_it, _, follow, lower = (answer.holds for answer in found.answers)
    assert (raise_it == ~lower).all()
    assert raise_it[-1].all()
    assert not raise_it[0].any()
    assert follow.all()


def test_a_threshold_is_where_little_detention_does_nothing(tool, monkeypatch):
    def effect(refill, intensity, command):
        return 1000.0 - (400.0 if intensity >= 100 and refill < 0.5 else 0.0)

    study, found = reading(tool, monkeypatch, "detention", effect)
    threshold = found.answers[-1].holds
    assert threshold[0].tolist() == [False] * 4 + [True] * 3
    assert not threshold[-1].any()
    told = tool.page.words("detention", study, found)
    assert "only past a threshold" in told
    assert "seed 1" in told
    assert tool.page.draw(study, found).get_label()
