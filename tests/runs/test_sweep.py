"""Studies: what a design gives, what a run of it depends on, and what is kept."""

import json

import doubles
import numpy as np
import pytest

import corredor
from corredor.cli import main
from corredor.core.seeds import replicate_seed
from corredor.runs import FolderError, RunError, StudyPlan, open_study, sweep
from corredor.runs.ensemble import Interrupted, ReplicatesFailed
from corredor.runs.folder import partial_path
from corredor.runs.studies.designs import Design
from corredor.runs.studies.factors import Factor, read_factor
from corredor.runs.studies.reading import read_study
from corredor.runs.studies.rows import RANGE, Rows
from corredor.scenario import ScenarioError

OUTCOMES = ("homicide_rate", "delivered", "spread")


def plan(runs=4, replicates=2, **changes):
    """A study of the light scenario over two parameters."""
    scenario = json.loads(doubles.scenario(duration="2 months").to_json())
    factors = (Factor("routes.sensitivity", 0.5, 3.0), Factor("start", values=("1995-11", "1996-02")))
    given = {"design": Design("sobol", runs=runs), "factors": factors, "outcomes": OUTCOMES, "seed": 7}
    return StudyPlan("light", scenario, replicates=replicates, **(given | changes))


def light(tmp_path, name="study", *, build=doubles.LightModel, workers=1, resume=False, **changes):
    return sweep(plan(**changes), out=tmp_path / name, workers=workers, resume=resume, quiet=True, build=build)


def written(**changes):
    """A study as a file has it."""
    return {
        "corredor": 1,
        "study": "sweep",
        "scenario": "two_corridors",
        "design": {"kind": "sobol", "runs": 4},
        "factors": {"routes.sensitivity": [0.5, 3], "policies.Eastern surge.intensity": [1, 10]},
        "outcomes": ["delivered"],
    } | changes


def said(**changes):
    with pytest.raises(ScenarioError) as caught:
        read_study(written(**changes))
    return str(caught.value)


def test_a_grid_takes_every_combination_and_both_ends():
    read = read_study(written(design={"kind": "grid", "levels": 3}))
    assert read.points == 9
    assert {read.values(point) for point in range(9)} == {(x, y) for x in (0.5, 1.75, 3.0) for y in (1.0, 5.5, 10.0)}


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_each_eighth_of_a_range_is_visited_once_by_eight_points(kind):
    read = read_study(written(design={"kind": kind, "runs": 8}))
    for position, (low, high) in enumerate([(0.5, 3.0), (1.0, 10.0)]):
        values = np.array([read.values(point)[position] for point in range(8)])
        assert sorted((8 * (values - low) / (high - low)).astype(int)) == list(range(8))


def test_a_design_follows_from_the_seed_of_the_study_alone():
    values = [read_study(written(), seed=seed).values(2) for seed in (7, 7, 8)]
    assert values[0] == values[1] != values[2]


def test_a_list_is_run_as_it_is_written():
    points = [
        {"duration": "2 years", "violence.retaliation": "off"},
        {"duration": "3 years", "violence.retaliation": "on"},
    ]
    content = {key: value for key, value in written().items() if key != "factors"}
    content |= {"scenario": "two_corridors_control", "design": {"kind": "list", "runs": points}}
    read = read_study(content)
    assert [read.scenario_at(point).months for point in range(2)] == [24, 36]
    assert [read.scenario_at(point).mechanisms["violence.retaliation"] for point in range(2)] == [False, True]


def test_factors_set_parameters_in_their_unit_and_fields_of_policies():
    read = read_study(
        written(
            factors={
                "markets.demand_elasticity": [-0.6, -0.2],
                "routes.sensitivity": "registered",
                "policies.Eastern surge.intensity": {"values": [2, 4]},
            }
        )
    )
    scenario = read.scenario_at(1)
    elasticity, sensitivity, intensity = read.values(1)
    assert scenario.parameters["markets.demand_elasticity"] == elasticity
    assert 0.5 <= scenario.parameters["routes.sensitivity"] == sensitivity <= 3.0
    assert next(p for p in scenario.policies if p.name == "Eastern surge").intensity == intensity in (2.0, 4.0)


