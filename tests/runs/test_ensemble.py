"""The real model, small and short: from the command and from the API, on any number of workers."""

import json

import doubles
import pytest

import corredor
from corredor.cli import main
from corredor.core.seeds import replicate_seed
from corredor.runs import FolderError
from corredor.runs.pairing import control_beside
from corredor.runs.warm import SMALLEST
from corredor.scenario.writing import as_plain

SMALL = {"region.resolution": "2 deg", "duration": "5 months"}
ON_THE_COMMAND = [word for path, value in SMALL.items() for word in ("--set", f"{path}={value}")]


def values(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    return {entry["replicate"]: entry["checksums"] for entry in manifest["replicates"]}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Three replicates of the small scenario, one after the other."""
    folder = tmp_path_factory.mktemp("small") / "run"
    return corredor.run("two_corridors_control", replicates=3, workers=1, out=folder, set=SMALL, quiet=True, audit=True)


def test_workers_do_not_change_a_bit(small, tmp_path):
    run = corredor.run("two_corridors_control", replicates=3, workers=2, out=tmp_path / "run", set=SMALL, quiet=True)
    assert values(run.folder) == values(small.folder)


def test_a_manifest_reruns_to_the_same_bits(small, tmp_path):
    assert main(["run", str(small.folder / "manifest.json"), "--out", str(tmp_path / "again"), "--workers", "1"]) == 0
    assert values(tmp_path / "again") == values(small.folder)
    corredor.open_run(tmp_path / "again").verify()


def test_the_command_and_the_api_give_the_same_bits(small, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    command = ["run", "two_corridors_control", "--replicates", "3", "--workers", "1", *ON_THE_COMMAND]
    assert main(command) == 0
    assert values(tmp_path / "runs" / "two_corridors_control-1") == values(small.folder)
    assert "two_corridors_control-1" in capsys.readouterr().out


def test_one_replicate_alone_is_the_one_of_the_ensemble(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["run", "two_corridors_control", "--replicate", "2", "--quiet", *ON_THE_COMMAND]) == 0
    assert values(tmp_path / "runs" / "two_corridors_control-1-replicate-2") == {2: values(small.folder)[2]}


def test_the_model_alone_says_what_the_run_recorded(small):
    model = corredor.TraffickingModel(small.scenario, replicate=1)
    model.run()
    told = small.table("region", replicate=1)["kg_delivered_usa"].to_list()
    assert model.traffic.delivered_kg[0] == told[-1]
    assert model.streams.seed == replicate_seed(1, 1) == small.manifest["replicates"][1]["seed"]
    model.close()


def test_what_was_sent_was_delivered_or_seized(small):
    region = small.region
    sent = region[[f"kg_sent_{market}" for market in ("usa", "europe", "domestic")]].sum(axis=1)
    delivered = region[[f"kg_delivered_{market}" for market in ("usa", "europe", "domestic")]].sum(axis=1)
    assert (sent - delivered - region["kg_seized"]).abs().max() < 1e-6 * sent.max()


def test_several_scenarios_go_side_by_side_and_compare(tmp_path, capsys):
    names = ["two_corridors", "two_corridors_control"]
    changes = [*ON_THE_COMMAND, "--set", "start=1992-11"]
    out = tmp_path / "both"
    assert main(["run", *names, "--replicates", "3", "--workers", "2", "--out", str(out), "--quiet", *changes]) == 0
    assert sorted(path.name for path in out.iterdir()) == names
    written = tmp_path / "comparison.json"
    assert main(["compare", str(out / names[1]), str(out / names[0]), "--json", str(written)]) == 0
    rows = {row["outcome"]: row for row in json.loads(written.read_text())}
    assert rows["seized"]["n"] == 3
    assert rows["cost"]["difference"] > 0
    printed = capsys.readouterr().out
    assert rows["trust"]["unit"] == rows["organisations"]["unit"] == "1"
    assert "index" in printed, "people are told what a number without a unit is"
    assert "number" in printed
    assert "Two corridors, compared with Two corridors control" in printed
    assert "means of 1993-01 to " in printed
    assert "No interval" in printed


def test_one_file_is_enough_where_the_control_is_itself_without_policies(tmp_path, capsys):
    plain = as_plain(corredor.load("two_corridors", SMALLEST | {"duration": "3 months", "start": "1993-01"}))
    file = tmp_path / "mine.yaml"
    file.write_text(json.dumps(plain | {"name": "Mine", "control": "without policies"}))
    assert main(["check", str(file)]) == 0
    out = tmp_path / "out"
    given = ["--replicates", "2", "--workers", "1", "--set", "policies.0.intensity=4", "--out", str(out)]
    assert main(["compare", str(file), *given, "--json", str(tmp_path / "found.json"), "--quiet"]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["mine", "mine_without_policies"]
    mine = corredor.open_run(out / "mine")
    beside = control_beside(mine)
    assert mine.scenario.policies[0].intensity == 4
    assert beside.scenario.policies == ()
    assert beside.scenario.events == mine.scenario.events
    assert "Mine, compared with Mine without policies" in capsys.readouterr().out
    found = {row["outcome"]: row for row in json.loads((tmp_path / "found.json").read_text())}
    assert found["cost"]["base"] == 0
    assert found["cost"]["difference"] > 0
    again = corredor.compare(out / "mine", out=out, quiet=True)
    assert again.table.set_index("outcome").loc["cost", "difference"] == pytest.approx(found["cost"]["difference"])


def test_a_scenario_alone_is_compared_with_its_control(tmp_path):
    changes = SMALL | {"start": "1992-11"}
    effect = corredor.compare("two_corridors", replicates=2, workers=1, set=changes, out=tmp_path, quiet=True)
    assert effect.base.name == "Two corridors control"
    assert [run.name for run in effect.others] == ["Two corridors"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["two_corridors", "two_corridors_control"]
    with pytest.raises(FolderError, match="names no control"):
        corredor.compare("two_corridors_control", set=SMALL)


def test_without_a_folder_tables_last_as_long_as_the_run():
    run = corredor.run("two_corridors_control", replicates=1, workers=1, set=SMALL, quiet=True)
    folder = run.folder
    assert len(run.region) == 5
    del run
    assert not folder.parent.exists()


def test_a_folder_in_the_way_is_wrong_input(small, capsys):
    command = ["run", "two_corridors_control", "--out", str(small.folder), "--quiet", *ON_THE_COMMAND]
    assert main(command) == 2
    assert "already there" in capsys.readouterr().err
    assert main([*command, "--replicates", "3", "--resume"]) == 0


def test_a_failing_replicate_makes_the_command_fail(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("corredor.runs.ensemble.traffic_model", lambda: doubles.FailingModel)
    command = ["run", "two_corridors_control", "--replicates", "2", "--workers", "1", "--quiet", *ON_THE_COMMAND]
    assert main([*command, "--out", str(tmp_path / "run")]) == 1
    said = capsys.readouterr().err
    assert f"replicate 1 (seed {replicate_seed(1, 1)}) failed: ArithmeticError: a price below zero" in said
    assert "1 finished and are kept" in said
    assert main(["status", str(tmp_path / "run"), "--json", str(tmp_path / "status.json")]) == 0
    status = json.loads((tmp_path / "status.json").read_text())
    assert (status["finished"], status["failed"], status["whole"]) == ([0], [1], False)


def test_status_lists_the_runs_of_a_folder_and_runs_if_none_is_named(small, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs" / "class").mkdir(parents=True)
    for name in ("one", "class/two"):
        (tmp_path / "runs" / name).symlink_to(small.folder, target_is_directory=True)
    assert main(["status"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.partition("finished")[2] for line in told] == [", whole (runs/class/two)", ", whole (runs/one)"]
    assert main(["status", "runs/class/two"]) == 0
    assert capsys.readouterr().out.splitlines() == ["Two corridors control: 3 of 3 replicates finished, whole"]
    assert main(["status", "elsewhere"]) == 2


def test_a_value_set_for_a_policy_leaves_the_control_as_it_is(tmp_path, capsys):
    given = ["--set", "policies.Eastern surge.start=1990-02", "--set", "policies.Eastern surge.intensity=5"]
    command = ["compare", "two_corridors", "--replicates", "1", "--out", str(tmp_path), "--quiet", *ON_THE_COMMAND]
    assert main([*command, *given]) == 0
    assert "Two corridors, compared with Two corridors control" in " ".join(capsys.readouterr().out.split())
    assert main([*command, "--set", "policies.Western surge.intensity=5"]) == 2
    assert "has nothing called 'Western surge'" in capsys.readouterr().err


def test_interruption_has_its_own_exit_code(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("corredor.runs.ensemble.traffic_model", lambda: doubles.InterruptedModel)
    command = ["run", "two_corridors_control", "--replicates", "2", "--workers", "1", "--quiet", *ON_THE_COMMAND]
    assert main([*command, "--out", str(tmp_path / "run")]) == 130
    assert "interrupted: 1 of 2 replicates are kept" in capsys.readouterr().err


def test_two_scenarios_of_one_name_are_refused(tmp_path, capsys):
    assert main(["run", "baseline", "baseline", "--out", str(tmp_path)]) == 2
    assert "would share a run folder" in capsys.readouterr().err


def test_importing_corredor_loads_nothing_heavy():
    import subprocess
    import sys

    code = "import sys, corredor; print(sorted({'numba', 'mesa', 'pandas', 'pyarrow', 'numpy'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
    assert set(corredor.__all__) <= set(dir(corredor))
