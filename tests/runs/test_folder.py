import json
import re

import doubles
import pandas as pd
import pyarrow.parquet as pq
import pytest

from corredor.core.seeds import replicate_seed
from corredor.runs.ensemble import Interrupted, ReplicatesFailed
from corredor.runs.errors import FolderError, RunError
from corredor.runs.folder import RunFolder, partial_path
from corredor.runs.parts import checksum, part_path
from corredor.runs.run import Run


def values(run):
    """Checksums of every table of every replicate."""
    return {entry["replicate"]: entry["checksums"] for entry in run.manifest["replicates"]}


def test_a_run_folder_holds_what_the_interface_promises(light_run):
    run = light_run()
    names = {path.name for path in run.folder.iterdir()}
    assert names == {"manifest.json"} | {
        f"{table}.parquet"
        for table in ("national", "divisions", "organisations", "events", "corridors", "region", "cells")
    }
    assert [path.name for path in sorted((run.folder / "national.parquet").iterdir())] == [
        "part-00000.parquet",
        "part-00001.parquet",
        "part-00002.parquet",
    ]
    assert not partial_path(run.folder).exists()


def test_the_manifest_is_enough_to_know_what_was_run(light_run):
    manifest = light_run().manifest
    assert manifest["seed"] == 7
    assert [entry["seed"] for entry in manifest["replicates"]] == [replicate_seed(7, k) for k in range(3)]
    assert manifest["scenario"]["region"]["name"] == "two-corridors"
    assert {"numpy", "mesa", "numba"} <= manifest["packages"].keys()
    assert manifest["state"] == "whole"


def test_only_what_the_scenario_records_is_written(light_run):
    run = light_run(record=["prices"])
    assert sorted(path.name for path in run.folder.glob("*.parquet")) == [
        "events.parquet",
        "national.parquet",
        "region.parquet",
    ]
    with pytest.raises(RunError, match="did not record the table 'corridors'"):
        _ = run.corridors


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same_bits(light_run, workers):
    assert values(light_run("one")) == values(light_run("many", workers=workers))


def test_a_replicate_does_not_depend_on_the_others(light_run):
    assert values(light_run("all"))[2] == values(light_run("alone", wanted=[2]))[2]


def test_what_was_interrupted_and_resumed_has_the_same_bits(light_run, tmp_path):
    with pytest.raises(Interrupted, match="1 of 3 replicates are kept"):
        light_run("cut", build=doubles.InterruptedModel)
    assert not (tmp_path / "cut").exists()
    kept = part_path(partial_path(tmp_path / "cut"), "national", 0).stat().st_mtime_ns
    resumed = light_run("cut", resume=True)
    assert part_path(resumed.folder, "national", 0).stat().st_mtime_ns == kept
    assert values(resumed) == values(light_run("uncut"))


def test_a_failing_replicate_is_named_and_the_others_are_kept(light_run, tmp_path):
    message = rf"replicate 1 \(seed {replicate_seed(7, 1)}\) failed: ArithmeticError: a price below zero"
    with pytest.raises(ReplicatesFailed, match=message) as caught:
        light_run("failing", build=doubles.FailingModel, workers=2)
    folder = caught.value.folder
    assert RunFolder.begin(tmp_path / "failing", doubles.scenario(), range(3), resume=True).missing() == [1]
    assert "in step" in (folder / "failed-00001.txt").read_text()
    assert values(light_run("failing", resume=True)) == values(light_run("sound"))


def test_a_killed_worker_is_a_failure_and_not_a_hang(light_run, tmp_path):
    with pytest.raises(ReplicatesFailed, match="killed from outside") as caught:
        light_run("killed", build=doubles.KilledModel, workers=2, replicates=5)
    # What was at work beside it is done again, so that only the one whose worker dies every time has failed.
    assert [failure.number for failure in caught.value.failures] == [2]
    resumed = light_run("killed", resume=True, replicates=5)
    assert values(resumed) == values(light_run("sound", replicates=5))


def test_a_full_disk_is_said_plainly(light_run):
    with pytest.raises(
        ReplicatesFailed, match=rf"no room left .*replicate 1 \(seed {replicate_seed(7, 1)}\).*1 replicates are kept"
    ):
        light_run("full", build=doubles.FullDisk)


def test_another_run_in_the_folder_is_refused(light_run):
    light_run("taken")
    with pytest.raises(FolderError, match="already there"):
        light_run("taken")
    with pytest.raises(FolderError, match=r"holds another run .*duration.* change the scenario's 'name:' .*--out"):
        light_run("taken", resume=True, duration="16 months")
    with pytest.raises(FolderError, match=r"holds another run .*seed"):
        light_run("taken", resume=True, seed=8)


