"""What a study leaves beside its folder: rival forms compared, and all that had been fitted before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytest.importorskip("nautilus")
pytest.importorskip("sklearn")
pytest.importorskip("statsmodels")

from corredor.calibration.held_back import record_posterior, recorded_checksums, recorded_posterior
from corredor.calibration.inference import calibrate as calibrating
from corredor.calibration.inference.finished import Finished
from corredor.calibration.inference.keeping import keep
from corredor.calibration.inference.page import page
from corredor.calibration.inference.results import Calibration, open_calibration
from corredor.calibration.registered import open_registered
from corredor.calibration.shipped import calibration_folder
from corredor.cli import main

SHIPPED = calibration_folder() / "results" / "americas_national"
LATER = ("figures", "registered")


def fit_of(folder: Path) -> Calibration:
    """The shipped fit as a study has it that was just run, without what was made of it later."""
    shutil.copytree(SHIPPED, folder / "results", ignore=shutil.ignore_patterns(*LATER))
    return open_calibration(folder)


def other_fit(folder: Path, value: str) -> Calibration:
    """A fit that names no other, and has other draws than the shipped one."""
    fit = fit_of(folder)
    draws = fit.folder / "draws.csv"
    draws.write_text(draws.read_text("utf-8").replace("\n0,", f"\n0,{value}", 1), "utf-8")
    (fit.folder / "posterior.json").unlink()
    record_posterior(fit.folder, draws, fit.targets)
    return fit


def test_one_command_compares_rival_forms_and_keeps_the_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fitted(plan: Any, out: Path, **_: Any) -> Calibration:
        fit = fit_of(out)
        said = fit.diagnostics | {"plan": fit.diagnostics["plan"] | {"name": plan.name, "form": plan.form}}
        said["fits"]["with breaks"]["log_evidence"] = {"weighed": -100.0, "frozen": -150.0}[plan.form]
        (fit.folder / "diagnostics.json").write_text(json.dumps(said), "utf-8")
        return open_calibration(out)

    monkeypatch.setattr(calibrating, "fit_form", fitted)
    kept = tmp_path / "kept"
    assert main(["calibrate", "rival_peace", "--out", str(tmp_path / "run"), "--results", str(kept)]) == 0
    table = pd.read_csv(kept / "forms.csv", index_col="form")
    assert table["log_evidence with breaks"].to_dict() == {"weighed": -100.0, "frozen": -150.0}
    assert {"crps", "within_90", "log_evidence without breaks"} <= set(table.columns)
    assert (kept / "forms.csv").read_bytes() == (tmp_path / "run" / "forms.csv").read_bytes()
    assert [open_calibration(kept / form).name for form in table.index] == ["rival_peace weighed", "rival_peace frozen"]
    said = capsys.readouterr().out
    assert "forms compared" in said
    assert "-150" in said.split("forms compared")[1]


def test_a_fit_that_is_kept_where_another_was_says_which_had_seen_held_back_years(tmp_path: Path) -> None:
    first, second = other_fit(tmp_path / "first", "1"), other_fit(tmp_path / "second", "2")
    kept = tmp_path / "kept"
    keep({"": first}, kept)
    assert "fit; held-back" not in (kept / "summary.md").read_text("utf-8")
    for _ in range(2):
        keep({"": second}, kept)
        before, own = recorded_checksums(kept)
        assert (before,) == recorded_checksums(first.folder)
        assert (own,) == recorded_checksums(second.folder)
        assert f"second fit; held-back years had been read with `{before}`" in (kept / "summary.md").read_text("utf-8")
    assert recorded_posterior(kept, second.targets).checksum == own


def test_a_finished_stage_is_made_again_if_anything_decisive_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "stages.json"
    made: list[int] = []

    def make() -> dict[str, Any]:
        made.append(len(made))
        return {"at": made[-1]}

    assert Finished(path, {"live": 60}).said("posterior", make) == {"at": 0}
    again = Finished(path, {"live": 60})
    assert not again.lacks("posterior")
    assert again.said("posterior", make) == {"at": 0}
    assert "posterior" in again.seconds
    assert Finished(path, {"live": 61}).lacks("posterior")
    assert Finished(path, {"live": 61}).said("posterior", make) == {"at": 1}


def test_the_shipped_page_is_what_the_shipped_results_say() -> None:
    assert (SHIPPED / "summary.md").read_text("utf-8") == page(open_calibration(SHIPPED))


def test_the_shipped_posterior_is_the_one_that_was_recorded_and_names_the_fits_before_it() -> None:
    fit = open_calibration(SHIPPED)
    posterior = recorded_posterior(fit.folder, fit.targets)
    assert len(set(posterior.earlier)) == len(posterior.earlier) > 0
    page = (SHIPPED / "summary.md").read_text("utf-8")
    assert all(earlier in page for earlier in posterior.earlier)


def test_the_shipped_forecast_still_has_its_seal_and_is_of_a_posterior_that_was_recorded() -> None:
    registered = open_registered(SHIPPED / "registered")
    assert registered.record["posterior"] in recorded_checksums(SHIPPED)
    assert registered.seal in (calibration_folder().parent / "docs" / "calibration.md").read_text("utf-8")
