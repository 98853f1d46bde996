"""What a run says would have been observed: reported counts of whole years, beside the observed figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from corredor.calibration import simulated
from corredor.calibration.comparing import compared, log_likelihood, summary
from corredor.calibration.figures import labelled_scatter, residual_map, small_multiples
from corredor.calibration.fitting import POOL, fitted_rows, fitting_data
from corredor.calibration.recorded import RecordedTables
from corredor.calibration.targets import Target, load_targets
from corredor.figures import alt_text, save
from corredor.region import load
from corredor.runs.errors import RunError
from corredor.runs.run import Run

YEARS = (2000, 2003)
POPULATION = {"COL": 2e7, "MEX": 5e7}
MONTHLY = {"COL": 1000.0, "MEX": 400.0}


class MadeUpRun(Run):
    """A run that was never run; ``table`` picks rows and columns as reading a folder would."""

    def __init__(self, tables: dict[str, pd.DataFrame], replicates: int = 2) -> None:
        self.manifest = {"name": "made up", "seed": 1, "replicates": [{"replicate": i} for i in range(replicates)]}
        self.given = tables

    def table(self, name, *, columns=None, **equal):
        rows = self.given[name]
        for column, value in equal.items():
            rows = rows[rows[column] == value]
        return rows[list(columns)] if columns is not None else rows


def months() -> pd.DatetimeIndex:
    return pd.date_range(f"{YEARS[0]}-01-01", f"{YEARS[1]}-12-01", freq="MS")


def areas(code: str, monthly: dict[str, float], people: dict[str, float], *, extra: int = 0) -> pd.DataFrame:
    """Reported counts are what happened times 0.9; replicate 1 has twice those of replicate 0."""
    when = months().append(pd.date_range(f"{YEARS[1] + 1}-01-01", periods=extra, freq="MS"))
    rows = [
        {
            "replicate": replicate,
            "month": month,
            code: place,
            "kind": kind,
            "homicides": own * (1 + replicate),
            "homicides_reported": 0.9 * own * (1 + replicate),
            "population": people[place],
            "kg_seized": 10.0 * (1 + replicate) if kind == "all" else np.nan,
            "coca_ha": 40e3 + 1e3 * month.month if place == "COL" and kind == "all" else np.nan,
        }
        for replicate in range(2)
        for month in when
        for place, own in monthly.items()
        for kind in ("all", "turf")
    ]
    return pd.DataFrame(rows)


BINOMIAL = {"kind": "negative_binomial", "dispersion": 0.02}


def target(**said: object) -> Target:
    return Target.model_validate(
        {"name": "t", "table": "homicide_national", "series": "homicides", "error": BINOMIAL, **said}
    )


@pytest.fixture(scope="module")
def run() -> MadeUpRun:
    national = areas("iso3", MONTHLY, POPULATION, extra=5)
    states = areas("iso_3166_2", {"MX-JAL": 30.0, "MX-SIN": 60.0}, {"MX-JAL": 6e6, "MX-SIN": 3e6})
    region = pd.DataFrame(
        [
            {
                "replicate": r,
                "month": month,
                "price_usd_kg_usa": 20e3 * (1 + (month.year == 2001)),
                "price_usd_kg_europe": 1.0,
            }
            for r in range(2)
            for month in months()
        ]
    )
    organisations = pd.DataFrame(
        [
            {"replicate": r, "month": month, "iso3": "MEX", "alive": number < 3 + r}
            for r in range(2)
            for month in months()
            for number in range(5)
        ]
    )
    return MadeUpRun({"national": national, "divisions": states, "region": region, "organisations": organisations})


def test_reported_homicides_are_those_registered_in_whole_calendar_years(run: MadeUpRun) -> None:
    years = simulated.reported_by_year(run)
    assert sorted(set(years["year"])) == [2000, 2001, 2002, 2003]
    colombia = years.query("place == 'COL' and replicate == 0")["homicides"]
    assert colombia.tolist() == pytest.approx([12 * 0.9 * MONTHLY["COL"]] * 4)
    assert set(years["population"]) == set(POPULATION.values())


def test_states_are_read_by_month_and_by_year(run: MadeUpRun) -> None:
    by_month = simulated.reported_by_month(run)
    assert len(by_month) == 2 * 48 * 2
    by_year = simulated.reported_by_year(run, divisions=True)
    assert by_year["homicides"].sum() == pytest.approx(by_month["homicides"].sum())


def test_a_run_without_divisions_says_what_to_record(run: MadeUpRun, tmp_path: Path) -> None:
    class Without(MadeUpRun):
        def table(self, name, *, columns=None, **equal):
            raise RunError("'made up' did not record the table 'divisions'")

    with pytest.raises(RunError, match="did not record the table 'divisions'"):
        simulated.reported_by_month(Without({}))


def test_the_reporting_rate_is_applied_to_the_observed_population(run: MadeUpRun) -> None:
    rows = pd.DataFrame({"place": ["COL"], "group": ["COL"], "year": [2001], "observed": [500.0], "population": [4e7]})
    both = compared(run, target(), rows)
    assert both["replicate"].tolist() == [0, 1]
    assert both["expected"].tolist() == pytest.approx([2 * 12 * 900.0, 2 * 2 * 12 * 900.0])


def test_a_pool_has_the_same_members_on_both_sides(run: MadeUpRun) -> None:
    rows = pd.DataFrame(
        {
            "place": ["COL", "MEX", "COL", "XXX"],
            "group": POOL,
            "year": [2000, 2000, 2001, 2001],
            "observed": [100.0, 200.0, 300.0, 400.0],
            "population": [2e7, 5e7, 2e7, 1e6],
        }
    )
    both = compared(run, target(), rows).query("replicate == 0").set_index("year")
    assert both.at[2000, "observed"] == 300.0
    assert both.at[2000, "expected"] == pytest.approx(12 * 0.9 * (1000.0 + 400.0))
    assert both.at[2001, "observed"] == 300.0
    assert both.at[2001, "expected"] == pytest.approx(12 * 0.9 * 1000.0)


def test_seizures_and_organisations_are_compared_as_they_are(run: MadeUpRun) -> None:
    rows = pd.DataFrame({"place": ["MEX"], "group": ["MEX"], "year": [2002], "observed": [100.0]})
    seized = target(table="seizures", series="cocaine_seized", error={"kind": "log_normal", "sd": 1.0})
    assert compared(run, seized, rows)["expected"].tolist() == [120.0, 240.0]
    counted = target(table="organisations_mexico", series="organisations")
    assert compared(run, counted, rows)["expected"].tolist() == [3.0, 4.0]


def test_coca_is_compared_by_the_mean_of_a_year_and_no_break_concerns_it(run: MadeUpRun) -> None:
    rows = pd.DataFrame({"place": ["COL"], "group": ["COL"], "year": [2002], "observed": [102e3]})
    coca = target(table="coca", series="coca", error={"kind": "log_normal", "sd": 0.2, "floor": 100})
    assert compared(run, coca, rows)["expected"].tolist() == [46.5e3, 46.5e3]
    shipped = load_targets("americas_national")
    with_breaks, without = (fitted_rows(shipped, coca, breaks=breaks) for breaks in (True, False))
    assert {"BOL", "COL", "PER"} <= set(with_breaks["place"])
    pd.testing.assert_frame_equal(with_breaks, without)


def test_who_kills_is_compared_as_a_share_of_what_is_registered() -> None:
    columns = ["replicate", "month", "iso3", "kind", "homicides_reported"]
    killed = {("MEX", "all"): 10.0, ("MEX", "common"): 6.0, ("CRI", "all"): 0.0, ("CRI", "common"): 0.0}
    rows = [
        (0, month, place, kind, n * (1 + month.year - 2000))
        for month in months()
        for (place, kind), n in killed.items()
    ]
    share = simulated.organised_by_year(MadeUpRun({"national": pd.DataFrame(rows, columns=columns)}))
    assert share.set_index(["place", "year"])["organised_share"].to_dict() == {
        (place, year): pytest.approx(0.4 * (place == "MEX")) for place in ("CRI", "MEX") for year in range(2000, 2004)
    }
    assert target(table="organised_mexico", series="organised_share", error={"kind": "normal", "sd": 0.1}).name == "t"


def test_a_price_is_compared_by_its_course_alone(run: MadeUpRun) -> None:
    rows = pd.DataFrame({"place": "USA", "group": "USA", "year": [2000, 2001, 2002], "observed": [100.0, 200.0, 300.0]})
    error = {"kind": "log_normal", "sd": 0.2}
    prices = target(table="prices", series="retail_price", compare="index", places=["USA"], error=error)
    both = compared(run, prices, rows).query("replicate == 0")
    assert both["observed"].tolist() == pytest.approx([0.5, 1.0, 1.5])
    assert both["expected"].tolist() == pytest.approx([0.75, 1.5, 0.75])


def monthly(values: np.ndarray) -> pd.DataFrame:
    places, years = len(values), values.shape[1] // 12
    keys = [(p, 2000 + y, m) for p in range(places) for y in range(years) for m in range(1, 13)]
    table = pd.DataFrame(keys, columns=["place", "year", "month"])
    return table.assign(value=values.ravel())


def test_chance_alone_has_no_rhythm_and_excitation_has() -> None:
    rng = np.random.default_rng(6)
    chance = rng.poisson(40.0, (30, 120)).astype(float)
    alone = simulated.autocorrelation(monthly(chance), [1, 2, 6])
    # Taking a year's mean off leaves a correlation of about -1/11 between its months; lag 1 crosses years once in 12.
    assert alone.to_numpy() == pytest.approx([-11 / 12 / 11, -10 / 12 / 11, -6 / 12 / 11], abs=0.04)
    excited = np.zeros((30, 120))
    for month in range(120):
        before = excited[:, month - 1] if month else 40.0
        excited[:, month] = rng.poisson(16.0 + 0.6 * before)
    assert simulated.autocorrelation(monthly(excited), [1])[1] > alone[1] + 0.3


def test_levels_trends_and_seasons_are_no_rhythm() -> None:
    rng = np.random.default_rng(7)
    season = 1 + 0.5 * np.sin(np.arange(120) * np.pi / 6)
    level = rng.uniform(30, 300, (30, 1)) * np.repeat(1.2 ** np.arange(10), 12) * season
    found = simulated.autocorrelation(monthly(rng.poisson(level).astype(float)), [1, 6])
    assert np.abs(found.to_numpy() + 0.07).max() < 0.1


def test_the_rhythm_of_a_run_is_that_of_the_observed_months(run: MadeUpRun) -> None:
    keys = [(p, y, m) for p in ("MX-JAL", "MX-SIN") for y in range(2000, 2004) for m in range(1, 13)]
    rows = pd.DataFrame(keys, columns=["place", "year", "month"])
    rows["observed"] = np.random.default_rng(8).poisson(30.0, len(rows)).astype(float)
    rhythm = target(
        table="homicide_mexico_states_monthly",
        compare="autocorrelation",
        lags=[1, 2],
        error={"kind": "normal", "sd": 0.05},
    )
    both = compared(run, rhythm, rows.assign(group=rows["place"]))
    assert both["lag"].tolist() == [1, 2, 1, 2]
    assert both["observed"].nunique() == 2


def test_likelihood_prefers_what_was_seen_and_weighs_it() -> None:
    both = pd.DataFrame({"replicate": [0, 1], "observed": [100.0, 100.0], "expected": [100.0, 200.0]})
    plain, heavy = log_likelihood(target(), both), log_likelihood(target(weight=3.0), both)
    assert plain[0] > plain[1]
    assert heavy.to_numpy() == pytest.approx(3 * plain.to_numpy())


def test_a_fit_looks_at_one_row_for_each_figure_from_a_folder_or_from_a_recorder(run: MadeUpRun) -> None:
    targets = load_targets("americas_national")
    data = fitting_data(targets)
    found = summary(run, targets, data)
    rows = found.index.droplevel("at").value_counts()
    assert rows["homicide", "COL"] == 4
    assert rows["seizures", "MEX"] == 4
    assert rows["monthly rhythm", "all"] == 4
    assert list(found.columns) == ["observed", 0, 1]
    assert found.drop("monthly rhythm", level="target").notna().all(axis=None)
    straight = RecordedTables({name: pa.Table.from_pandas(table) for name, table in run.given.items()})
    assert summary(straight, targets, data).equals(found)


@pytest.fixture(scope="module")
def both() -> pd.DataFrame:
    rng = np.random.default_rng(9)
    rows = [
        {
            "replicate": r,
            "group": group,
            "year": year,
            "observed": 100.0 * (i + 1),
            "expected": float(rng.poisson(120 * (i + 1))),
            "population": 1e6 * (i + 1),
        }
        for r in range(4)
        for i, group in enumerate(["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", POOL])
        for year in range(2000, 2010)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_every_place_has_its_panel_and_its_name(both: pd.DataFrame, layout: str, tmp_path: Path) -> None:
    figure = small_multiples(both, 0.02, names={"AAA": "Aland"}, cut=2007, layout=layout)
    titles = {axes.get_title(loc="left") for axes in figure.axes}
    assert {"Aland", "BBB", "Small places"} <= titles
    assert len(figure.axes) == 7
    assert "7 places" in alt_text(figure)
    assert save(figure, tmp_path / "multiples.png", dpi=50).stat().st_size > 10_000


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_the_scatter_names_every_place(both: pd.DataFrame, layout: str, tmp_path: Path) -> None:
    figure = labelled_scatter(both, 0.02, layout=layout)
    assert {text.get_text() for text in figure.axes[0].texts} == {"AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "small"}
    assert "100% lie within a factor of two" in alt_text(figure)
    assert save(figure, tmp_path / "scatter.svg").stat().st_size > 10_000


def test_the_map_of_residuals_is_grey_where_nothing_is_compared(both: pd.DataFrame, tmp_path: Path) -> None:
    named = both.assign(group=both["group"].replace({"AAA": "BRA", "BBB": "MEX"}))
    figure = residual_map(named, 0.02, load("americas", 2.0))
    assert "BRA (1.2 times)" in alt_text(figure)
    assert save(figure, tmp_path / "map.png", dpi=50).stat().st_size > 10_000
