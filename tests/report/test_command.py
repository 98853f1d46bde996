"""``corredor plot`` and ``corredor report`` on a run of the model itself."""

import re

import pytest

import corredor
from corredor.cli import main
from corredor.figures import alt_text, kinds, plot
from corredor.report import page
from corredor.report.images import Image
from corredor.runs.pairing import control_beside

SHORT = {"duration": "24 months"}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A short run of two corridors and its control."""
    parent = tmp_path_factory.mktemp("runs")
    surge = {**SHORT, "policies.Eastern surge.start": "1991-01"}
    options = {"replicates": 2, "workers": 1, "quiet": True}
    corredor.run("two_corridors", set=surge, out=parent / "surge", **options)
    corredor.run("two_corridors_control", set=SHORT, out=parent / "control", **options)
    return parent


@pytest.mark.parametrize("kind", kinds())
def test_every_figure_can_be_drawn_of_a_real_run(folders, kind):
    run, control = corredor.open_run(folders / "surge"), corredor.open_run(folders / "control")
    assert len(alt_text(plot(run, kind, control))) > 60


def test_the_report_of_a_real_run_lies_in_its_folder(folders, capsys, monkeypatch):
    # Every figure of this run is drawn above; here they would only take time.
    monkeypatch.setattr(
        page, "image", lambda run, kind, control, translator: Image(kind, "", "data:,", "data:,", kind, 1, 1)
    )
    assert main(["report", str(folders / "surge"), "--control", str(folders / "control")]) == 0
    report = folders / "surge" / "report.html"
    where, answer = capsys.readouterr().out.splitlines()
    assert where == str(report.resolve())
    assert answer.startswith("In short, compared with “Two corridors control”")
    html = report.read_text(encoding="utf-8")
    assert not re.findall(r"(?:src|href|srcset)\s*=\s*[\"'](?:https?:)?//", html)
    assert str(folders) not in html


@pytest.fixture
def undrawn(monkeypatch):
    """Every figure of this run is drawn elsewhere; for the command they would only take time."""
    monkeypatch.setattr(
        page, "image", lambda run, kind, control, translator: Image(kind, "", "data:,", "data:,", kind, 1, 1)
    )


@pytest.mark.usefixtures("undrawn")
def test_the_control_beside_a_run_is_found(folders, tmp_path, capsys):
    for name, folder in (("surge", "surge"), ("two_corridors_control", "control")):
        (tmp_path / name).symlink_to(folders / folder)
    run = corredor.open_run(tmp_path / "surge")
    run.folder = tmp_path / "surge"
    found = control_beside(run)
    assert found is not None
    assert found.name == "Two corridors control"


@pytest.mark.usefixtures("undrawn")
def test_without_its_control_a_report_has_another_name(folders, capsys):
    assert main(["report", str(folders / "surge")]) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0].endswith("before-after.html")
    assert "two_corridors_control" in printed.err


def test_runs_of_other_dates_are_no_pair(folders, tmp_path, capsys):
    other = tmp_path / "other"
    changes = {**SHORT, "start": "1995-01", "duration": "3 months"}
    corredor.run("two_corridors_control", set=changes, replicates=1, workers=1, quiet=True, out=other)
    assert main(["report", str(folders / "surge"), "--control", str(other)]) == 2
    assert "are no pair" in capsys.readouterr().err


def test_a_figure_is_written_where_it_is_asked_for(folders, tmp_path, capsys):
    assert main(["plot", str(folders / "surge"), "--kind", "flows", "--out", str(tmp_path / "map.svg")]) == 0
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_a_file_where_a_folder_should_be_is_said_plainly(folders, tmp_path, capsys):
    (tmp_path / "maps").write_text("", encoding="utf-8")
    assert main(["plot", str(folders / "surge"), "--kind", "flows", "--out", str(tmp_path / "maps")]) == 2
    assert "maps cannot be written: File exists" in capsys.readouterr().err


def test_without_an_address_figures_go_into_the_run_folder(folders, capsys):
    assert main(["plot", str(folders / "surge"), "--kind", "coca", "--kind", "prices"]) == 0
    assert {path.name for path in (folders / "surge" / "figures").iterdir()} == {"coca.png", "prices.png"}


def test_without_a_kind_the_figures_there_are_are_listed(folders, capsys):
    assert main(["plot", str(folders / "surge")]) == 0
    told = capsys.readouterr().out
    assert all(kind in told for kind in kinds())


def test_a_layer_of_a_region_can_be_drawn(tmp_path, capsys):
    assert main(["plot", "ring", "--kind", "population", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "ring-population.png").stat().st_size > 5000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "--kind", "flows"], "neither a run folder nor a region"),
        (["ring", "--kind", "relief"], "no layer is called 'relief'"),
        (["SURGE", "--kind", "flow"], "did you mean 'flows'"),
        (["SURGE", "--kind", "scorecard"], "--control"),
        (["SURGE", "--kind", "coca", "--out", "coca.jpg"], ".png"),
        (["SURGE", "--kind", "coca", "--resolution", "1"], "resolution"),
        (["SURGE", "--kind", "coca", "--kind", "prices", "--out", "x.png"], "folder"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(folders, capsys, arguments, message):
    assert main(["plot", *(str(folders / "surge") if word == "SURGE" else word for word in arguments)]) == 2
    assert message in capsys.readouterr().err


def test_a_folder_that_is_no_run_has_no_report(tmp_path, capsys):
    assert main(["report", str(tmp_path)]) == 2
    assert "manifest.json" in capsys.readouterr().err
