"""The command's input side: quick help, exact exit codes, and JSON with nothing else in the file."""

import json
import subprocess
import sys

import jsonschema
import pytest
from ruamel.yaml import YAML

from corredor.cli import COMMANDS, main
from corredor.commands.list_ import SUBJECTS
from corredor.scenario import load
from corredor.scenario.controls import applicable
from corredor.scenario.schema import schema as json_schema
from corredor.scenario.shipped import shipped_folder, shipped_scenarios

HEAVY = ("numba", "numpy", "pandas", "matplotlib", "mesa", "pint", "pydantic", "scipy", "xarray", "pyarrow", "rich")


def in_a_fresh_process(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_help_imports_nothing_heavy():
    code = (
        f"import sys; from corredor.cli import main; main(['--help']); print([m for m in {HEAVY} if m in sys.modules])"
    )
    lines = in_a_fresh_process(code).splitlines()
    assert lines[-1] == "[]"
    assert all(any(line.strip().startswith(name) for line in lines) for name in COMMANDS)


def test_a_subcommand_loads_only_its_own_module():
    code = (
        "import sys; from corredor.cli import main; main(['new', '--help']);"
        " print([m for m in sys.modules if m.startswith('corredor.commands.')])"
    )
    assert in_a_fresh_process(code).splitlines()[-1] == "['corredor.commands.new']"


def test_a_mistyped_command_is_answered_with_the_right_one(capsys):
    assert main(["chekc"]) == 2
    assert "did you mean 'check'" in capsys.readouterr().err


def test_check_says_what_would_run(capsys):
    assert main(["check", "two_corridors"]) == 0
    assert "120 months of two-corridors" in capsys.readouterr().out


def test_check_says_all_that_is_wrong_and_exits_with_2(capsys, tmp_path):
    (tmp_path / "a.yaml").write_text("corredor: 1\nname: A\nextends: baseline\nseeds: 3\n", encoding="utf-8")
    out = tmp_path / "out.json"
    code = main(["check", str(tmp_path / "a.yaml"), "two_corridors", "--set", "duration=9 kg", "--json", str(out)])
    errors = capsys.readouterr().err.splitlines()
    assert code == 2
    assert len(errors) == 3
    results = json.loads(out.read_text(encoding="utf-8"))
    assert [result["ok"] for result in results] == [False, False]
    assert [len(result["problems"]) for result in results] == [2, 1]


@pytest.mark.parametrize("arguments", [["check"], ["check", "two_corridors", "--set", "duration"], ["list", "nothing"]])
def test_wrong_usage_exits_with_2(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_list_has_rows_and_the_same_in_json(subject, capsys, tmp_path):
    assert main(["list", subject, "--json", str(tmp_path / "rows.json")]) == 0
    rows = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert rows
    first = str(next(iter(rows[0].values())))
    assert first in capsys.readouterr().out


def test_show_says_where_each_value_came_from(capsys, tmp_path):
    out = tmp_path / "rows.json"
    assert main(["show", "balloon_effect", "--set", "replicates=3", "--json", str(out)]) == 0
    origins = {row["path"]: row["origin"] for row in json.loads(out.read_text(encoding="utf-8"))}
    assert origins["start"] == "scenarios/balloon_control.yaml:7"
    assert origins["region.name"] == "scenarios/baseline.yaml:9"
    assert origins["policies.Caribbean surge.where.corridor"] == "scenarios/balloon_effect.yaml:12"
    assert origins["replicates"] == "--set replicates=3"
    assert origins["record"] == "default"
    assert "note: " in capsys.readouterr().out


def test_new_writes_a_scenario_that_can_be_run_and_never_overwrites(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "my_surge"]) == 0
    assert load(tmp_path / "my_surge.yaml").name == "My surge"
    assert main(["check", "my_surge.yaml"]) == 0
    assert main(["new", "my_surge.yaml"]) == 2
    assert "exists already" in capsys.readouterr().err


def test_the_schema_accepts_what_ships_and_refuses_what_is_unknown(capsys):
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in shipped_scenarios().values():
        validator.validate(YAML(typ="safe").load(path))
    for wrong in ({"seeds": 1}, {"policies": [{"kind": "surge"}]}, {"mechanisms": {"routes.lerning": "off"}}):
        assert not validator.is_valid({"corredor": 1, "name": "Wrong", **wrong})


def test_a_file_that_is_named_without_its_ending_is_offered_with_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "my_surge"]) == 0
    assert main(["check", "my_surge"]) == 2
    assert "did you mean my_surge.yaml?" in capsys.readouterr().err


def test_an_error_meant_for_the_user_is_one_line_and_no_traceback(capsys):
    assert main(["show", "balloon_efect"]) == 2
    error = capsys.readouterr().err
    assert "did you mean 'balloon_effect'" in error
    assert "Traceback" not in error


def test_what_ships_is_beside_the_package():
    assert (shipped_folder() / "baseline.yaml").is_file()


def test_a_subject_in_the_singular_is_answered_with_the_right_one(capsys):
    assert main(["list", "policy"]) == 2
    assert "did you mean 'policies'?" in capsys.readouterr().err


def a_surge_on(tmp_path, extends, control):
    path = tmp_path / "mine.yaml"
    path.write_text(f"corredor: 1\nname: Mine\nextends: {extends}\ncontrol: {control}\n", encoding="utf-8")
    return str(path)


def test_check_says_that_the_control_has_another_region(capsys, tmp_path):
    assert main(["check", a_surge_on(tmp_path, "balloon_control", "two_corridors_control")]) == 0
    out = capsys.readouterr().out
    first = out.splitlines()[1]
    assert first.startswith("  note: control: 'two_corridors_control' is no pair for 'Mine': another region")
    assert "another start (1984-01, there 1990-01)" in first
    assert "write 'control: without policies', give the region, start and duration with --set" in first
    assert "or name a control with the same region, start and duration" in first


def test_check_finds_nothing_wrong_with_the_controls_that_ship(capsys):
    assert main(["check", *shipped_scenarios()]) == 0
    assert "note: control:" not in capsys.readouterr().out


def test_values_set_for_both_do_not_part_a_scenario_from_its_control(capsys):
    given = ["--set", "duration=2 years", "--set", "policies.0.start=1990-06", "--set", "policies.0.intensity=5"]
    assert main(["check", "two_corridors", *given]) == 0
    assert "note: control:" not in capsys.readouterr().out


def test_compare_refuses_a_control_that_is_no_pair_before_anything_runs(capsys, tmp_path):
    scenario = a_surge_on(tmp_path, "balloon_control", "two_corridors_control")
    assert main(["compare", scenario, "--out", str(tmp_path / "runs")]) == 2
    error = capsys.readouterr().err
    assert "control: 'two_corridors_control' is no pair" in error
    assert "write 'control: without policies'" in error
    assert not (tmp_path / "runs").exists()


def test_what_is_set_in_a_policy_concerns_only_scenarios_that_have_it():
    pair = ["two_corridors_control", "two_corridors"]
    path = "policies.Eastern surge.intensity"
    assert applicable(pair, {path: "5", "duration": "2 years"}) == [
        {"duration": "2 years"},
        {path: "5", "duration": "2 years"},
    ]
    slip = {"policies.Estern surge.intensity": "5"}
    assert applicable(pair, slip) == [slip, slip]
