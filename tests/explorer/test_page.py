"""The explorer's file: what is in it, and what is not."""

from __future__ import annotations

import base64
import json
import re

import light_bundles as light
import numpy as np
import pytest

from corredor.cli import main
from corredor.explorer import ensemble as ensembles
from corredor.explorer import page as pages
from corredor.explorer.ensemble import open_ensemble
from corredor.explorer.page import content, explorer, render
from corredor.runs import FolderError, sweep
from corredor.runs.studies.maps import blocks

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def ensemble(folder):
    return open_ensemble(folder)


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A sweep over a policy and a parameter, with maps."""
    study = {
        "corredor": 1, "study": "sweep", "scenario": "two_corridors", "design": {"kind": "grid", "levels": 3},
        "factors": {"policies.Eastern surge.intensity": [1, 5]}, "replicates": 6, "paired": True, "map": "on",
    }  # fmt: skip
    target = tmp_path_factory.mktemp("swept") / "study"
    short = light.SHORT | {"policies.Eastern surge.start": "1990-01"}
    return sweep(study, set=short, out=target, workers=1, quiet=True, build=light.doubles.LightModel)


def test_every_bundle_is_a_point_and_every_combination_can_be_reached(ensemble) -> None:
    assert len(ensemble.points) == 18
    assert [axis.name for axis in ensemble.axes] == ["Surge", "Detention", "Courts", "Courts: start"]
    assert ensemble.grid()
    assert ensemble.settled((1.0, 0.0, 0.0, "1990-02")) == (1.0, 0.0, 0.0, "1990-01")


def test_the_file_is_small_and_asks_for_nothing(page_file) -> None:
    text = page_file.read_text("utf-8")
    assert len(text) < 1_000_000
    outside = re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"'<]*", text)
    assert set(outside) <= {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in text
    assert "simulated, not a forecast" in text.lower()


def test_what_a_study_is_called_cannot_end_the_script(page_file) -> None:
    text = page_file.read_text("utf-8")
    assert "Light <bundles>" not in text
    assert text.count("<script>") == text.count("</script>") == 1


def test_nothing_finer_than_a_degree_and_no_organisation_is_in_the_file(ensemble) -> None:
    data = content(ensemble)
    assert data["map"]["size"] >= 1.0
    assert {layer["id"] for layer in data["map"]["layers"]} == {"homicides", "flow"}
    assert not re.search(r"organisation|belief|risk|route", json.dumps(data))


def test_blocks_are_of_a_degree_whatever_the_cells() -> None:
    from corredor.region import catalogue

    region = catalogue.load("two-corridors", 0.5)
    squares = blocks(region)
    assert (squares["size"] == 1.0).all()
    assert len(squares) == pytest.approx(region.n / 4, rel=0.1)


def test_packed_numbers_are_the_numbers(ensemble) -> None:
    layer = content(ensemble)["map"]["layers"][1]["difference"]
    steps = np.frombuffer(base64.b64decode(layer["steps"]), "<i2").reshape(18, -1)
    np.testing.assert_allclose(steps * layer["scale"], ensemble.differences[:, 1], atol=layer["scale"])


def test_a_sweep_over_policies_can_be_explored_too(swept) -> None:
    found = open_ensemble(swept.folder)
    assert found.grid()
    assert found.axes[0].values == (1.0, 3.0, 5.0)
    assert found.squares is not None
    assert {each.outcome for each in found.outcomes} >= {"homicide_rate", "delivered", "rights"}
    assert found.outcomes[0].difference[0] == 0.0
    assert "policies.Eastern surge.intensity" in render(found)


def test_a_page_that_would_be_too_large_is_refused(folder, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pages, "MOST_BYTES", 10_000)
    with pytest.raises(FolderError, match="MB"):
        explorer(folder, out=tmp_path / "large.html")
    assert not (tmp_path / "large.html").exists()


def test_without_the_constraint_the_file_says_so(folder) -> None:
    written = explorer(folder, rights_constraint=False)
    assert written.name == "explorer-without-rights.html"
    assert '"removed": true' in written.read_text("utf-8")


def test_a_folder_of_something_else_is_refused(tmp_path) -> None:
    with pytest.raises(FolderError):
        ensembles.open_ensemble(tmp_path)


def test_the_command_says_where_the_page_is(folder, tmp_path, capsys) -> None:
    assert main(["explorer", str(folder), "--out", str(tmp_path / "room.html")]) == 0
    assert "room.html" in capsys.readouterr().out
    assert (tmp_path / "room.html").is_file()
