"""The one set of parameters with which the whole board is run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, ValidationError

from corredor.calibration.shipped import calibration_folder
from corredor.scenario.explaining import problems_of
from corredor.scenario.fields import Strict
from corredor.scenario.problems import ScenarioError
from corredor.scenario.reading import read_file
from corredor.scenario.registry import read_parameters

CALIBRATED: Final = "capacity_before/defaults.yaml"
"""The draw from the shipped posterior that the registered defaults are, under ``calibration/results``."""


class ParameterSet(Strict):
    """What the file may hold."""

    corredor: Literal[1]
    parameters: Annotated[dict[str, float], BeforeValidator(read_parameters)] = Field(default={})


def read_parameter_set(path: Path | None = None) -> dict[str, float]:
    """Parameters from a YAML file with nothing but ``corredor`` and ``parameters``; the shipped draw if none is given.

    Raises:
        ScenarioError: if it cannot be read, or something in it is no parameter or cannot be its value.
    """
    file = path or calibration_folder() / "results" / CALIBRATED
    tree = read_file(file, str(path) if path else f"calibration/results/{CALIBRATED}")
    try:
        return ParameterSet.model_validate(tree.plain()).parameters
    except ValidationError as error:
        raise ScenarioError(list(problems_of(error, tree))) from None


def parameter_hash(parameters: Mapping[str, float]) -> str:
    """Digest of a set: equal if and only if every value is."""
    return hashlib.sha256(json.dumps(dict(parameters), sort_keys=True).encode()).hexdigest()[:12]
