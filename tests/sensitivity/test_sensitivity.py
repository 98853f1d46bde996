"""Studies of sensitivity: known functions are found out, chance is told from effect, and runs repeat to the bit."""

from __future__ import annotations

import json

import known_functions as known
import numpy as np
import pytest

import corredor
from corredor.cli import main
from corredor.runs import FolderError, open_study
from corredor.runs.ensemble import Interrupted
from corredor.scenario import ScenarioError
from corredor.sensitivity import Sensitivity, open_sensitivity, sensitivity
from corredor.sensitivity.chance import chance_of_a_run, chance_of_means
from corredor.sensitivity.figures import plot
from corredor.sensitivity.morris import Morris
from corredor.sensitivity.reading import read_sensitivity
from corredor.sensitivity.shipped import shipped_studies
from corredor.sensitivity.sobol import Sobol

FIRST, SECOND, THIRD = known.FACTORS


def run(build, out=None, *, resume: bool = False, **changes) -> Sensitivity:
    content = known.STUDY | changes
    return sensitivity(content, set=known.SHORT, out=out, workers=1, resume=resume, quiet=True, build=build)


def said(**changes) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_sensitivity(known.STUDY | changes, set=known.SHORT)
    return str(caught.value)


def ishigami(positions: np.ndarray) -> np.ndarray:
    x, y, z = (np.pi * (2.0 * positions - 1.0)).T
    return np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


@pytest.fixture(scope="module")
def linear(tmp_path_factory) -> Sensitivity:
    return run(known.Linear, tmp_path_factory.mktemp("sensitivity") / "linear")


def test_morris_finds_the_slopes_of_a_linear_function_and_no_spread(linear) -> None:
    ranked = linear.ranking("cost").set_index("factor")
    assert list(ranked.index) == [FIRST, SECOND, THIRD]
    assert ranked["mu"].to_numpy() == pytest.approx([10.0, -4.0, 0.0], abs=1e-6)
    assert ranked["mu_star"].to_numpy() == pytest.approx([10.0, 4.0, 0.0], abs=1e-6)
    assert ranked["sigma"].to_numpy() == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)
    assert ranked["by_chance"].to_numpy() == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)
    assert linear.chance.loc["cost", "chance_of_means"] == pytest.approx(0.0, abs=1e-9)


def test_every_point_has_the_same_random_numbers_so_what_no_factor_touches_does_not_differ(linear) -> None:
    rows = linear.study.runs(["delivered"])
    assert rows.groupby("replicate")["seed"].nunique().eq(1).all()
    assert rows["seed"].nunique() == 2
    assert (linear.ranking("delivered")["mu_star"] == 0.0).all()
    assert linear.chance.loc["delivered", "chance_of_a_run"] == 1.0


def test_a_trajectory_moves_one_factor_at_a_time_by_the_same_step(linear) -> None:
    positions, method = linear.plan.positions(), linear.method
    assert isinstance(method, Morris)
    assert positions.shape == (6 * 4, 3)
    steps = np.abs(np.diff(positions.reshape(6, 4, 3), axis=1))
    assert (np.count_nonzero(steps, axis=2) == 1).all()
    assert steps[steps > 0.0] == pytest.approx(method.delta)
    assert (np.count_nonzero(steps, axis=1) == 1).all()


def test_a_sobol_study_of_the_ishigami_function_gives_the_indices_of_the_function_at_its_points() -> None:
    done = run(known.Ishigami, design={"kind": "sobol", "samples": 16}, outcomes=["cost"], replicates=1)
    ranked = done.ranking("cost").set_index("factor").loc[[FIRST, SECOND, THIRD]]
    direct = done.method.indices(done.plan.positions(), ishigami(done.plan.positions())[:, None], 1)
    for column in ("first", "total"):
        assert ranked[column].to_numpy() == pytest.approx(direct[column].to_numpy(), abs=1e-6)
    assert ((ranked["low"] < [0.558, 0.442, 0.244]) & (ranked["high"] > [0.558, 0.442, 0.244])).all()
    assert ranked["by_chance"].isna().all()
    assert not ranked["beyond_chance"].any()


