"""Whether a scenario can be run, with everything that stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corredor.scenario.controls import mismatch
from corredor.scenario.loading import load
from corredor.scenario.problems import Problem, ScenarioError
from corredor.scenario.scenario import Scenario


@dataclass(frozen=True)
class Readiness:
    """What a check found.

    Attributes:
        name: of the scenario, or its path, as it was asked for.
        scenario: as it would be run; nothing if it cannot be.
        problems: what is wrong, in the order of the file.
        warnings: what is not wrong and should be known.
    """

    name: str
    scenario: Scenario | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it can be run."""
        return self.scenario is not None


def check(name_or_path: str | Path, overrides: Mapping[str, object] | None = None) -> Readiness:
    """Check a scenario without running it, as ``corredor check`` does.

    Args:
        name_or_path: a shipped name, a YAML file, or the ``manifest.json`` of a run.
        overrides: values by path that win over the file.

    Returns:
        What is wrong with it, which is not raised; and whether it and its control are a pair.
    """
    try:
        scenario = load(name_or_path, overrides)
    except ScenarioError as error:
        return Readiness(str(name_or_path), None, error.problems)
    unpaired = mismatch(scenario, overrides)
    return Readiness(str(name_or_path), scenario, (), (*([unpaired] if unpaired else []), *scenario.warnings))
