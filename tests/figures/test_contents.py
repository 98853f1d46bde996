"""What figures compute before they draw."""

import numpy as np
import pandas as pd
import pytest

from corredor.figures.causes import chain_told, origin
from corredor.figures.chain_of_events import shortened
from corredor.figures.corridor_shares import corridor_shares
from corredor.figures.family_tree import lanes, lives
from corredor.figures.homicide_by_country import rates_within
from corredor.figures.homicide_map import rate_by_cell
from corredor.figures.scorecard import differences
from corredor.figures.series import interval, paired, quantiles, rolling_year
from corredor.figures.territory_map import holders
from corredor.figures.windows import Windows, windows
from corredor.figures.wording import number, plain, signed, with_interval
from corredor.runs.window import Window
from corredor.scenario.scenario import Scenario


def test_a_run_is_compared_before_its_first_policy_and_while_it_acts(run, control):
    assert windows(run) == Windows(Window("1991-01", "1992-01"), Window("1992-01", "1995-01"))
    assert windows(run, control).after == windows(run).after
    assert windows(control) == Windows(Window("1990-01", "1991-01"), Window("1995-01", "1996-01"))


def test_maps_of_a_policy_that_ends_within_a_year_show_the_years_before(run):
    written = run.scenario.model_dump()
    short = {**written, "policies": [{**written["policies"][0], "start": "1992-01", "duration": "30 months"}]}
    run = type(run)(Scenario.model_validate(repaired(short)), run.geography, national=run.national)
    assert windows(run).after == Window("1992-01", "1994-07")
    assert windows(run).after.years == (1992, 1993)


def repaired(written):
    policies = [{k: v for k, v in p.items() if v is not None and k != "where"} for p in written["policies"]]
    return {
        **{k: v for k, v in written.items() if v is not None},
        "duration": f"{int(written['duration'])} months",
        "region": {"name": "two-corridors", "resolution": "1 deg"},
        "policies": [{**p, "ramp": f"{p.get('ramp', 0)} months"} for p in policies],
    }


def test_rates_are_deaths_over_person_years(run):
    rates = rates_within(run, Window("1991-01", "1992-01")).set_index(["replicate", "iso3"])["rate"]
    rows = run.national[
        (run.national["kind"] == "all") & (run.national["iso3"] == "XAA") & (run.national["replicate"] == 2)
    ]
    year = rows[pd.to_datetime(rows["month"]).dt.year == 1991]
    assert rates[2, "XAA"] == pytest.approx(year["homicides"].sum() / year["population"].iloc[0] * 1e5)


def test_every_cell_on_land_has_the_rate_of_its_division(run):
    rates, region = rate_by_cell(run, Window("1994-01", "1995-01")), run.geography
    assert np.isnan(rates[~region.land]).all()
    assert not np.isnan(rates[region.land]).any()
    for division in range(len(region.divisions)):
        assert np.ptp(rates[region.division == division]) == 0


def test_shares_of_corridors_add_up_to_what_crosses_them(run):
    shares = corridor_shares(run, "usa")
    assert list(shares.columns) == ["caribbean", "central_america", "western_caribbean"]
    assert shares.sum(axis=1).between(0.7, 1.0).all()
    assert shares["caribbean"].iloc[-1] < shares["caribbean"].iloc[0]


def test_a_rolling_year_is_twelve_months_and_starts_when_it_is_full():
    frame = pd.DataFrame({"month": pd.date_range("1990-01", periods=15, freq="MS"), "replicate": 0, "kg": 1.0})
    rolled = rolling_year(frame, ["kg"], ["replicate"])
    assert len(rolled) == 4
    assert (rolled["kg"] == 12).all()


def test_pairs_are_matched_by_replicate_and_others_left_out():
    run = pd.DataFrame({"replicate": [0, 1, 2], "x": [3.0, 5.0, 9.0]})
    control = pd.DataFrame({"replicate": [2, 1, 7], "x": [4.0, 4.0, 4.0]})
    assert paired(run, control, "x", ["replicate"])["difference"].tolist() == [1.0, 5.0]


def test_quantiles_come_in_order(run):
    table = quantiles(run.region, "price_usd_kg_usa", ["month"])
    assert (table.diff(axis=1).iloc[:, 1:] >= 0).all().all()


def test_few_replicates_have_a_median_and_no_interval(run):
    few = run.region[run.region["replicate"] < 2]
    table = quantiles(few, "price_usd_kg_usa", ["month"])
    assert table["median"].notna().all()
    assert table.drop(columns="median").isna().all().all()
    assert interval(pd.Series([1.0, 2.0])).dropna().to_dict() == {"median": 1.5}
    assert with_interval(interval(pd.Series([1.234, 1.234]))) == "1.2"


def test_children_stand_below_their_parents_in_the_family_tree(run):
    tree = lives(run, 0)
    order = lanes(tree, 100)
    assert set(order) == set(tree)
    assert all(order.index(tree[n].parent) < order.index(n) for n in order if tree[n].parent >= 0)


def test_a_crowded_family_tree_keeps_every_ancestor_of_those_it_shows(run):
    tree = lives(run, 0)
    order = lanes(tree, 6)
    assert len(order) <= 6
    assert all(tree[n].parent in order for n in order if tree[n].parent >= 0)


