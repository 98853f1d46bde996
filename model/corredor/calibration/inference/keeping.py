"""Small files of a calibration, kept outside the study folder, with all that had been fitted there before."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from corredor.calibration.held_back import name_earlier, recorded_checksums
from corredor.calibration.inference.comparison import COMPARISON
from corredor.calibration.inference.page import PAGE, page
from corredor.calibration.inference.results import Calibration
from corredor.runs.parts import write_text


def keep(forms: Mapping[str, Calibration], folder: Path) -> None:
    """Copy the results of a study; those of several forms into a folder each, with the table that compares them.

    A posterior that a folder held before is named in its record and on its page as one with which held-back years had
    been read.

    Args:
        forms: of ``calibrate``.
        folder: where to.
    """
    for form, fit in forms.items():
        _keep(fit, folder / fit.folder.parent.name if form else folder)
        compared = fit.folder.parents[1] / COMPARISON
        if form and compared.is_file():
            shutil.copy2(compared, folder / COMPARISON)


def _keep(fit: Calibration, folder: Path) -> None:
    before = recorded_checksums(folder)
    shutil.copytree(fit.folder, folder, dirs_exist_ok=True)
    name_earlier(folder, before)
    write_text(folder / PAGE, page(Calibration(folder)))
