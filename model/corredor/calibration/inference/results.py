"""The results of a calibration: small files in one folder, and what can be asked of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from corredor.calibration.comparing import compared
from corredor.calibration.fitting import fitted_rows
from corredor.calibration.forecast import Information
from corredor.calibration.held_back import RECORD, held_back_data
from corredor.calibration.inference.plan import OURS
from corredor.calibration.inference.predicted import PredictedRates
from corredor.calibration.inference.priors import Prior
from corredor.calibration.targets import NONE, Target, Targets
from corredor.runs.errors import FolderError
from corredor.runs.studies.factors import Factor

FOLDER: Final = "results"
DRAWS: Final = "draws.csv"
DRAWS_WITHOUT: Final = "draws_without_breaks.csv"
SCALES: Final = "discrepancies.csv"
DIAGNOSTICS: Final = "diagnostics.json"
TRUTHS: Final = "truths.csv"
RANKS: Final = "ranks.csv"
TARGETS: Final = "targets.json"
FIGURES: Final = "predicted_figures.parquet"


def rates_file(information: str, name: str) -> str:
    """The file of predicted rates by what is known and who predicts."""
    return f"predicted_{information}_{name.replace(' ', '_')}.parquet"


def skill_file(information: str) -> str:
    """The file of a table of skill."""
    return f"skill_{information}.csv"


class Calibration:
    """A calibration that was made.

    Args:
        folder: its small files: ``results`` in the study folder, or where they were copied to.

    Raises:
        FolderError: if there are none.
    """

    def __init__(self, folder: str | Path) -> None:
        path = Path(folder)
        inside = path / FOLDER
        self.folder = inside if (inside / DIAGNOSTICS).is_file() else path
        if not (self.folder / DIAGNOSTICS).is_file():
            raise FolderError(f"{folder} holds no calibration: there is no {DIAGNOSTICS} in it")

    def __repr__(self) -> str:
        return f"Calibration({self.name!r}, {len(self.draws)} draws, {self.folder})"

    @cached_property
    def diagnostics(self) -> dict[str, Any]:
        """The plan, how good the emulator is, whether chains agree, coverage, contraction, evidence, skill in words."""
        content: dict[str, Any] = json.loads((self.folder / DIAGNOSTICS).read_text("utf-8"))
        return content

    @property
    def name(self) -> str:
        """Of the study, and of the form if it is one of several."""
        plan = self.diagnostics["plan"]
        return " ".join(filter(None, (plan["name"], plan["form"])))

    @cached_property
    def targets(self) -> Targets:
        """To which it was fitted."""
        return Targets.model_validate_json((self.folder / TARGETS).read_text("utf-8"))

    @property
    def held_back(self) -> Target:
        """The target that is scored."""
        return next(target for target in self.targets.series if target.hold_back)

    @cached_property
    def priors(self) -> tuple[Prior, ...]:
        """Of the parameters."""
        return tuple(
            Prior(Factor(name, said["low"], said["high"], said["unit"]))
            for name, said in self.diagnostics["plan"]["priors"].items()
        )

    @cached_property
    def draws(self) -> pd.DataFrame:
        """Posterior draws: ``draw`` and a column for each parameter, in its registered unit."""
        return pd.read_csv(self.folder / DRAWS)

    @cached_property
    def discrepancies(self) -> pd.DataFrame:
        """Standard deviation of each target's discrepancy, in the same draws."""
        return pd.read_csv(self.folder / SCALES)

    @cached_property
    def truths(self) -> pd.DataFrame:
        """Simulation-based calibration by parameter; see ``Truths.table``."""
        return pd.read_csv(self.folder / TRUTHS, index_col="parameter")

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Ranks of synthetic truths among posterior draws, a column for each parameter."""
        return pd.read_csv(self.folder / RANKS)

    def skill(self, information: Information = "blind") -> pd.DataFrame:
        """The table of skill on held-back years."""
        return pd.read_csv(self.folder / skill_file(information), index_col="forecast")

    def rates(self, information: Information = "blind", name: str = OURS) -> PredictedRates:
        """Predicted rates of places; see ``PredictedRates``."""
        from corredor.region import load

        name_of_region, _, resolution = self.diagnostics["plan"]["region"].partition(" at ")
        region = load(name_of_region, float(resolution.split()[0]))
        return PredictedRates(pd.read_parquet(self.folder / rates_file(information, name)), region)

    def compared(self, information: Information = "blind", *, held_back: bool = True) -> pd.DataFrame:
        """Observed homicide beside the predicted, as ``compared`` returns it.

        Args:
            information: what the predictions knew.
            held_back: the held-back years too.
        """
        rows = fitted_rows(self.targets, self.held_back)
        if held_back and (self.folder / RECORD).is_file():
            later = held_back_data(self.targets, self.folder)[self.held_back.name]
            rows = pd.concat([rows, later], ignore_index=True)
        return compared(self.rates(information), self.held_back, rows)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Figures of the fit as each draw has them, beside the observed."""
        return pd.read_parquet(self.folder / FIGURES)

    def dispersion(self) -> float:
        """Of counts about a run: error of observation and the median discrepancy together."""
        return total_dispersion(self.held_back, self.discrepancies)


def median_discrepancy(target: Target, discrepancies: pd.DataFrame) -> float:
    """Median of the posterior draws of a target's discrepancy; 0 of one that has none."""
    return float(discrepancies[target.name].median()) if target.name in discrepancies else NONE


def total_dispersion(target: Target, discrepancies: pd.DataFrame) -> float:
    """Squared coefficient of variation of large counts about what a run expects.

    Args:
        target: of counts.
        discrepancies: posterior draws of the standard deviation of the logarithm, a column for each target.
    """
    variance = median_discrepancy(target, discrepancies) ** 2
    observation: float = getattr(target.error, "dispersion", 0.0)
    return float(np.expm1(variance) * (1.0 + observation) + observation)


def open_calibration(folder: str | Path) -> Calibration:
    """Open the results of a calibration.

    Args:
        folder: the study folder, its ``results``, or a shipped one under ``calibration/results``.

    Raises:
        FolderError: if there are none.
    """
    return Calibration(folder)


def plain(values: Mapping[str, float]) -> dict[str, float | None]:
    """Numbers for JSON, to four figures; nothing for those that are none."""
    return {name: float(f"{value:.4g}") if np.isfinite(value) else None for name, value in values.items()}