def test_a_life_ends_with_the_organisation_and_says_who_took_it_in(run):
    absorbed = lives(run, 0)[4]
    assert not absorbed.survives
    assert absorbed.absorber == 1
    assert len(absorbed.months) == 40


def with_events(run, **columns):
    """The run with other columns in its log of events."""
    other = type(run)(run.scenario, run.geography)
    other.__dict__.update({**run.__dict__, "events": run.events.assign(**columns)})
    return other


def test_the_chain_told_is_the_longest_and_ends_in_the_most_deadly_killing(run):
    told = chain_told(run)
    assert [step.kind for step in told.steps] == ["policy_start", "leader_removed", "split", "war", "turf_killings"]
    assert told.steps[-1].what.startswith("12 people are killed")
    assert told.by_scenario
    assert origin(told, run, None)[0] == "This chain begins with what the scenario says."


def test_places_are_told_no_finer_than_by_division(run):
    steps = chain_told(run).steps
    names = set(run.geography.division_names)
    assert all(step.where.split(", ")[0] in names for step in steps if step.where)
    assert not any(character.isdigit() for step in steps for character in step.where.split(", ")[-1])


def test_a_chain_that_begins_with_nothing_the_scenario_says_is_told_as_such(run):
    chance = with_events(run, cause=run.events["cause"].where(run.events["id"] != 1, -1))
    told = chain_told(chance)
    assert [step.kind for step in told.steps] == ["leader_removed", "split", "war", "turf_killings"]
    assert not told.by_scenario
    assert "does not begin with a policy" in origin(told, chance, None)[0]


def test_a_chain_that_begins_with_the_scenario_goes_before_a_longer_one(run):
    cause = run.events["cause"].where(run.events["id"] != 1, -1).where(run.events["id"] != 7, 0)
    told = chain_told(with_events(run, cause=cause))
    assert [step.kind for step in told.steps] == ["policy_start", "turf_killings"]


def test_of_chains_that_begin_with_none_one_that_begins_before_the_policy_goes_last(run):
    cause = run.events["cause"].where(run.events["id"] != 1, -1).where(run.events["id"] != 7, 6)
    early = run.events["month"].where(run.events["id"] != 1, pd.Timestamp("1991-01-01"))
    told = chain_told(with_events(run, cause=cause, month=early))
    assert [step.kind for step in told.steps] == ["absorbed", "turf_killings"]


def test_a_killing_without_a_recorded_cause_is_no_chain(run):
    told = chain_told(with_events(run, cause=-1))
    assert told.steps == ()
    assert origin(told, run, None) == []


@pytest.fixture
def kin(run, control):
    """A control with the run's own organisations: those made up otherwise split at random."""
    other = with_events(control)
    other.__dict__["organisations"] = run.organisations
    return other


def test_the_same_families_in_the_control_would_have_fought_all_the_same(run, kin):
    told = chain_told(run, kin)
    assert told.in_control == (pd.Timestamp("1992-01-01"), pd.Timestamp("1992-11-01"))
    assert "Something like it would have happened" in origin(told, run, kin)[1]
    assert "from 1992-01 to 1992-11" in origin(told, run, kin)[1]


def test_other_families_in_the_control_are_another_chain(run, kin):
    other = with_events(kin, organisation=kin.events["organisation"].where(kin.events["id"] != 3, 2))
    other.__dict__["organisations"] = run.organisations
    told = chain_told(run, other)
    assert told.in_control is None
    assert "would not have happened in this form" in origin(told, run, other)[1]


def test_what_happens_in_the_destination_country_is_not_told(run):
    there = with_events(run, iso3=run.events["iso3"].where(run.events["kind"] != "war", "USA"))
    assert chain_told(there).steps == ()


def test_a_long_chain_loses_its_middle_and_says_so(run):
    chain = list(chain_told(run).steps)
    steps = shortened(chain * 4, 9)
    assert len(steps) == 9
    assert [step for step in steps if isinstance(step, int)] == [12]
    assert steps[-1] == chain[-1]


def test_nobody_holds_the_sea(run):
    held = holders(run, 0, 1994)
    assert (held[~run.geography.land] == -1).all()
    assert (held[run.geography.places] >= 0).all()


def test_the_scorecard_pairs_every_measure(run, control):
    year = Window("1994-01", "1995-01")
    table = differences(run, control, year)
    assert table.loc["Delivered", "median"] < 0 < table.loc["Spread", "median"]
    assert table.loc["Cost of policies", "median"] == pytest.approx(36.0)
    assert (differences(run, run, year)[["low", "median", "high"]] == 0).all().all()


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (1234567, "1,230,000"), (12.345, "12.3"), (0.0123, "0.0123"), (-4.5, "−4.50"), (float("nan"), "–")],
)
def test_numbers_have_three_digits_and_no_exponent(value, written):
    assert number(value) == written


def test_signs_are_written_and_needless_zeros_are_not():
    assert signed(2.0) == "+2.00"
    assert signed(-2.0) == "−2.00"
    assert plain(20.0) == "20"
    assert plain(0.5) == "0.5"
    assert plain(100.0) == "100"