def test_a_range_may_be_written_in_another_unit_than_the_registrys():
    from corredor.scenario.registry import known_parameters

    name = next(name for name, known in known_parameters().items() if known.spec.unit == "month")
    factor = read_factor(name, ["1 year", "30 months"])
    assert (factor.low, factor.high, factor.unit) == (12.0, 30.0, "month")
    assert factor.written(18.0) == "18.0 month"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"desing": 1}, "unknown key 'desing' — did you mean 'design'"),
        ({"design": {"kind": "sobol", "runs": 500}}, "powers of two, e.g. 512"),
        ({"design": {"kind": "hexagon"}}, "kinds are list, grid, latin_hypercube, sobol"),
        ({"design": {"kind": "grid", "runs": 3}}, "it takes levels"),
        ({"outcomes": ["homicides"]}, "no outcome is called 'homicides'"),
        ({"factors": {"routes.sensitivty": [1, 2]}}, "did you mean 'routes.sensitivity'"),
        ({"factors": {"routes.sensitivity": [3, 1]}}, "the first must be below the second"),
        ({"factors": {"routes.sensitivity": 3}}, "not a range"),
        ({"factors": {"policies.Western surge.intensity": [1, 2]}}, "has nothing called 'Western surge'"),
        ({"factors": {"duration": ["2 years", "20 months"]}}, "both ends in the same unit"),
        ({"factors": {"duration": ["60 months", "90 months"]}}, "whole months"),
        ({"scenario": "two_corridor"}, "did you mean 'two_corridors"),
        ({"study": "sensitivity"}, "this command reads study: sweep"),
        ({"replicates": 0}, "from 1 to 1000000"),
    ],
)
def test_what_is_wrong_with_a_study_is_said(changes, expected):
    assert expected in said(**changes)


def test_several_problems_are_said_at_once_with_their_lines(tmp_path, capsys):
    path = tmp_path / "study.yaml"
    path.write_text(
        "corredor: 1\nstudy: sweep\nscenario: baseline\ndesign: {kind: sobol, runs: 9}\nfactors:\n  a.b: 3\n"
    )
    assert main(["sweep", str(path)]) == 2
    told = capsys.readouterr().err
    assert f"{path}:4:9: design: 9 runs" in told
    assert f"{path}:6:8: factors.a.b: not a range" in told


def test_each_runs_seed_follows_from_the_studys_seed_and_its_number_alone(tmp_path):
    rows = light(tmp_path).runs()
    assert rows["seed"].to_list() == [replicate_seed(7, run) for run in range(8)]
    assert rows["point"].to_list() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_paired_points_share_the_random_numbers_of_a_replicate(tmp_path):
    rows = light(tmp_path, paired=True, factors=(Factor("routes.sensitivity", 0.5, 3.0),)).runs()
    assert rows["seed"].to_list() == [replicate_seed(7, k) for _ in range(4) for k in range(2)]
    # The light model hears of no parameter, so pairs with the same numbers are equal.
    assert rows.groupby("replicate")["homicide_rate"].nunique().to_list() == [1, 1]


def test_an_outcome_of_a_study_is_that_of_the_run_alone(tmp_path, light_run):
    study = light(tmp_path)
    scenario = study.scenario(5)
    run = light_run("alone", wanted=[5], duration=f"{scenario.months} months", start=scenario.start)
    assert run.scorecard().loc[5, list(OUTCOMES)].to_list() == study.runs().loc[5, list(OUTCOMES)].to_list()


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_bits(tmp_path, workers):
    assert light(tmp_path, "one", runs=16).checksum() == light(tmp_path, "many", runs=16, workers=workers).checksum()


def test_what_was_interrupted_and_resumed_has_the_same_bits(tmp_path):
    with pytest.raises(Interrupted, match="of 8 runs are kept"):
        light(tmp_path, "cut", build=doubles.InterruptedAtFive)
    kept = Rows(partial_path(tmp_path / "cut"), plan()).done
    assert kept.sum() == 5
    resumed = light(tmp_path, "cut", resume=True)
    assert resumed.checksum() == light(tmp_path, "uncut").checksum()
    assert resumed.manifest["timings"]["runs"] == 3


def test_a_failing_run_is_named_with_its_seed_and_can_be_run_alone(tmp_path, monkeypatch, capsys):
    message = rf"run 5 \(seed {replicate_seed(7, 5)}\) failed: ArithmeticError: a price below zero(.|\n)*--replicate 5"
    with pytest.raises(ReplicatesFailed, match=message):
        light(tmp_path, "failing", build=doubles.FailingAtFive, workers=2)
    folder = partial_path(tmp_path / "failing")
    assert (
        f"run 5, point 2, replicate 1\nseed {replicate_seed(7, 5)}\nroutes.sensitivity: "
        in (folder / "failed-00005.txt").read_text()
    )
    monkeypatch.setattr("corredor.runs.ensemble.traffic_model", lambda: doubles.LightModel)
    alone = ["run", str(folder / "manifest.json"), "--replicate", "5", "--out", str(tmp_path / "alone"), "--quiet"]
    assert main(alone) == 0
    whole = light(tmp_path, "failing", resume=True)
    run = corredor.open_run(tmp_path / "alone")
    assert run.scorecard().loc[5, list(OUTCOMES)].to_list() == whole.runs().loc[5, list(OUTCOMES)].to_list()
    assert main(["run", str(whole.folder / "manifest.json"), "--quiet"]) == 2
    assert "--replicate" in capsys.readouterr().err


