"""Sentences with numbers."""

import math
from copy import copy

import pandas as pd
import pytest

from corredor.report.comparison import change, compared
from corredor.report.findings import country_changes, findings, how_sure, listed, where_it_went
from corredor.report.page import in_short
from corredor.runs.errors import FolderError


def test_differences_are_taken_pair_by_pair():
    first, second = (
        pd.Series({0: 1.0, 1: 10.0, 2: 100.0, 3: 5.0, 4: 7.0}),
        pd.Series({0: 2.0, 1: 11.0, 2: 101.0, 3: 6.0, 4: 8.0, 9: 0.0}),
    )
    found = change(first, second)
    assert found.difference == pytest.approx(1.0)
    assert (found.low, found.high) == pytest.approx((1.0, 1.0))
    assert found.is_sure


def test_few_pairs_must_all_agree_before_a_difference_is_clear():
    few = pd.Series([5.0, 5.0, 5.0, 5.0, 4.0, 5.0, -0.1])
    one_against = change(0 * few, few)
    assert (one_against.is_sure, one_against.is_clear) == (True, False)
    assert change(0 * few[:6], few[:6]).is_clear
    many = pd.concat([few, few + 1], ignore_index=True)
    assert change(0 * many, many).is_clear


def test_what_a_corridor_loses_reads_sensibly_where_others_gain_more():
    assert ", 62 % appears in the other corridors" in where_it_went("East", 0.62)
    assert where_it_went("East", 0.996).endswith("gain all that the corridor “East” loses.")
    assert "loses and 7 % of it besides: more is sent" in where_it_went("East", 1.07)
    assert "gain nothing of what the corridor “East” loses" in where_it_went("East", -0.2)


def test_a_corridor_whose_share_may_be_chance_says_so(run, control):
    few = [type(each)(each.scenario, each.geography) for each in (run, control)]
    corridors = run.corridors.copy()
    # What crosses in the west is what the control has, a little more in some pairs and a little less in others.
    west = corridors["corridor"] == "central_america"
    factor = 1 + 0.02 * (-1.0) ** corridors.loc[west, "replicate"]
    corridors.loc[west, "kg"] = control.corridors.loc[west, "kg"] * factor
    for fewer, each in zip(few, (run, control), strict=True):
        fewer.__dict__.update(each.__dict__)
    few[0].__dict__["corridors"], few[0].__dict__["region"] = corridors, control.region
    told = findings(compared(*few))[1]
    assert "), may be chance" in told.split("West ")[1].split(";")[0]
    assert ", may be chance" not in told.split("East ")[1].split(";")[0]


def test_too_few_pairs_have_no_interval():
    found = change(pd.Series({0: 1.0}), pd.Series({0: 3.0}))
    assert math.isnan(found.low)
    assert not found.is_sure
    assert found.told == "+2.0"


def test_the_first_sentence_answers_in_short(run, control):
    told = findings(compared(run, control))[0]
    assert told.startswith("In short, compared with “No surge”")
    assert "corridor “East”" in told
    assert "seizures +" in told


def test_a_corridor_whose_loss_is_not_sure_is_told_with_its_doubt(run, control):
    few = [type(each)(each.scenario, each.geography) for each in (run, control)]
    for fewer, each in zip(few, (run, control), strict=True):
        tables = {name: getattr(each, name) for name in ("national", "region", "corridors")}
        fewer.__dict__.update(each.__dict__, **{name: t[t["replicate"] < 2] for name, t in tables.items()})
    told = next(iter(findings(compared(*few))))
    assert "corridor “East” in what is bound for the United States −" in told
    assert "points (may be chance)," in told
    assert "(may be chance)" not in next(iter(findings(compared(run, control)))).split(",")[1]


def test_every_corridor_is_told_and_what_crosses_none(run, control):
    told = findings(compared(run, control))[1]
    assert all(name in told for name in ("East ", "West ", "Middle, sea ", "before it crosses any"))
    assert "(−" in told
    assert "(+" in told


def test_years_in_which_less_was_seized_are_told(run, control):
    less = type(run)(run.scenario, run.geography)
    region = run.region.assign(kg_seized=run.region["kg_seized"].where(run.region["month"] < "1994-01", 1.0))
    less.__dict__.update({**run.__dict__, "region": region})
    assert any(
        sentence.startswith("Year by year") and "(1994)" in sentence for sentence in findings(compared(less, control))
    )


def test_countries_are_named_even_where_nothing_is_sure(run, control):
    few = [type(each)(each.scenario, each.geography) for each in (run, control)]
    for fewer, each in zip(few, (run, control), strict=True):
        national = each.national[each.national["replicate"] < 2]
        fewer.__dict__.update({**each.__dict__, "national": national})
    assert any(sentence.startswith("Homicide differs most in") for sentence in findings(compared(*few)))


def test_runs_of_other_seeds_are_not_compared(run, control):
    other = type(control)(control.scenario, control.geography)
    other.__dict__.update(control.__dict__)
    other.manifest = {**control.manifest, "seed": 8}
    with pytest.raises(FolderError, match="no pair"):
        compared(run, other)


def test_every_finding_has_a_number_and_ends(run, control):
    for sentence in [*findings(compared(run, control)), *findings(compared(run, None))]:
        assert sentence.endswith(".")
        assert "nan" not in sentence
        assert any(character.isdigit() for character in sentence)


def test_only_differences_that_exclude_zero_are_told_by_country(run, control):
    told = " ".join(s for s in findings(compared(run, control)) if "rises" in s or "falls" in s)
    for name, found in country_changes(compared(run, control)).items():
        if not found.is_sure:
            assert f"{name} (" not in told


def test_a_run_compared_with_itself_differs_nowhere(run):
    told = findings(compared(run, run))
    assert "In no country does homicide differ." in told
    assert not any("rises" in sentence for sentence in told)


def test_the_reader_is_told_how_sure_the_numbers_are(run, control):
    assert "random numbers" in how_sure(compared(run, control))
    assert "not how wrong" in how_sure(compared(run, None))


def test_words_are_listed_as_people_do():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_single_short_run_has_findings_without_intervals(run):
    short = type(run)(run.scenario, run.geography)
    for name in ("national", "divisions", "organisations", "events", "corridors", "region"):
        table = getattr(run, name)
        short.__dict__[name] = table[(table["month"] < "1990-09") & (table["replicate"] == 0)]
    short.__dict__["cells"] = run.cells[(run.cells["year"] == 1990) & (run.cells["replicate"] == 0)]
    told = findings(compared(short, None))
    assert told
    assert not any("[" in sentence or "nan" in sentence or "chance" in sentence for sentence in told)
    assert how_sure(compared(short, None)).startswith("One replicate only")


def test_a_world_without_cocaine_is_no_base_for_a_share(run, control):
    empty = copy(control)
    empty.__dict__["region"] = control.region.assign(kg_delivered_usa=control.region["kg_delivered_usa"] / 1000)
    assert "cocaine delivered to the United States" in in_short(run, control)
    assert "cocaine delivered to the United States" not in in_short(run, empty)
