import doubles
import numpy as np
import pytest
from scipy.stats import bootstrap

from corredor.core.streams import Streams
from corredor.runs.comparison import compare_runs, mean_interval
from corredor.runs.errors import FolderError
from corredor.runs.measures import homicide_rates
from corredor.runs.outcomes import OUTCOMES
from corredor.runs.precision import CONFIDENCE, FEWEST, FEWEST_RESAMPLED, RESAMPLES
from corredor.runs.window import Window


class Treated(doubles.LightModel):
    """From its fifth month on a tenth less arrives."""

    def step(self):
        super().step()
        if self.month > 4:
            self.traffic.delivered_kg *= 0.9


def test_nothing_differs_between_a_run_and_itself(light_run):
    comparison = compare_runs(light_run("a"), light_run("b"))
    assert (comparison.table["difference"].dropna() == 0.0).all()
    assert comparison.windows == {"Small world": Window("1995-11", "1997-02")}
    assert comparison.table["same_sign"].isna().all()


def test_differences_are_taken_pair_by_pair_from_the_first_that_differs(light_run):
    base, treated = (
        light_run("base", replicates=5),
        light_run("treated", build=Treated, name_of="Treated", replicates=5),
    )
    comparison = compare_runs(base, treated)
    assert comparison.windows == {"Treated": Window("1996-03", "1997-02")}
    table = comparison.table.set_index("outcome")
    delivered = table.loc["delivered"]
    assert delivered["difference"] == pytest.approx(-0.1 * delivered["base"])
    assert delivered["low"] <= delivered["difference"] <= delivered["high"] < 0
    assert (delivered["same_sign"], delivered["n"]) == (1.0, 5)
    assert table.loc["homicide_rate", "difference"] == 0.0
    assert list(table.index) == list(OUTCOMES)


def test_runs_are_compared_while_the_policy_acts_that_only_one_of_them_has(light_run):
    surge = {"kind": "interdiction_surge", "where": {"corridor": "caribbean"}, "intensity": 3}
    surge |= {"start": "1996-01", "duration": "6 months"}
    comparison = compare_runs(light_run("base"), light_run("with", name_of="Surge", policies=[surge]))
    assert comparison.windows == {"Surge": Window("1996-01", "1996-07")}


def test_a_window_counts_the_years_that_lie_wholly_within_it():
    assert Window("1988-01", "1996-01").years == tuple(range(1988, 1996))
    assert Window("1988-07", "1990-03").years == (1989,)
    assert Window("1988-07", "1988-09").years == (1988,)
    assert [
        Window(*ends).told for ends in (("1988-01", "1996-01"), ("1994-01", "1995-01"), ("1993-07", "1994-01"))
    ] == [
        "1988–1995",
        "1994",
        "1993-07 to 1993-12",
    ]


def test_rates_can_be_of_some_months(light_run):
    run = light_run("run")
    some = run.rates(since="1996-03", until="1996-05")
    rows = run.national[run.national["month"].dt.strftime("%Y-%m").isin(["1996-03", "1996-04"])]
    assert some.equals(homicide_rates(rows, by=("iso3",)))
    assert run.rates().equals(homicide_rates(run.national, by=("iso3",)))
    assert run.rates(by="month").index.names == ["replicate", "month"]


def test_rates_say_what_they_can_be_told_apart_by_and_when_there_is_no_month(light_run):
    run = light_run("run")
    with pytest.raises(ValueError, match="rates cannot be told apart by 'iso' — did you mean 'iso3'"):
        run.rates(by=("iso",))
    with pytest.raises(ValueError, match="no month of 'Small world' lies from 2001-01"):
        run.rates(since="2001-01")


def test_cocaine_is_counted_in_tonnes_a_year(light_run):
    run = light_run("run")
    monthly = run.region.groupby("replicate")["kg_seized"].mean()
    assert run.scorecard()["seized"].to_numpy() == pytest.approx(12e-3 * monthly.to_numpy())


def test_only_replicates_that_both_have_are_compared(light_run):
    comparison = compare_runs(light_run("many", replicates=4), light_run("few", replicates=2))
    assert set(comparison.pairs["replicate"]) == {0, 1}
    assert np.isnan(comparison.table["low"]).all()


def test_runs_of_different_seeds_are_no_pair(light_run):
    with pytest.raises(FolderError, match="no pair: their seed differs"):
        compare_runs(light_run("a"), light_run("b", seed=8))


def test_rows_can_be_written_as_json(light_run):
    import json

    rows = compare_runs(light_run("a", replicates=2), light_run("b", replicates=2)).rows()
    assert json.loads(json.dumps(rows, allow_nan=False))[0]["outcome"] == "homicide_rate"
    assert rows[0]["low"] is None


def test_the_mean_interval_covers_the_mean_as_often_as_it_says():
    draws = Streams(1).generator("test.coverage", 0)
    samples = draws.normal(1.0, 2.0, (60, 25))
    covered = [low <= 1.0 <= high for low, high in map(mean_interval, samples)]
    assert 0.85 <= np.mean(covered) <= 1.0


def test_equal_differences_have_an_interval_of_no_width():
    assert mean_interval(np.full(5, 0.25)) == (0.25, 0.25)


def test_with_few_pairs_the_interval_is_that_of_student():
    # Mean 3, standard deviation √2.5, its error √0.5; t of 4 degrees of freedom at 97.5 % is 2.776 in every table.
    assert mean_interval(np.arange(1.0, 6.0)) == pytest.approx(
        (3.0 - 2.776 * 0.5**0.5, 3.0 + 2.776 * 0.5**0.5), abs=1e-3
    )


def test_from_ten_pairs_on_the_interval_is_resampled():
    values = np.arange(1.0, FEWEST_RESAMPLED + 1.0) ** 2
    draws = Streams(0).generator("compare.bootstrap", 0)
    how = {"n_resamples": RESAMPLES, "confidence_level": CONFIDENCE, "method": "BCa", "random_state": draws}
    found = bootstrap((values,), np.mean, **how).confidence_interval
    assert mean_interval(values) == (found.low, found.high)


@pytest.mark.parametrize("n", range(FEWEST, FEWEST_RESAMPLED))
def test_the_interval_of_few_values_covers_the_mean_as_often_as_it_says(n):
    samples = Streams(2).generator("test.coverage", n).normal(1.0, 2.0, (500, n))
    assert 0.92 <= np.mean([low <= 1.0 <= high for low, high in map(mean_interval, samples)]) <= 0.98
