"""A small study from end to end: what it leaves, what it refuses, and that nobody saw held-back years too early."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("nautilus")
pytest.importorskip("sklearn")
pytest.importorskip("statsmodels")

import corredor
from corredor.calibration import fitting_data, load_targets
from corredor.calibration.figures.registry import kinds, plot
from corredor.calibration.held_back import NotYetError
from corredor.calibration.inference import calibrate as calibrating
from corredor.calibration.inference.calibrate import calibrate
from corredor.calibration.inference.information import known_until
from corredor.calibration.inference.layout import WITH, WITHOUT, Layout
from corredor.calibration.inference.middle import middle
from corredor.calibration.inference.plan import OFF, OURS
from corredor.calibration.inference.predicted import PredictedRates
from corredor.calibration.inference.priors import Prior
from corredor.calibration.inference.reading import read_calibration
from corredor.calibration.inference.registering import register_forecast
from corredor.calibration.inference.results import Calibration, open_calibration
from corredor.calibration.inference.simulating import needed
from corredor.calibration.shipped import calibration_folder, shipped_studies
from corredor.calibration.targets import Years
from corredor.cli import main
from corredor.effects.parameters import read_parameter_set
from corredor.figures import alt_text
from corredor.runs.errors import FolderError
from corredor.runs.studies.factors import Factor
from corredor.scenario import ScenarioError
from corredor.tradeoffs.worlds import from_draws

pytestmark = pytest.mark.once
STUDY = Path(__file__).parent / "studies" / "tiny.yaml"
COARSE = {"region.resolution": "2 deg", "markets.spin_up": "6 months", "start.settling": "0 months"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calibration") / "tiny"


@pytest.fixture(scope="module")
def fitted(folder: Path) -> Calibration:
    return calibrate(STUDY, out=folder, set=COARSE, workers=1, quiet=True)[""]


def test_draws_lie_within_the_priors_and_say_which_parameters(fitted: Calibration) -> None:
    assert list(fitted.draws) == ["draw", "violence.common", "violence.predation"]
    for prior in fitted.priors:
        assert fitted.draws[prior.name].between(prior.factor.low, prior.factor.high).all()
    assert len(fitted.discrepancies) == len(fitted.draws)
    assert (fitted.discrepancies > 0.0).all(axis=None)


def test_draws_can_be_the_worlds_of_a_study_of_tradeoffs(fitted: Calibration) -> None:
    worlds = from_draws(fitted.folder / "draws.csv", [], 5, 1)
    assert [factor.path for factor in worlds.uncertainties] == ["violence.common", "violence.predation"]


def test_diagnostics_say_how_far_to_trust_it(fitted: Calibration) -> None:
    said = fitted.diagnostics
    assert said["status"] == "simulated, not a forecast"
    assert {WITH, WITHOUT} == set(said["fits"])
    for fit in said["fits"].values():
        assert set(fit["emulator"]) == {"homicide", "common", "price"}
        assert set(fit["contraction"]) == {"violence.common", "violence.predation"}
        assert np.isfinite(fit["log_evidence"])
    truths = said["synthetic_truths"]
    assert sorted([*truths["identified"], *truths["not_identified"]]) == ["violence.common", "violence.predation"]
    assert fitted.ranks.shape == (2, 2)
    assert set(said["predictive_checks"]) == {"homicide", "common", "price"}


def test_the_forecast_stands_beside_its_rivals(fitted: Calibration) -> None:
    table = fitted.skill("blind")
    assert {OURS, "last value", "mean of five", "linear trend", "covariates alone"} <= set(table.index)
    assert table["n"].nunique() == 1
    assert OURS in fitted.diagnostics["skill"]["blind"]["crps"]


def test_held_back_years_stay_closed_when_draws_were_changed(fitted: Calibration, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(fitted.folder, copy)
    assert set(open_calibration(copy).compared()["year"]) == {1997, 1998, 1999, 2000}
    draws = copy / "draws.csv"
    draws.write_text(draws.read_text("utf-8").replace("0,", "1,", 1), "utf-8")
    with pytest.raises(NotYetError):
        open_calibration(copy).compared()
    assert set(open_calibration(copy).compared(held_back=False)["year"]) == {1997, 1998}


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_figure_is_drawn_and_says_what_it_shows(fitted: Calibration, kind: str) -> None:
    assert len(alt_text(plot(fitted, kind))) > 60
    assert (fitted.folder / "figures" / f"{kind}.png").stat().st_size > 5_000


def test_a_whole_study_is_not_run_again_and_another_is_refused(folder: Path, fitted: Calibration) -> None:
    before = (fitted.folder / "draws.csv").stat().st_mtime_ns
    calibrate(STUDY, out=folder, set=COARSE, workers=1, quiet=True, resume=True)
    assert (fitted.folder / "draws.csv").stat().st_mtime_ns == before
    with pytest.raises(FolderError, match="already there"):
        calibrate(STUDY, out=folder, set=COARSE, workers=1, quiet=True)
    with pytest.raises(FolderError, match="another study"):
        calibrate(STUDY, out=folder, set=COARSE, seed=6, workers=1, quiet=True, resume=True)


def test_the_same_runs_give_the_same_to_the_bit_and_an_interrupted_fit_repeats_no_finished_stage(
    folder: Path, fitted: Calibration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    shutil.copytree(folder / "design", tmp_path / "again" / "design")
    with monkeypatch.context() as patched:
        patched.setattr(calibrating, "predict", stopped)
        with pytest.raises(KeyboardInterrupt):
            calibrate(STUDY, out=tmp_path / "again", set=COARSE, workers=1, quiet=True, resume=True)
    with monkeypatch.context() as patched:
        for stage in ("learn", "try_inference", "infer"):
            patched.setattr(calibrating, stage, stopped)
        again = calibrate(STUDY, out=tmp_path / "again", set=COARSE, workers=1, quiet=True, resume=True)[""]
    for name in ("draws.csv", "draws_without_breaks.csv", "ranks.csv", "skill_blind.csv"):
        assert (again.folder / name).read_bytes() == (fitted.folder / name).read_bytes()
    assert {key: again.diagnostics[key] for key in ("fits", "synthetic_truths", "middle")} == {
        key: fitted.diagnostics[key] for key in ("fits", "synthetic_truths", "middle")
    }
    assert set(again.diagnostics["seconds"]) == set(fitted.diagnostics["seconds"])
    assert not (again.folder / "stages.json").exists()


def test_the_command_shows_what_was_fitted_and_copies_small_files(
    folder: Path, fitted: Calibration, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sets = [word for path, value in COARSE.items() for word in ("--set", f"{path}={value}")]
    options = ["--out", str(folder), "--resume", "--workers", "1", "--results", str(tmp_path / "kept")]
    assert main(["calibrate", str(STUDY), *sets, *options, "--json", str(tmp_path / "said.json")]) == 0
    said = capsys.readouterr().out
    assert "prior variance taken away" in said
    assert "not a forecast" in said
    assert json.loads((tmp_path / "said.json").read_text("utf-8"))[""]["plan"]["name"] == "tiny"
    assert len(open_calibration(tmp_path / "kept").draws) == len(fitted.draws)


def test_figures_of_a_calibration_are_kinds_of_corredor_plot(
    folder: Path, fitted: Calibration, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plot", str(folder)]) == 0
    listed = capsys.readouterr().out
    assert all(kind in listed for kind in kinds())
    assert main(["plot", str(folder), "--kind", "posterior_marginals", "--tall", "--out", str(tmp_path / "m.svg")]) == 0
    assert "<svg" in (tmp_path / "m.svg").read_text("utf-8")
    assert main(["plot", str(fitted.folder), "--kind", "nothing"]) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("violence.common", "violence.comon", "no registered parameter"),
        ("kind: latin_hypercube, runs: 6", "kind: grid", "leaves holes"),
        ("violence.common: registered", "violence.common: {values: [1, 2]}", "a choice has no density"),
        ("targets: tiny_targets.yaml", "targets: nothing", "no targets of this name"),
        ("replicates: 2", "replicates: 1", "at least 2"),
        ("posterior: {live: 40", "posterior: {lives: 40", "no effort that is known"),
        ("seed: 5", "seeds: 5", "unknown key 'seeds'"),
    ],
)
def test_a_wrong_study_is_refused_at_its_line(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = STUDY.read_text("utf-8")
    assert old in text
    shutil.copy(STUDY.with_name("tiny_targets.yaml"), tmp_path)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ScenarioError, match=said) as error:
        read_calibration(wrong, set=COARSE)
    assert str(wrong) in str(error.value) or "nothing" in str(error.value)


def test_shipped_studies_fit_to_the_cut_and_forecast_to_the_end() -> None:
    assert set(shipped_studies()) == {"americas_national", "capacity_before", "mexico_states", "rival_peace"}
    plan = read_calibration("americas_national")[0]
    assert plan.scenario.end == "2011-01"
    assert plan.truths >= 40
    assert plan.replicates >= 2
    assert {(who, scenario.end) for who, scenario in plan.forecasts["blind"].items()} == {
        (OURS, "2019-01"),
        (OFF, "2019-01"),
    }


def test_rival_forms_differ_in_their_mechanism_and_its_parameters() -> None:
    weighed, frozen = read_calibration("rival_peace")
    assert weighed.design == frozen.design
    assert weighed.targets == frozen.targets
    assert set(weighed.names) - set(frozen.names) == {"territory.patience", "territory.grab"}
    assert weighed.scenario.mechanisms != frozen.scenario.mechanisms


def test_a_blind_forecaster_knows_no_policy_and_no_figure_after_the_cut() -> None:
    whole = corredor.load("history", {"duration": "29 years"})
    blind = known_until(whole, 2002, 2018)
    assert blind.months == 29 * 12
    assert {policy.name for policy in blind.policies} < {policy.name for policy in whole.policies}
    assert all((policy.start or blind.start) < "2003-01" for policy in blind.policies)
    assert len(blind.events) < len(whole.events)
    assert json.loads(blind.to_json())["parameters"]["region.history_until"] == 2002
    assert known_until(whole, 2018, 2018).policies == whole.policies


def test_a_prior_is_even_over_magnitudes_where_a_range_spans_more_than_a_decade() -> None:
    positions = np.linspace(0.0, 1.0, 5)
    wide, narrow = Prior(Factor("a", 0.01, 100.0)), Prior(Factor("b", 1.0, 5.0))
    assert wide.value(positions) == pytest.approx([0.01, 0.1, 1.0, 10.0, 100.0])
    assert narrow.value(positions) == pytest.approx([1.0, 2.0, 3.0, 4.0, 5.0])


def test_the_layout_keeps_every_figure_of_the_fit_with_breaks_and_without() -> None:
    targets = load_targets("americas_national")
    layout = Layout(targets, Years(first=1990, last=2018))
    data = fitting_data(targets)["homicide"]
    rows = layout.indices[WITH].get_level_values("target") == "homicide"
    assert rows.sum() == len(data[["group", "year"]].drop_duplicates())
    assert len(layout.indices[WITHOUT]) < len(layout.indices[WITH])
    vector = np.arange(layout.length, dtype=float)
    parts = [layout.expected(vector, v) for v in (WITH, WITHOUT)] + [
        layout.observed(vector, v) for v in (WITH, WITHOUT)
    ]
    every = np.sort(np.concatenate([*parts, layout.yearly_rates(vector)]))
    assert every == pytest.approx(vector)
    assert needed(targets) == ("homicides", "organisations")


def test_predicted_rates_are_read_like_a_run() -> None:
    rates = pd.DataFrame({"replicate": [0, 1], "place": ["MEX", "MEX"], "year": [2001, 2001], "rate": [1e-4, 2e-4]})
    predicted = PredictedRates(rates, corredor.load("baseline", {"region.resolution": "2 deg"}).load_region())
    months = predicted.table("national", columns=["replicate", "month", "iso3", "homicides_reported"], kind="all")
    assert len(months) == 24
    assert months.groupby("replicate")["homicides_reported"].sum().tolist() == pytest.approx([1e-4, 2e-4])
    with pytest.raises(KeyError):
        predicted.table("region")


def test_the_point_in_the_middle_is_a_draw_and_can_be_run_and_judged(fitted: Calibration) -> None:
    path = fitted.folder / "parameters.yaml"
    read = read_parameter_set(path)
    row = fitted.draws.iloc[fitted.diagnostics["middle"]]
    assert read == pytest.approx({name: row[name] for name in ("violence.common", "violence.predation")})
    assert json.loads((fitted.folder / "posterior.json").read_text("utf-8"))["checksum"] in path.read_text("utf-8")


def test_the_shipped_point_is_the_middle_of_the_shipped_posterior() -> None:
    shipped = corredor.open_calibration(calibration_folder() / "results" / "americas_national")
    row = shipped.draws.iloc[shipped.diagnostics["middle"]]
    point = read_parameter_set(shipped.folder / "parameters.yaml")
    assert point == pytest.approx({name: row[name] for name in point}, rel=1e-5)


def test_the_middle_of_a_bent_cloud_is_one_of_its_points() -> None:
    angle = np.linspace(0.0, np.pi, 101)
    cloud = np.column_stack([np.cos(angle), 100.0 * np.sin(angle)])
    assert 0 <= middle(cloud) < len(cloud)
    assert middle(np.array([[0.0], [0.4], [1.0]])) == 1


def test_a_run_takes_the_calibrated_point_and_what_is_set_wins_over_it(fitted: Calibration, tmp_path: Path) -> None:
    given = ["--parameters", str(fitted.folder / "parameters.yaml")]
    short = ["--set", "region.resolution=2 deg", "--set", "duration=1 month", "--replicates", "1", "--workers", "1"]
    short += ["--set", "start.settling=0 months", "--set", "markets.spin_up=1 month", "--quiet"]
    own = ["--set", "violence.predation=0.005 1/month"]
    assert main(["run", "baseline", *given, *short, *own, "--out", str(tmp_path / "run")]) == 0
    said = corredor.open_run(tmp_path / "run").manifest["scenario"]["parameters"]
    middle = fitted.draws["violence.common"][fitted.diagnostics["middle"]]
    assert float(said["violence.common"].split()[0]) == pytest.approx(middle)
    assert said["violence.predation"] == "0.005 1/month"


def test_years_to_come_are_frozen_with_naive_rivals_and_nothing_is_frozen_twice(
    fitted: Calibration, tmp_path: Path
) -> None:
    options = {"study": STUDY, "years": (2001, 2002), "draws": 2, "set": COARSE, "workers": 1, "quiet": True}
    done = register_forecast(fitted.folder, tmp_path / "frozen", **options)
    assert done.record["rivals"] == ["last value", "mean of five", "linear trend", "place mean, pooled trend"]
    assert done.record["years"] == [2001, 2002]
    assert "COL" in done.record["places"]
    assert not {"USA", "small places"} & set(done.record["places"])
    assert (done.rates.to_numpy() >= 0.0).all()
    with pytest.raises(FolderError, match="another folder"):
        register_forecast(fitted.folder, tmp_path / "frozen", **options)
    with pytest.raises(FolderError, match="not made by this study"):
        register_forecast(fitted.folder, tmp_path / "other", **{**options, "study": "americas_national"})


def test_one_page_says_what_was_found_how_sure_it_is_and_whom_it_beats(fitted: Calibration) -> None:
    said = (fitted.folder / "summary.md").read_text("utf-8")
    assert json.loads((fitted.folder / "posterior.json").read_text("utf-8"))["checksum"] in said
    for words in (
        "not a forecast",
        "`violence.predation`",
        "without breaks",
        "synthetic truths",
        "last value",
        "wanted",
    ):
        assert words in said
    assert fitted.diagnostics["skill"]["blind"]["crps"] in said