def test_a_full_disk_is_said_plainly_and_keeps_what_is_written(tmp_path, monkeypatch):
    def full(self, name, rows):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Rows, "_write", full)
    with pytest.raises(RunError, match=r"no room left .* make room, then --resume"):
        light(tmp_path)
    monkeypatch.undo()
    assert len(light(tmp_path, resume=True).runs()) == 8


def test_another_study_in_the_folder_is_refused(tmp_path):
    light(tmp_path)
    with pytest.raises(FolderError, match="already there"):
        light(tmp_path)
    with pytest.raises(FolderError, match="holds another study"):
        light(tmp_path, resume=True, replicates=3)
    assert light(tmp_path, resume=True).manifest["timings"]["runs"] == 8


def test_only_what_is_asked_for_is_read(tmp_path, monkeypatch):
    # The reader first: were it imported only now, it would take over the other's 4, and keep it after the test.
    monkeypatch.setattr("corredor.runs.studies.lazy.RANGE", 4)
    monkeypatch.setattr("corredor.runs.studies.rows.RANGE", 4)
    study = light(tmp_path)
    assert [path.name for path in sorted((study.folder / "runs.parquet").iterdir())] == [
        "part-00000.parquet",
        "part-00001.parquet",
    ]
    rows = study.runs()
    assert list(study.runs(["spread"], points=[1]).columns) == [
        *("run", "point", "replicate", "seed", "routes.sensitivity", "start", "spread")
    ]
    data = study.dataset()
    spread = rows["spread"].to_numpy().reshape(4, 2)
    assert (data["spread"].to_numpy() == spread).all()
    assert float(data["spread"][3, 1]) == spread[3, 1]
    assert (data["spread"][1:4:2, 0].to_numpy() == spread[1:4:2, 0]).all()
    # Opening reads no outcome, and taking the second half reads nothing of the first.
    (study.folder / "runs.parquet" / "part-00000.parquet").write_bytes(b"unreadable")
    again = open_study(study.folder).dataset()
    assert (again["delivered"][2:].to_numpy() == rows["delivered"].to_numpy().reshape(4, 2)[2:]).all()
    with pytest.raises(RunError, match="did not keep 'trust'"):
        study.runs(["trust"])


def test_rows_that_come_in_any_order_become_the_same_parts(tmp_path, monkeypatch):
    monkeypatch.setattr("corredor.runs.studies.rows.FLUSH_SECONDS", 0.0)
    many = plan(runs=2048, replicates=1)
    order = np.random.Generator(np.random.PCG64(3)).permutation(many.runs)
    for name, runs in (("a", range(many.runs)), ("b", order)):
        rows = Rows(tmp_path / name, many)
        monkeypatch.setattr("corredor.runs.studies.rows.FLUSH_SECONDS", 0.02)
        for run in runs:
            rows.add(int(run), np.array([run, 0.5 * run, np.nan]))
        rows.flush()
    parts = [sorted(path.name for path in (tmp_path / name / "runs.parquet").iterdir()) for name in "ab"]
    assert parts[0] == parts[1] == ["part-00000.parquet", "part-00001.parquet"]
    assert many.runs > RANGE
    for part in parts[0]:
        assert len({(tmp_path / name / "runs.parquet" / part).read_bytes() for name in "ab"}) == 1


def test_the_command_writes_a_study_that_its_manifest_runs_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wide.yaml").write_text(json.dumps(written(design={"kind": "grid", "levels": 2}, replicates=1)))
    small = ["--set", "region.resolution=2 deg", "--set", "duration=40 months"]
    assert main(["sweep", "wide.yaml", *small, "--workers", "2", "--json", "table.json"]) == 0
    assert "means of 1 runs at each of 4 points" in capsys.readouterr().out
    assert json.loads((tmp_path / "table.json").read_text())[0]["outcome"] == "delivered"
    assert main(["sweep", "runs/wide-1/manifest.json", "--workers", "1", "--out", "again", "--quiet"]) == 0
    assert corredor.open_study("again").checksum() == corredor.open_study("runs/wide-1").checksum()
    assert main(["status", "again"]) == 0
    assert "wide: 4 of 4 runs finished, whole" in capsys.readouterr().out