def test_with_many_samples_the_indices_come_as_near_as_theory_says() -> None:
    method = Sobol(2048)
    positions = method.positions(3, 11)
    found = method.indices(positions, ishigami(positions)[:, None], 3)
    assert found["first"].to_numpy() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert found["total"].to_numpy() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_elementary_effects_have_the_mean_that_salib_gives() -> None:
    method = Morris(8)
    positions = method.positions(3, 2)
    values = ishigami(positions)[:, None]
    effects = method.effects(positions, values)
    assert effects.mean(axis=(1, 2)) == pytest.approx(method.indices(positions, values, 1)["mu"].to_numpy())


def test_an_idle_factor_is_not_beyond_chance_though_chance_moves_the_outcome() -> None:
    done = run(known.Noisy, design={"kind": "morris", "trajectories": 10}, outcomes=["cost"], replicates=3)
    ranked = done.ranking("cost").set_index("factor")
    assert list(ranked["beyond_chance"].loc[[FIRST, THIRD]]) == [True, False]
    assert ranked.loc[THIRD, "by_chance"] == pytest.approx(ranked.loc[THIRD, "mu_star"], rel=0.5)
    assert 0.0 < done.chance.loc["cost", "chance_of_means"] < 0.5


def test_shares_of_chance_are_those_that_were_put_in() -> None:
    draws = np.random.default_rng(4)
    points = draws.normal(scale=2.0, size=(4000, 1))
    together, alone = draws.normal(scale=3.0, size=(1, 2)), draws.normal(size=(4000, 2))
    assert chance_of_means(points + together + alone) == pytest.approx(0.5 / 4.5, rel=0.08)
    assert chance_of_a_run(points + alone) == pytest.approx(1.0 / 5.0, rel=0.08)
    assert np.isnan(chance_of_means(points))


def test_what_chance_gives_a_total_index_is_what_an_idle_factor_gets() -> None:
    method = Sobol(4096)
    positions = method.positions(3, 5)
    noise = np.random.default_rng(6).normal(size=(len(positions), 4))
    found = method.indices(positions, 3.0 * positions[:, :1] + noise, 1)
    assert found["by_chance"][2] == pytest.approx(found["total"][2], rel=0.08)
    assert found["by_chance"][2] == pytest.approx(0.25 / (0.25 + 9.0 / 12.0), rel=0.08)


class StoppedOnce(known.Linear):
    """Someone presses Ctrl-C once, in the eleventh run."""

    runs = 0

    def step(self) -> None:
        super().step()
        StoppedOnce.runs += 1
        if StoppedOnce.runs == 11:
            raise KeyboardInterrupt


def test_interrupted_and_resumed_it_gives_the_same_bits(linear, tmp_path) -> None:
    StoppedOnce.runs = 0
    with pytest.raises(Interrupted):
        run(StoppedOnce, tmp_path / "s")
    resumed = run(StoppedOnce, tmp_path / "s", resume=True)
    assert StoppedOnce.runs == 11 + linear.plan.study.runs - 10
    assert resumed.study.checksum() == linear.study.checksum()
    assert resumed.indices.equals(linear.indices)


def test_the_design_and_the_intervals_follow_from_the_seed_alone(linear) -> None:
    again = read_sensitivity(known.STUDY, set=known.SHORT)
    assert again.study.values(5) == linear.plan.study.values(5)
    assert read_sensitivity(known.STUDY, set=known.SHORT, seed=6).study.values(5) != again.study.values(5)
    assert open_sensitivity(linear.folder).indices.equals(linear.indices)