def test_replicates_can_be_added_later(light_run):
    few = values(light_run("grows", replicates=2))
    more = values(light_run("grows", replicates=4, resume=True))
    assert sorted(more) == [0, 1, 2, 3]
    assert {k: more[k] for k in few} == few


def test_resuming_what_is_not_there_starts_afresh(light_run):
    assert light_run("new", resume=True).replicates == [0, 1, 2]


def test_what_was_killed_before_its_manifest_is_begun_again(light_run, tmp_path):
    begun = tmp_path / ".early.partial"
    begun.mkdir()
    (begun / ".manifest.json.a-machine.42").write_text("{", "utf-8")
    with pytest.raises(FolderError, match="begun and not finished"):
        light_run("early")
    assert values(light_run("early", resume=True)) == values(light_run("never"))
    assert not [path for path in (tmp_path / "early").iterdir() if path.name.startswith(".")]
    begun.mkdir()
    (begun / "thesis.txt").write_text("not a run", "utf-8")
    with pytest.raises(FolderError, match="is no run folder"):
        light_run("early", resume=True)


def test_resuming_a_whole_folder_changes_nothing(light_run):
    before = light_run("whole")
    written = (before.folder / "manifest.json").read_bytes()
    assert (light_run("whole", resume=True).folder / "manifest.json").read_bytes() == written


def test_a_changed_part_is_found_out(light_run):
    run = light_run()
    run.verify()
    part_path(run.folder, "region", 1).write_bytes(part_path(run.folder, "region", 2).read_bytes())
    with pytest.raises(RunError, match="is not what the run wrote"):
        run.verify()


def test_checksums_are_of_values_not_of_layout(light_run, tmp_path):
    run = light_run()
    table = pq.read_table(part_path(run.folder, "organisations", 0), partitioning=None)
    pq.write_table(table, tmp_path / "again.parquet", compression="gzip", row_group_size=7)
    again = pq.read_table(tmp_path / "again.parquet")
    assert checksum(again) == checksum(table)
    assert checksum(again.slice(1)) != checksum(table)


def test_a_run_that_is_not_whole_cannot_be_opened(light_run, tmp_path):
    with pytest.raises(Interrupted):
        light_run("cut", build=doubles.InterruptedModel)
    with pytest.raises(FolderError, match="not whole yet"):
        Run(tmp_path / "cut")
    with pytest.raises(FolderError, match="no run folder"):
        Run(tmp_path)


def test_tables_are_pandas_with_months_as_dates(light_run):
    run = light_run()
    assert pd.api.types.is_datetime64_any_dtype(run.national["month"])
    assert "income_by_activity.extortion" in run.organisations
    part = run.table("national", columns=["iso3", "homicides"], kind="turf")
    assert list(part.columns) == ["iso3", "homicides"]
    assert len(part) * 6 == len(run.national)


def test_a_manifest_names_no_machine_and_no_user(light_run):
    text = json.dumps(light_run().manifest)
    assert not re.search(r"/home|/root|/tmp|hostname", text)


def test_monthly_fields_come_back_as_a_grid(light_run):
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("h5netcdf")
    run = light_run(record=["flows", "homicides", "cells"])
    with run.grid() as grid:
        assert isinstance(grid, xarray.Dataset)
        assert dict(grid.sizes) == {"replicate": 3, "time": 15, "lat": 12, "lon": 7}
        assert grid["homicides"].attrs["long_name"] == "people killed in the month"
        total = float(grid["homicides"].sum())
        assert str(grid["time"].values[0])[:10] == "1995-11-01"
    assert total == run.table("national", kind="all")["homicides"].sum()


def test_monthly_fields_survive_when_replicates_are_added(light_run):
    pytest.importorskip("h5netcdf")
    record = ["homicides", "cells"]
    with light_run("few", record=record, replicates=2).grid() as grid:
        before = grid["homicides"].to_numpy()
    with light_run("few", record=record, resume=True).grid() as grid:
        after = grid["homicides"].to_numpy()
    assert after.shape[0] == 3
    assert ((after[:2] == before) | (after[:2] != after[:2])).all()


def test_monthly_fields_need_their_extra_before_a_folder_is_begun(light_run, monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "h5netcdf", None)
    before = set(tmp_path.iterdir())
    with pytest.raises(RunError, match=r"corredor\[netcdf\]"):
        light_run(record=["cells"])
    assert set(tmp_path.iterdir()) == before
