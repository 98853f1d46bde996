"""Scores, by cases that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from corredor.calibration.crps import crps, rank_correlation, within
from corredor.calibration.forecast import Forecast, from_replicates, future_rows, members_around
from corredor.calibration.naive import (
    dispersion_of,
    last_value,
    linear_trend,
    mean_of_five,
    naive_forecasts,
    past_dispersions,
    pooled_trend,
)
from corredor.calibration.skill import markdown, scores, skill_table, verdict


def rows(counts: dict[str, list[float]], first: int, people: float = 1e6) -> pd.DataFrame:
    """Yearly counts of places; None leaves a year out."""
    return pd.DataFrame(
        [
            {"place": place, "group": place, "year": first + i, "observed": count, "population": people}
            for place, own in counts.items()
            for i, count in enumerate(own)
            if count is not None
        ]
    )


def test_score_of_one_member_is_its_absolute_error() -> None:
    assert crps(np.array([3.0, 5.0]), np.array([[7.0], [5.0]])) == pytest.approx([4.0, 0.0])


def test_score_by_hand_of_three_members() -> None:
    # |1-3|, |2-3|, |3-3| have mean 1; the nine distances among members add up to 8, half their mean is 4/9.
    assert crps(np.array([3.0]), np.array([[2.0, 1.0, 3.0]])) == pytest.approx([1.0 - 4.0 / 9.0])


def test_score_is_the_area_between_the_distribution_and_the_step_at_what_came() -> None:
    rng = np.random.default_rng(1)
    members, observed = rng.poisson(20, 400).astype(float), 27.0
    grid = np.arange(0, 80)
    distribution = (members[:, None] <= grid).mean(axis=0)
    assert crps(np.array([observed]), members[None])[0] == pytest.approx(
        ((distribution - (grid >= observed)) ** 2).sum()
    )


def test_score_of_a_negative_binomial_is_that_of_its_distribution() -> None:
    members = members_around(np.array([50.0]), np.array([0.1]), 2000)
    grid = np.arange(0, 500)
    from scipy import stats

    exact = ((stats.nbinom(10, 1 / 6).cdf(grid) - (grid >= 70)) ** 2).sum()
    assert crps(np.array([70.0]), members)[0] == pytest.approx(exact, rel=2e-3)


def test_intervals_take_in_their_ends_and_say_how_wide_they_are() -> None:
    members = np.tile(np.arange(101.0), (3, 1))
    inside, width = within(np.array([5.0, 50.0, 96.0]), members, 0.9)
    assert inside.tolist() == [1.0, 1.0, 0.0]
    assert width.tolist() == [90.0] * 3


def test_rank_correlation_knows_order_only() -> None:
    assert rank_correlation([1, 2, 3, 4], [10, 100, 1000, 2000]) == pytest.approx(1.0)
    assert rank_correlation([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1.0)
    assert np.isnan(rank_correlation([1, 2], [1, 2]))
    assert np.isnan(rank_correlation([1, 1, 1], [1, 2, 3]))


def test_naive_forecasts_by_hand() -> None:
    rates = np.array([[10.0, 20.0, 30.0, 40.0, 50.0, np.nan], [8.0, 8.0, np.nan, 8.0, 8.0, 8.0]])
    years = np.arange(2000.0, 2006.0)
    assert last_value(rates, years, 2007) == pytest.approx([50.0, 8.0])
    assert mean_of_five(rates, years, 2007) == pytest.approx([35.0, 8.0])
    assert linear_trend(rates, years, 2007) == pytest.approx([80.0, 8.0])


def test_a_falling_line_stops_above_nothing() -> None:
    rates, years = np.array([[50.0, 40.0, 30.0, 20.0, 10.0]]), np.arange(2000.0, 2005.0)
    assert linear_trend(rates, years, 2010) == pytest.approx([3.0])


def test_a_pooled_trend_is_the_same_share_a_year_everywhere() -> None:
    years = np.arange(2000.0, 2005.0)
    grown = np.array([[10.0], [40.0]]) * 1.1 ** (years - 2002.0)
    said = pooled_trend(grown, years, 2007)
    assert said == pytest.approx(grown.mean(axis=1) * 1.1**5)


def test_dispersion_is_found_again() -> None:
    rng = np.random.default_rng(2)
    mean = rng.uniform(50, 500, 4000)
    counts = rng.negative_binomial(5, 5 / (5 + mean))
    assert dispersion_of(counts.astype(float), mean) == pytest.approx(0.2, rel=0.06)


def test_a_forecast_is_as_unsure_as_its_past_errors() -> None:
    rng = np.random.default_rng(3)
    years = np.arange(1990.0, 2011.0)
    walk = 300.0 * np.exp(np.cumsum(rng.normal(0, 0.2, (12, len(years))), axis=1))
    counts = rng.poisson(walk).astype(float)
    spread = past_dispersions(last_value, counts, np.full(counts.shape, 1e6), years, 6)
    assert spread[0] == pytest.approx(0.04, rel=0.25)
    assert spread[5] > 3 * spread[0]


def test_naive_forecasts_cover_what_comes_of_a_steady_place() -> None:
    rng = np.random.default_rng(4)
    steady = {f"P{i}A"[:3]: rng.poisson(100 + 20 * i, 29).astype(float).tolist() for i in range(9)}
    every = rows(steady, 1990)
    fitted, held = every[every["year"] <= 2010], every[every["year"] > 2010]
    found = naive_forecasts(fitted, future_rows(fitted, held, "blind"))
    table = skill_table(found, held)
    assert set(table.index) == {"last value", "mean of five", "linear trend", "place mean, pooled trend"}
    assert table.at["mean of five", "within_90"] == pytest.approx(0.9, abs=0.08)
    assert table.at["mean of five", "crps"] < table.at["last value", "crps"]
    assert table.at["mean of five", "rank_correlation"] > 0.9


def test_blind_forecasts_know_only_the_population_of_the_last_fitted_year() -> None:
    fitted, held = rows({"ABC": [1, 1, 1]}, 2008, people=1e6), rows({"ABC": [1, 1]}, 2011, people=2e6)
    assert future_rows(fitted, held, "blind")["population"].tolist() == [1e6, 1e6]
    assert future_rows(fitted, held, "conditional")["population"].tolist() == [2e6, 2e6]
    assert "observed" not in future_rows(fitted, held, "conditional")


def said(name: str, held: pd.DataFrame, shift: float) -> Forecast:
    keys = held[["group", "year", "population"]].sort_values(["group", "year"]).reset_index(drop=True)
    observed = held.sort_values(["group", "year"])["observed"].to_numpy()
    return Forecast(name, keys, observed[:, None] + shift + np.array([[-10.0, 0.0, 10.0]]))


def test_the_table_says_who_is_better_and_by_how_much() -> None:
    held = pd.concat([rows({"AAA": [100, 200], "BBB": [300, 400], "CCC": [50, 60]}, 2011)])
    held.loc[held["group"] == "CCC", "population"] = 3e7
    table = skill_table([said("ours", held, 0.0), said("worse", held, 100.0), said("same", held, 0.0)], held)
    assert table.at["ours", "worse_by"] == 0.0
    assert table.at["worse", "worse_by"] == pytest.approx(100.0 - 20.0 / 3.0)
    assert table.at["worse", "standard_error"] == pytest.approx(0.0, abs=1e-9)
    assert table.at["ours", "within_90"] == 1.0
    assert table.at["worse", "within_90"] == 0.0
    assert str(verdict(table, "ours")) == "ours does not beat same. It beats worse."
    assert verdict(table, "worse").beaten == ()
    by_size = skill_table([said("ours", held, 0.0)], held, by="size")
    assert by_size.index.get_level_values("size").tolist() == ["1 to 5 million", "20 million and more"]
    by_place = skill_table([said("ours", held, 0.0)], held, by="group")
    assert by_place["n"].tolist() == [2, 2, 2]
    assert markdown(table).splitlines()[0].startswith("| forecast | n | crps |")


def test_places_of_a_pool_are_scored_as_one() -> None:
    held = rows({"AAA": [10], "BBB": [20]}, 2011).assign(group="small places")
    forecast = Forecast(
        "ours", pd.DataFrame({"group": ["small places"], "year": [2011], "population": [2e6]}), np.array([[30.0]])
    )
    assert scores(forecast, held)["crps"].tolist() == [0.0]


def test_a_forecast_that_leaves_a_year_out_is_refused() -> None:
    held = rows({"AAA": [10, 20]}, 2011)
    forecast = said("ours", held[held["year"] == 2011], 0.0)
    with pytest.raises(ValueError, match="'ours' says nothing of AAA in 2012"):
        scores(forecast, held)


def test_replicates_are_equally_likely_and_each_has_its_error() -> None:
    both = pd.DataFrame(
        {
            "replicate": [0, 1],
            "group": "AAA",
            "year": 2011,
            "observed": 100.0,
            "expected": [100.0, 300.0],
            "population": 1e6,
        }
    )
    forecast = from_replicates("ours", both, 0.01, members=100)
    assert forecast.members.shape == (1, 100)
    assert forecast.members.mean() == pytest.approx(200.0, rel=0.02)
    assert (forecast.members < 200).mean() == pytest.approx(0.5)