def test_choices_are_factors_too() -> None:
    factors = {FIRST: "registered", "violence.retaliation": {"values": ["on", "off"]}}
    plan = read_sensitivity(known.STUDY | {"factors": factors}, set=known.SHORT)
    steps = np.abs(np.diff(plan.positions().reshape(6, 3, 2), axis=1))
    assert (np.count_nonzero(steps, axis=1) == 1).all()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"desing": 1}, "unknown key 'desing' — did you mean 'design'"),
        ({"study": "sweep"}, "this command reads study: sensitivity"),
        ({"design": {"kind": "fast"}}, "kinds are morris, sobol"),
        ({"design": {"kind": "morris", "samples": 8}}, "it takes trajectories, levels, candidates"),
        ({"design": {"kind": "morris", "trajectories": 1}}, "from 2 to 10000"),
        ({"design": {"kind": "morris", "trajectories": 4, "levels": 5}}, "an even number"),
        ({"design": {"kind": "morris", "trajectories": 4, "candidates": 3}}, "more than the 4 trajectories"),
        ({"design": {"kind": "sobol", "samples": 100}}, "powers of two, e.g. 128"),
        ({"factors": {FIRST: [1, 2]}}, "fewer than two"),
        ({"factors": {"routes.sensitivty": [1, 2], SECOND: "registered"}}, "did you mean 'routes.sensitivity'"),
        ({"factors": {FIRST: [3, 1], SECOND: "registered"}}, "the first must be below the second"),
        ({"factors": {FIRST: "registered", "seed": {"values": [1]}}}, "one value only"),
        ({"factors": {FIRST: "registered", "seed": {"values": [1, 2, 3, 4, 5]}}}, "write more levels"),
        ({"outcomes": ["costs"]}, "did you mean 'cost'"),
        ({"replicates": 0}, "from 1 to 1000000"),
        ({"scenario": "two_corridor"}, "did you mean 'two_corridors"),
    ],
)
def test_what_is_wrong_with_a_study_is_said(changes, expected) -> None:
    assert expected in said(**changes)


def test_several_problems_are_said_at_once_with_file_line_and_column(tmp_path, capsys) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(
        "corredor: 1\nstudy: sensitivity\nscenario: baseline\ndesign: {kind: sobol, samples: 9}\n"
        "factors:\n  routes.sensitivity: 3\n  a.b: [1, 2]\noutcomes: [deaths]\n"
    )
    assert main(["sensitivity", str(path)]) == 2
    told = capsys.readouterr().err
    for place in ("study.yaml:4:9: design", "study.yaml:6:23: factors.routes.sensitivity", "study.yaml:8:11: outcomes"):
        assert place in told


def test_the_command_shows_a_folder_again_and_plot_draws_its_chart(linear, tmp_path, capsys) -> None:
    assert main(["sensitivity", str(linear.folder), "--json", str(tmp_path / "s.json")]) == 0
    printed = capsys.readouterr().out
    assert "Simulated, not a forecast" in printed
    rows = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert [row["outcome"] for row in rows] == ["cost", "delivered"]
    assert rows[0]["factors"][0]["factor"] == FIRST
    assert rows[1]["chance_of_means"] is None
    assert main(["plot", str(linear.folder), "--kind", "ranking", "--out", str(tmp_path / "r.svg")]) == 0
    assert (tmp_path / "r.svg").is_file()
    assert main(["plot", str(linear.folder), "--kind", "flows"]) == 2


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_the_chart_is_stamped_and_says_in_words_what_it_shows(linear, layout) -> None:
    from corredor.figures import style

    figure = plot(linear, layout=layout)
    assert style.STAMP in figure._supxlabel.get_text()
    assert f"cost: {FIRST}, {SECOND}" in style.alt_text(figure)
    assert [axes.get_title(loc="left") for axes in figure.axes[1:]] == [
        "cost (chance 0%)", "delivered (no difference)",
    ]  # fmt: skip


def test_a_folder_of_something_else_is_refused_and_this_one_is_a_study_like_any_other(linear, tmp_path) -> None:
    with pytest.raises(FolderError):
        open_sensitivity(tmp_path)
    assert len(open_study(linear.folder).runs()) == 6 * 4 * 2
    assert isinstance(corredor.sensitivity.open_sensitivity(linear.folder), Sensitivity)


@pytest.mark.parametrize("name", sorted(shipped_studies()))
def test_the_studies_that_ship_can_be_read(name) -> None:
    plan = read_sensitivity(name)
    assert plan.study.paired
    assert plan.study.points == plan.method.points(len(plan.study.factors))
