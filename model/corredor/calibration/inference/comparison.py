"""Rival forms of the model side by side: evidence, coverage, skill."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from corredor.calibration.inference.layout import VARIANTS
from corredor.calibration.inference.plan import OURS
from corredor.calibration.inference.results import Calibration
from corredor.calibration.inference.stages import write_csv

COMPARISON: Final = "forms.csv"


def comparison(forms: Mapping[str, Calibration]) -> pd.DataFrame:
    """A row for each form of the model.

    Returns:
        Columns ``form``; ``log_evidence`` and its standard deviation over chains, with and without breaks, comparable
        between forms since all of them answer for the same figures; ``crps`` and ``within_90`` on held-back years.
    """
    rows = []
    for name, form in forms.items():
        row: dict[str, object] = {"form": name}
        for variant in VARIANTS:
            said = form.diagnostics["fits"][variant]
            row[f"figures {variant}"] = said["figures"]
            row[f"log_evidence {variant}"] = said["log_evidence"]
            row[f"sd {variant}"] = said["log_evidence_sd"]
        ours = form.skill("blind").to_dict("index")[OURS]
        rows.append(row | {key: float(ours[key]) for key in ("crps", "crps_rate", "within_90")})
    return pd.DataFrame(rows)


def write_comparison(folder: Path, forms: Mapping[str, Calibration]) -> pd.DataFrame:
    """Write the comparison into the study folder and return it."""
    table = comparison(forms)
    write_csv(folder / COMPARISON, table)
    return table
